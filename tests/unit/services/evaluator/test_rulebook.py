"""Which numbers are in force."""

from collections.abc import Sequence
from datetime import date

import pytest

from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.checking import check_pack
from services.evaluator.indicators import EVERY, SCHEMA
from services.evaluator.indicators.account.veto.stale_2w import INDICATOR as STALE
from services.evaluator.indicators.website.veto.unreachable import INDICATOR as UNREACHABLE
from services.evaluator.pack import Pack, Provenance, parse_pack
from services.evaluator.rulebook import Rules, resolve
from services.evaluator.sections import Section
from services.evaluator.window import Window
from shared.errors import BadInput

TODAY = date(2026, 1, 1)


def a_pack(body: str = "", *, id_: str = "x", extends: str = "national", valid: str = "valid_from = 2024-01-01") -> str:
    head = f'id = "{id_}"\nname = "测试"\nversion = "1"\nsource = "测试"\nprovenance = "notice"\n{valid}\n'
    return f'{head}extends = "{extends}"\n{body}' if extends else head + body


def resolved(*texts: str, on: date = TODAY) -> Rules:
    packs: Sequence[Pack] = [*read_packs(), *(parse_pack(text, f"{n}.toml") for n, text in enumerate(texts))]
    return resolve(packs, "x", on, schema=SCHEMA)


def check(text: str) -> list[str]:
    return check_pack(text, "rules/x.toml", packs=read_packs(), schema=SCHEMA)


@pytest.mark.parametrize("pack", read_packs(), ids=lambda pack: pack.file)
def test_the_packs_of_the_product_are_good(pack: Pack) -> None:
    """Each can be used on its first day in force."""
    rules = resolve(read_packs(), pack.id, pack.header.valid_from, schema=SCHEMA)

    assert pack.id == rules.id
    assert rules.sections


def test_an_overlay_changes_what_it_names_and_nothing_else() -> None:
    """One line is enough, and its number has the overlay's provenance."""
    rules = resolved(a_pack('[account.veto.stale_2w]\nwindow = "10 days"\n'))
    section = rules.section(STALE.id, STALE.numbers)

    assert Window(10) == section.window
    assert section.platforms
    assert "监测时间点前10天内无信息更新，即单项否决" == rules.limits[STALE.id]
    assert set(resolved(a_pack()).sections) == set(rules.sections)


def test_an_overlay_can_turn_an_indicator_off_and_change_its_kind() -> None:
    """What a regime does not judge has no section in force."""
    rules = resolved(
        a_pack('[website.veto.unreachable]\non = false\n[account.veto.stale_2w]\nkind = "deduction"\npoints = 5\n')
    )

    assert UNREACHABLE.id not in rules.sections
    assert "deduction" == rules.sections[STALE.id].kind


def test_an_indicator_a_regime_does_not_name_is_not_judged() -> None:
    """The national standard has no rule about posts a month, nor any other of the local rules."""
    rules = resolve(read_packs(), "national", TODAY, schema=SCHEMA)

    local = {one.id for one in EVERY if one.clause.startswith("地方规则")}
    assert "account.veto.update_frequency" in local
    assert {one.id for one in EVERY} - local == set(rules.sections)


def test_placeholders_show() -> None:
    """The weakest number decides how far an indicator can be trusted; numbers of our own do not count."""
    rules = resolved(a_pack('[account.veto.stale_2w]\nwindow = { value = "9 days", provenance = "placeholder" }\n'))

    assert Provenance.PLACEHOLDER is rules.provenances[STALE.id]
    assert Provenance.TEXT is rules.provenances[UNREACHABLE.id]
    assert "account.veto.stale_2w.window" in rules.placeholders()
    assert "account.veto.stale_2w.count" not in rules.placeholders()


def test_the_version_changes_with_any_number() -> None:
    """Also with one of the pack it extends; equal numbers are an equal version."""
    one, same = resolved(a_pack()), resolved(a_pack())
    other = resolved(a_pack("[report]\ndecimals = 1\n"))

    assert one.version == same.version
    assert one.version != other.version
    assert one.version.startswith("1+")
    assert ("x", one.version) == (one.ref.id, one.ref.version)


