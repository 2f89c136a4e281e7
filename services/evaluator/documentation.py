"""The page of indicators: what each asks, with the numbers every pack has in force."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.indicators import EVERY, SCHEMA
from services.evaluator.org_indicator import OrgIndicator
from services.evaluator.pack import Number, Pack, Provenance
from services.evaluator.rulebook import Rules, resolve
from shared.contracts.target import TargetKind

_HEAD = """# 指标

每项指标一节：编号、名称、依据、看什么、怎样整改，以及各指标体系的现行规定。数字的来源：
**条文**（已见原文）、**通报**（见于公开通报）、**占位**（未见原文，使用时注明）、**本系统**（非规定内容，如预警线）。
"""

_SCOPES = {TargetKind.WEBSITE.value: "网站", TargetKind.ACCOUNT.value: "政务新媒体", "org": "监管单位"}
_NOT_NUMBERS = frozenset({"on", "kind", "limit", "result", "review"})
_KINDS = {"veto": "单项否决", "deduction": "扣分", "bonus": "加分", "info": "提示"}
_DECIDES = {
    Decides.MACHINE: "自动判定",
    Decides.REVIEW: "自动发现，人工确认后才算数",
    Decides.LEDGER: "人工登记",
}
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
    return "\n".join([_HEAD, *(_section(one, editions) for one in EVERY)])


def _section(indicator: Indicator[Any] | OrgIndicator[Any], rulebooks: Sequence[Rules]) -> str:
    facts = [
        f"## {indicator.id}\n",
        f"**{indicator.title}** · {_SCOPES[str(indicator.scope)]} · {_KINDS[indicator.kind.value]}\n",
        f"- 依据：{indicator.clause}",
        f"- 由谁判定：{_DECIDES[indicator.decides]}",
        f"- 看什么：{indicator.looks_at}",
        f"- 怎样整改：{indicator.remedy}\n",
    ]
    told = (_in_force(indicator, rules) for rules in rulebooks if _speaks_of(indicator.id, rules))
    return "\n".join([*facts, *told])


def _speaks_of(indicator: str, rules: Rules) -> bool:
    """Whether the pack itself says anything of the indicator; what it only inherits stands under the other pack."""
    return any(number.pack == rules.id for _, number in _numbers_of(indicator, rules))


def _numbers_of(indicator: str, rules: Rules) -> list[tuple[str, Number]]:
    under = f"{indicator}."
    return sorted(
        ((path.removeprefix(under), n) for path, n in rules.numbers.items() if path.startswith(under)),
        key=lambda one: one[0],
    )


def _in_force(indicator: Indicator[Any] | OrgIndicator[Any], rules: Rules) -> str:
    if indicator.id not in rules.sections:
        return f"### {rules.name}\n\n不检查。\n"
    section = rules.sections[indicator.id]
    kind = section.kind or indicator.kind
    differs = f"（按{_KINDS[kind.value]}处理）" if kind is not indicator.kind else ""
    rows = list(_rows(indicator.id, rules))
    table = ["| 数字 | 现行值 | 来源 | 所属 |", "|---|---|---|---|", *rows] if rows else []
    return "\n".join([f"### {rules.name}\n", f"{rules.limits[indicator.id]}{differs}\n", *table]) + "\n"


def _rows(indicator: str, rules: Rules) -> Iterable[str]:
    for name, number in _numbers_of(indicator, rules):
        if name in _NOT_NUMBERS:
            continue
        yield f"| `{name}` | {_plain(number.value)} | {_PROVENANCES[number.provenance]} | {number.pack} |"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
