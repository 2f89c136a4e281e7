"""What every section of a rule pack can say."""

from typing import Any

import pytest

from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.checking import check_pack
from services.evaluator.indicators import SCHEMA
from services.evaluator.indicators.account.veto.stale_2w import INDICATOR
from services.evaluator.window import Unit, Window
from shared.contracts.target import Outcome
from tests.builders import NOW, a_feed_look, an_account, days_ago, judged, rules

FAR = days_ago(60)
HEAD = (
    'id="x"\nname="测试"\nversion="1"\nsource="测试"\nprovenance="notice"\nvalid_from=2020-01-01\nextends="national"\n'
)
STALE = "[account.veto.stale_2w]\n"
BY = "[account.veto.stale_2w.by."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"platform": "douyin"}, Window(14)),
        ({"platform": "weibo"}, Window(7)),
        ({"platform": "weibo", "unit_level": "county"}, Window(7)),
        ({"unit_level": "county"}, Window(5, Unit.WORKDAYS)),
        ({"platform": "wechat_service"}, Window(1, Unit.MONTHS)),
        ({"platform": "weibo", "unit_id": "u9"}, Window(3)),
    ],
    ids=["everybody", "platform", "platform before level", "level", "class", "unit before platform"],
)
def test_numbers_can_differ_by_whom_they_are_asked_of(fields: dict[str, Any], expected: Window) -> None:
    """In days, workdays or months; the narrower word goes before the wider one."""
    overlay = (
        '[account.veto.stale_2w.by.platform.weibo]\nwindow = "7 days"\n'
        '[account.veto.stale_2w.by.level.county]\nwindow = "5 workdays"\n'
        '[account.veto.stale_2w.by.class.service]\nwindow = "1 month"\n'
        '[account.veto.stale_2w.by.unit.u9]\nwindow = "3 days"\n'
    )
    section = rules("national", overlay).section(INDICATOR.id, INDICATOR.numbers).of(an_account(**fields))

    assert expected == section.window
    assert str(expected) in section.limit_text()


def test_a_section_can_ask_only_some() -> None:
    """Others are not judged by it at all."""
    overlay = STALE + 'only = { platform = ["weibo"], level = ["county"] }\n'
    section = rules("national", overlay).section(INDICATOR.id, INDICATOR.numbers)

    assert section.asks(an_account(platform="weibo", unit_level="county"))
    assert not section.asks(an_account(platform="weibo", unit_level="prefecture"))
    assert not section.asks(an_account(unit_level="county"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BY + 'platform.twitter]\nwindow = "1 day"\n', "应为 wechat_subscription、"),
        (BY + 'colour.red]\nwindow = "1 day"\n', "没有“colour”这个方面；可写的有：kind、level、group"),
        (BY + 'platform.weibo]\nwindow = "soon"\n', "by.platform.weibo.window: 应为 期限"),
        (BY + 'platform.weibo]\nwidnow = "1 day"\n', "by.platform.weibo.widnow: 没有这个键"),
        (STALE + 'only = { platform = ["twitter"] }\n', "应为 wechat_subscription、"),
        (STALE + 'kind = "deduction"\n', 'points: 缺少这个键：扣分项（kind = "deduction"）须写明最多扣多少分'),
        (STALE + "points = 2\nstep = 3\n", "step: 应不大于 points（2），写的是 3"),
        (STALE + 'result = "fine"\n', '应为 "unqualified"、"basic" 之一，写的是 "fine"'),
        ('[scoring]\nwebsites = ["portals"]\n', 'websites: 应为 portal、department、special 之一，写的是 "portals"'),
        ("[scoring]\npass_from = 120.0\n", "pass_from: 应不大于 full（100），写的是 120"),
        ('[report]\ndenominator = "registered"\n', 'report.denominator: 应为 "checked" 之一，写的是 "registered"'),
        ('[[cycles.named]]\nname = "回应关切"\n', "cycles.named.0.cycle: 缺少这个键"),
    ],
    ids=[
        "platform", "dimension", "window", "key", "only", "no points", "step", "result", "kind of website", "order",
        "denominator", "named cycle",
    ],
)  # fmt: skip
def test_every_mistake_is_explained(body: str, words: str) -> None:
    """Where, what was expected, what was found."""
    mistakes = check_pack(HEAD + body, "x.toml", packs=read_packs(), schema=SCHEMA)

    assert 1 == len(mistakes), mistakes
    assert mistakes[0].startswith("x.toml:")
    assert words in mistakes[0]


@pytest.mark.parametrize(("looks", "expected"), [(2, Outcome.NOT_MET), (3, Outcome.UNDETERMINED)])
def test_a_pack_says_how_many_looks_prove_absence(looks: int, expected: Outcome) -> None:
    """Two looks inside the window, half a day apart."""
    events = [a_feed_look(at, days_ago(20), complete_since=FAR) for at in (days_ago(0.5), NOW)]

    answer = judged(INDICATOR, an_account(), *events, rules=rules("national", f"[sight]\nstale_looks = {looks}\n"))

    assert expected is answer.outcome