def test_the_edition_of_the_day_is_taken() -> None:
    """Two editions of one regime, each in its time; the later one where both are in force."""
    old = a_pack("[report]\ndecimals = 1\n", valid="valid_from = 2020-01-01\nvalid_to = 2024-12-31")
    new = a_pack("[report]\ndecimals = 0\n", valid="valid_from = 2024-06-01")

    assert 1 == resolved(old, new, on=date(2024, 5, 31)).report.decimals
    assert 0 == resolved(old, new, on=date(2024, 6, 1)).report.decimals


def test_a_day_without_an_edition_is_told() -> None:
    """With the editions there are."""
    with pytest.raises(BadInput, match=r"x 在 2019-05-01 没有有效的版本；现有版本：0\.toml：2024-01-01 至 今"):
        resolved(a_pack(), on=date(2019, 5, 1))


def test_an_unknown_pack_is_told() -> None:
    """With those that are known."""
    with pytest.raises(BadInput, match=r'没有编号为 "nowhere" 的指标体系；现有：.*national、qiandongnan'):
        resolve(read_packs(), "nowhere", TODAY, schema=SCHEMA)


def test_a_chain_of_overlays_ends_in_the_nearest_word() -> None:
    """County over prefecture over nation."""
    county = a_pack("[account.veto.update_frequency]\nmonth_days = 9\n", extends="qiandongnan")

    rules = resolved(county)

    assert "每月更新不少于9天" in rules.limits["account.veto.update_frequency"]


def test_packs_that_extend_each_other_are_refused() -> None:
    """A circle has no ground."""
    packs = [parse_pack(a_pack(id_="x", extends="y"), "x.toml"), parse_pack(a_pack(id_="y", extends="x"), "y.toml")]

    with pytest.raises(BadInput, match="又基于它自己"):
        resolve(packs, "x", TODAY, schema=SCHEMA)


def test_a_section_of_another_kind_is_a_mistake_of_ours() -> None:
    """Asking for the wrong numbers is found at once."""

    class Other(Section):
        """Not the section of that indicator."""

    with pytest.raises(TypeError, match="expected Other, found Numbers"):
        resolved(a_pack()).section(STALE.id, Other)


def test_a_good_pack_has_no_mistakes() -> None:
    """Checked together with what it extends."""
    assert [] == check(a_pack('[account.veto.stale_2w]\nwindow = "10 days"\n'))


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        (
            '[account.veto.stale_2w]\nwindow = "两周"\n',
            'rules/x.toml:9: account.veto.stale_2w.window: 应为 期限，如 "14 days"',
        ),
        (
            "[account.veto.stale_2w]\nwindw = 3\n",
            "rules/x.toml:9: account.veto.stale_2w.windw: 没有这个键（写的是 3），是不是 window？",
        ),
        ("[account.veto.nope]\na = 1\n", "rules/x.toml:8: account.veto.nope: 没有 [account.veto.nope] 这一节"),
        ('[report]\ndecimals = "2"\n', 'rules/x.toml:9: report.decimals: 应为 整数（不加引号），写的是 "2"'),
        ("[report]\ndecimals = 9\n", "rules/x.toml:9: report.decimals: 应为 不大于 4 的数，写的是 9"),
        (
            '[report]\nrounding = "up"\n',
            'rules/x.toml:9: report.rounding: 应为 "half_up"、"truncate" 之一，写的是 "up"',
        ),
        (
            '[account.veto.stale_2w]\nlimit = "{days}天"\n',
            "rules/x.toml:9: account.veto.stale_2w.limit: 没有 {days} 这个数字；可用的有 {",
        ),
        ('[account.veto.stale_2w]\nlimit = "{"\n', "rules/x.toml:9: account.veto.stale_2w.limit: 花括号须成对"),
        (
            '[account.veto.update_frequency]\nwindow = "1 months"\n',
            "rules/x.toml:9: account.veto.update_frequency.window: 应为 天数或工作日数",
        ),
        (
            "[account.veto.update_frequency]\nwindow_days = 2\n",
            "rules/x.toml:8: account.veto.update_frequency.limit: 缺少这个键",
        ),
        ("[sight]\nhome = 3\n", "rules/x.toml:9: sight.home: 应为 一节，写的是 3"),
        (
            "[sight]\nblank_looks.a = 3\n",
            "rules/x.toml:8: sight.blank_looks: 应为 一个值，或 { value = 值, provenance = 来源 }，写的是一节",
        ),
    ],
    ids=[
        "window",
        "misspelt",
        "unknown indicator",
        "type",
        "range",
        "choice",
        "limit's names",
        "limit's braces",
        "unit",
        "incomplete",
        "number for a table",
        "table for a number",
    ],
)
def test_every_mistake_is_explained(body: str, mistake: str) -> None:
    """File, line and path; what was expected and what was found."""
    mistakes = check(a_pack(body))

    assert any(one.startswith(mistake) for one in mistakes), mistakes


