"""A dossier as it is kept: with its version, and with what was said of its target last."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from services.evaluator.dossier import Dossier
from services.evaluator.memo import Memo
from shared.contracts.target import Result
from shared.contracts.verdicts import Verdict, VerdictChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDossier:
    """One target's facts and the end of its chain of verdicts, saved together or not at all.

    Who saves a new verdict has won it: the version makes sure that nobody else continues the chain at the same place.
    It is *unsaid* until its document is written and its event published, by whoever comes first.
    """

    dossier: Dossier
    version: int = 0
    """How often it was saved; 0: never."""
    said: VerdictChanged | None = None
    """The latest verdict, as it was or is to be published."""
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
        return self.said.verdict if self.said else None

    @property
    def result(self) -> Result | None:
        """The latest result."""
        return self.said.verdict.result if self.said else None

    def next_said(self, said: VerdictChanged) -> "KeptDossier":
        """With one more verdict at the end of its chain."""
        return replace(self, said=said, number=self.number + 1, unsaid=True)
