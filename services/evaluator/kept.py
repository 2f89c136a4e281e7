"""A dossier as it is kept: with its version, and with what was said of its target last."""

from dataclasses import field, replace
from datetime import datetime
from zlib import compress, decompress

from services.evaluator.dossier import Dossier
from services.evaluator.facts.fact import fact
from services.evaluator.memo import Memo
from shared.contracts.target import Result
from shared.contracts.verdicts import Verdict, VerdictChanged


class Said:
    """The latest verdict as it was or is to be published: at hand while it is told, as bytes afterwards.

    Most steps ask only when it was given, and a verdict takes more room than the facts it rests on.
    """

    __slots__ = ("_event", "_packed", "as_of")

    def __init__(self, as_of: datetime, *, event: VerdictChanged | None = None, packed: bytes = b"") -> None:
        self.as_of = as_of
        """The moment it speaks of."""
        self._event = event
        self._packed = packed

    @classmethod
    def of(cls, event: VerdictChanged) -> "Said":
        """The verdict that this event tells."""
        return cls(event.verdict.as_of, event=event)

    @classmethod
    def read(cls, body: bytes, as_of: datetime | None = None) -> "Said":
        """The verdict that `body` wrote."""
        return cls(as_of, packed=compress(body, 1)) if as_of else cls.of(VerdictChanged.read(body))

    @property
    def event(self) -> VerdictChanged:
        """The event, read anew where it is not at hand."""
        return self._event or VerdictChanged.read(self.body)

    @property
    def body(self) -> bytes:
        """The event in as few bytes as say it."""
        if self._event:
            return self._event.model_dump_json(exclude_defaults=True).encode()
        return decompress(self._packed)

    def at_hand(self) -> "Said":
        """As it is told: read once."""
        return self if self._event else Said.of(self.event)

    def told(self) -> "Said":
        """As it is kept when it was told."""
        return Said(self.as_of, packed=self._packed or compress(self.body, 1))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and self.event == other.event

    def __hash__(self) -> int:
        return hash(self.as_of)


@fact(frozen=True, slots=True, kw_only=True)
class KeptDossier:
    """One target's facts and the end of its chain of verdicts, saved together or not at all.

    Who saves a new verdict has won it: the version makes sure that nobody else continues the chain at the same place.
    It is *unsaid* until its document is written and its event published, by whoever comes first.
    """

    dossier: Dossier
    version: int = 0
    """How often it was saved; 0: never."""
    said: Said | None = None
    """The latest verdict."""
    number: int = 0
    """How many verdicts there were."""
    unsaid: bool = False
    """The latest verdict may not have been published yet."""
    judged_under: str = ""
    """The registry's words on the target and the rules it was judged by last; empty when it is not judged."""
    next_change_at: datetime | None = None
    """When time alone can change the verdict, or what is shown of it has become old."""
    shown_at: datetime | None = None
    """The moment of the judgement that is shown as the one in force."""
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)
    """What the indicators said last; known only to who judged last, and never needed."""

    @property
    def target_id(self) -> str:
        """Whom it is about."""
        return self.dossier.target_id

    @property
    def verdict(self) -> Verdict | None:
        """The latest verdict."""
        return self.said.event.verdict if self.said else None

    @property
    def event(self) -> VerdictChanged | None:
        """What was or is to be published of it."""
        return self.said.event if self.said else None

    @property
    def result(self) -> Result | None:
        """The latest result."""
        return self.verdict.result if self.verdict else None

    def saved(self) -> "KeptDossier":
        """As it is once this version is saved."""
        return self._with(self.dossier, self.version + 1, self.said, self.memo, unsaid=self.unsaid)

    def settled(self) -> "KeptDossier":
        """As it is once its latest verdict is published."""
        return self._with(self.dossier, self.version, self.said and self.said.told(), self.memo, unsaid=False)

    def at_hand(self) -> "KeptDossier":
        """With its latest verdict read once, for whoever tells it."""
        said = self.said and self.said.at_hand()
        return (
            self if said is self.said else self._with(self.dossier, self.version, said, self.memo, unsaid=self.unsaid)
        )

    def grown(self, dossier: Dossier, memo: Memo) -> "KeptDossier":
        """With more facts, which change nothing that is said."""
        return self._with(dossier, self.version, self.said, memo, unsaid=self.unsaid)

    def judged(self, dossier: Dossier, memo: Memo, *, under: str, changes_at: datetime | None) -> "KeptDossier":
        """With more facts, by which it was judged."""
        return KeptDossier(
            dossier=dossier,
            version=self.version,
            said=self.said,
            number=self.number,
            unsaid=self.unsaid,
            judged_under=under,
            next_change_at=changes_at,
            shown_at=self.shown_at,
            memo=memo,
        )

    def _with(self, dossier: Dossier, version: int, said: Said | None, memo: Memo, *, unsaid: bool) -> "KeptDossier":
        # `replace` takes much longer, and this happens several times an event.
        return KeptDossier(
            dossier=dossier,
            version=version,
            said=said,
            number=self.number,
            unsaid=unsaid,
            judged_under=self.judged_under,
            next_change_at=self.next_change_at,
            shown_at=self.shown_at,
            memo=memo,
        )

    def next_said(self, said: VerdictChanged) -> "KeptDossier":
        """With one more verdict at the end of its chain."""
        return replace(self, said=Said.of(said), number=self.number + 1, unsaid=True)