def test_a_mistake_shows_what_was_found() -> None:
    """So that it can be searched for."""
    assert check(a_pack('[account.veto.stale_2w]\nwindow = "两周"\n'))[0].endswith('写的是 "两周"')


def test_all_mistakes_are_told_at_once() -> None:
    """Nobody mends a file one message at a time."""
    body = '[account.veto.stale_2w]\nwindow = "两周"\nfoo = { value = 1, provenance = "guess" }\n'
    body += '[report]\ndecimals = "2"\n'

    assert 4 == len(check(a_pack(body)))


def test_no_mistake_hides_another() -> None:
    """A wrong head, a base that is not there, keys, what compares keys, and what differs for some: all in one go."""
    head = a_pack(extends="nobody").replace('provenance = "notice"', 'provenance = "heard"') + "colour = 3\n"
    body = """
[account.veto.stale_2w]
only = { platform = ["wechat"], planet = ["mars"] }
kind = "deduction"
[account.veto.stale_2w.by.platform.wexin]
window = "7 days"
[account.veto.stale_2w.by.level.county]
wndow = "7 days"
[scoring]
full = 50.0
websites = ["portals"]
basic_below = 10.0
"""
    told = [mistake.partition(": ")[2].partition(": ")[0] for mistake in check(head + body)]

    assert {
        "provenance",
        "colour",
        "extends",
        "account.veto.stale_2w.only.planet",
        "account.veto.stale_2w.only.platform",
        "account.veto.stale_2w.points",
        "account.veto.stale_2w.by.platform.wexin",
        "account.veto.stale_2w.by.level.county.wndow",
        "scoring.websites",
        "scoring.pass_from",
        "scoring.basic_below",
    } == set(told)
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("begins", "ends", "overlaps"),
    [
        ("2025-01-01", "2025-12-31", False),
        ("2025-01-01", "2026-01-01", True),
        ("2025-01-01", None, False),
        ("2026-01-01", None, True),
        ("2027-01-01", None, True),
        ("2027-01-02", None, False),
    ],
    ids=[
        "ends before",
        "ends on its first day",
        "open, so it ends then",
        "same first day",
        "begins within",
        "after it",
    ],
)
def test_editions_of_a_pack_must_not_overlap(begins: str, ends: str | None, overlaps: bool) -> None:
    """Which of the two counts on a day must not be a matter of luck; one without an end ends where the next begins."""
    span = f"valid_from = {begins}\n" + (f"valid_to = {ends}\n" if ends else "")
    other = parse_pack(a_pack().replace("valid_from = 2024-01-01\n", span), "other.toml")
    mine = a_pack().replace("valid_from = 2024-01-01\n", "valid_from = 2026-01-01\nvalid_to = 2027-01-01\n")

    told = check_pack(mine, "mine.toml", packs=[*read_packs(), other], schema=SCHEMA)

    assert overlaps is bool(told)
    assert all("与 other.toml（1 版）的有效期重叠" in one for one in told)
    assert [] == check_pack(mine, "mine.toml", packs=[*read_packs(), other], schema=SCHEMA, tried=True)


def test_a_pack_that_stands_on_nothing_is_told_what_is_missing() -> None:
    """Not every key of every section."""
    told = check(a_pack('[account.veto.stale_2w]\nwindow = "10 days"\n').replace('extends = "national"\n', ""))

    assert 1 == len(told)
    assert 'extends = "national"' in told[0]


def test_what_a_pack_extends_must_exist() -> None:
    """The mistake stands where it is written."""
    mistakes = check(a_pack(extends="nobody"))

    assert 1 == len(mistakes)
    assert mistakes[0].startswith('rules/x.toml:7: extends: 没有编号为 "nobody" 的指标体系；现有：')
    assert mistakes[0].endswith("qiandongnan、shaanxi")
