"""The page of indicators: what each asks, with the numbers every pack has in force."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators import INDICATORS, SCHEMA
from services.evaluator.pack import Pack, Provenance
from services.evaluator.rulebook import Rules, resolve
from services.evaluator.sections import Section
from shared.contracts.target import TargetKind

_HEAD = """# 指标

每项指标一节：编号、名称、依据、看什么、怎样整改，以及各指标体系的现行规定。数字的来源：
**条文**（已见原文）、**通报**（见于公开通报）、**占位**（未见原文，使用时注明）、**本系统**（非规定内容，如预警线）。
"""

_SCOPES = {TargetKind.WEBSITE: "网站", TargetKind.ACCOUNT: "政务新媒体"}
_KINDS = {"veto": "单项否决", "deduction": "扣分", "bonus": "加分", "info": "提示"}
_PROVENANCES = {
    Provenance.TEXT: "条文",
    Provenance.NOTICE: "通报",
    Provenance.PLACEHOLDER: "占位",
    Provenance.OWN: "本系统",
}


def indicators_page(packs: Sequence[Pack]) -> str:
    """All indicators in Markdown, with the numbers of each edition of each pack, the national ones first."""
    ordered = sorted(packs, key=lambda pack: (pack.header.extends or "", pack.id, pack.header.valid_from))
    editions = [resolve(packs, pack.id, pack.header.valid_from, schema=SCHEMA) for pack in ordered]
    return "\n".join([_HEAD, *(_section(one, editions) for one in INDICATORS)])


def _section(indicator: Indicator[Any], rulebooks: Sequence[Rules]) -> str:
    facts = [
        f"## {indicator.id}\n",
        f"**{indicator.title}** · {_SCOPES[indicator.scope]} · {_KINDS[indicator.kind.value]}\n",
        f"- 依据：{indicator.clause}",
        f"- 看什么：{indicator.looks_at}",
        f"- 怎样整改：{indicator.remedy}\n",
    ]
    return "\n".join([*facts, *(_in_force(indicator, rules) for rules in rulebooks if indicator.id in rules.sections)])


def _in_force(indicator: Indicator[Any], rules: Rules) -> str:
    rows = [
        f"### {rules.name}\n",
        f"{rules.limits[indicator.id]}\n",
        "| 数字 | 现行值 | 来源 | 所属 |",
        "|---|---|---|---|",
        *_rows(indicator.id, rules),
    ]
    return "\n".join(rows) + "\n"


def _rows(indicator: str, rules: Rules) -> Iterable[str]:
    for path, number in sorted(rules.numbers.items()):
        name = path.removeprefix(f"{indicator}.")
        if name == path or name in Section.model_fields:
            continue
        yield f"| `{name}` | {_plain(number.value)} | {_PROVENANCES[number.provenance]} | {number.pack} |"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
