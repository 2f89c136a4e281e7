"""The marks of a footer by their Chinese names, and those that are missing."""

from collections.abc import Collection, Mapping

from services.evaluator.facts.said import Said
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item

MARKS: Mapping[str, tuple[str, ...]] = {
    "党政机关标识": ("badge",),
    "网站标识码": ("site_code",),
    "ICP备案号": ("icp",),
    "公安机关备案号": ("psb", "psb_number"),
    "主办单位": ("sponsor", "organiser"),
    "联系方式": ("contact",),
    "找错入口": ("report_entry",),
    "网站地图": ("sitemap",),
}
"""Each mark, and the facts of which any one shows it."""

_TOLD_ONLY = frozenset({"网站地图"})
"""Marks that the crawler does not look for: missing only where somebody says so."""


def lacking_marks(said: Said, wanted: Collection[str]) -> tuple[Item, ...]:
    """The wanted marks that the page does not show."""
    return tuple(
        Item(
            id=name,
            name=name,
            kind="mark",
            outcome=Outcome.NOT_MET,
            text="未见",
            url=said.url or None,
            observed_at=said.at,
        )
        for name in wanted
        if _lacks(said, name)
    )


def _lacks(said: Said, name: str) -> bool:
    facts = MARKS.get(name, (name,))
    if name in _TOLD_ONLY:
        return any(said.facts.get(fact) is False for fact in facts)
    if said.facts.get("badge") == "commented_out" and name == "党政机关标识":
        return True
    return not any(said.facts.get(fact) for fact in facts)
