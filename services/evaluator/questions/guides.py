"""The service guides of a website, and what each of them lacks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.evaluator.dossier import guide_key
from services.evaluator.facts.said import Said
from services.evaluator.indicator import Case
from services.evaluator.questions.sayings import hear
from services.evaluator.reason import Reason
from services.evaluator.subject import Guide
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item

_WORDS = {"missing": "缺失", "empty": "空白", "malformed": "不合格式"}


@dataclass(frozen=True, slots=True)
class Gaps:
    """One guide that was read, and what became of the elements that are not simply there."""

    guide: Guide
    said: Said

    @property
    def lacking(self) -> Mapping[str, str]:
        """Element to `missing`, `empty` or `malformed`."""
        told: Mapping[str, str] = self.said.facts.get("lacking", {})
        return told

    def item(self, names: Collection[str]) -> Item:
        """The guide as one thing inside a finding."""
        return Item(
            id=self.guide.id,
            name=self.guide.name,
            kind="guide",
            outcome=Outcome.NOT_MET,
            text="缺少：" + "、".join(names),
            url=self.guide.url or None,
            unit_id=self.guide.unit_id,
            observed_at=self.said.at,
        )

    def items(self, names: Collection[str]) -> tuple[Item, ...]:
        """Each element as a thing of its own."""
        return tuple(
            self.item([name]).model_copy(
                update={
                    "id": f"{self.guide.id}/{name}",
                    "name": f"{self.guide.name}·{name}",
                    "text": _WORDS.get(self.lacking[name], self.lacking[name]),
                }
            )
            for name in names
        )


def gaps_of(case: Case) -> tuple[list[Gaps], list[tuple[Guide, Reason]]]:
    """The guides that were read lately, and those that were not, each with the reason."""
    seen, unseen = [], []
    for guide in case.subject.guides:
        heard = hear(case, guide_key(guide.id), case.rules.sight.guide_max_age)
        if heard.said is None:
            unseen.append((guide, heard.reason))
        else:
            seen.append(Gaps(guide, heard.said))
    return seen, unseen


def key_elements_lacking(gap: Gaps, elements: Collection[str]) -> list[str]:
    """The key elements that are missing or empty."""
    return lacking(gap, ("missing", "empty"), elements)


def lacking(gap: Gaps, states: Collection[str], elements: Collection[str]) -> list[str]:
    """The elements in one of these states; of `elements`, or of all where none is named."""
    return [name for name, state in gap.lacking.items() if state in states and (not elements or name in elements)]
