"""Which reprint is late, and above all which is not."""

from datetime import datetime

import pytest

from services.evaluator.hints.line import Line
from services.evaluator.reprints import REPRINT, late_reprints, reprint_of
from shared.clock import CHINA
from shared.contracts.target import TargetKind
from tests.builders import NOW, rules

NUMBERS = rules().sections[REPRINT]
TITLE = "国务院办公厅关于进一步做好有关工作的通知"


def a_line(target="w1", at="2026-11-10T10:30", *, source="中国政府网", page="1", **fields):
    known = {
        "target_kind": TargetKind.WEBSITE,
        "target_id": target,
        "page": "article",
        "title": TITLE,
        "url": f"https://{target}.gov.cn/{page}.html",
        "published_at": datetime.fromisoformat(at).replace(tzinfo=CHINA),
        "seen_at": NOW,
        "article": {"source": source},
    }
    return Line(**{**known, **fields})


def a_reprint(*args, **fields):
    found = reprint_of(a_line(*args, **fields), NUMBERS)
    assert found is not None
    return found


def told(one, *others):
    return [(found.target_id, found.hint.text) for found in late_reprints(one, others, NUMBERS)]


@pytest.mark.parametrize(
    ("first", "later", "late"),
    [
        ("2026-11-10T10:30", "2026-11-11T10:30", False),
        ("2026-11-10T10:30", "2026-11-11T10:31", True),
        ("2026-11-10", "2026-11-11", False),
        ("2026-11-10", "2026-11-11T23:59", False),
        ("2026-11-10", "2026-11-12", True),
        ("2026-11-10T10:30", "2026-11-11", False),
        ("2026-11-10T10:30", "2026-11-12", True),
        ("2026-11-10T23:30", "2026-11-12", True),
        ("2026-11-10", "2026-11-12T00:01", True),
    ],
)
def test_both_sides_of_the_hours(first, later, late):
    """What a date without a time leaves open counts for the website; whichever was read first."""
    one, other = a_reprint("w1", first), a_reprint("w2", later)

    assert ["w2"] * late == [target for target, _ in told(one, other)] == [target for target, _ in told(other, one)]


def test_the_hint_says_who_was_first_and_when():
    """For the person who decides."""
    ((_, text),) = told(a_reprint("w2", "2026-11-13T09:00"), a_reprint("w1", "2026-11-10"))

    assert text == "疑似超过24小时转载：2026-11-13 09:00 发布，而 w1.gov.cn 已于 2026-11-10 发布同题信息"


def test_a_website_that_reprinted_it_in_time_is_not_late_a_second_time():
    """Its first reprint counts."""
    first, in_time, again = (
        a_reprint("w1", "2026-11-10"),
        a_reprint("w2", "2026-11-11"),
        a_reprint("w2", "2026-11-15", page="2"),
    )

    assert [] == told(again, first, in_time)


def test_each_late_website_is_told_once_and_what_is_far_is_another_matter():
    """Within a month."""
    first, two, three = a_reprint("w1", "2026-10-01"), a_reprint("w2", "2026-10-05"), a_reprint("w3", "2026-10-31")
    far = a_reprint("w4", "2026-11-01")

    assert ["w2", "w3"] == [target for target, _ in told(first, two, three, far)]
    assert [] == told(far, first)


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "新华社"},
        {"source": ""},
        {"article": None},
        {"published_at": None},
        {"title": "国务院任免人员"},
    ],
    ids=["another source", "no source", "a line of a list", "no date", "a title many have"],
)
def test_what_is_no_reprint(fields):
    """Of a source that is not named, or that cannot be told from others."""
    assert reprint_of(a_line(**fields), NUMBERS) is None


def test_a_line_that_leads_to_the_original_is_a_reprint_and_shows_when_it_was_published():
    """Who links to it in time has it; who has its own page of it days later is late."""
    original = "https://www.gov.cn/zhengce/content/202611/content_1.htm"
    linking = a_reprint("w1", "2026-11-10", article=None, url=original, page="column:c1")

    assert ["w2"] == [target for target, _ in told(a_reprint("w2", "2026-11-12T10:31"), linking)]
    assert [] == told(a_reprint("w1", "2026-11-14"), linking)


def test_the_original_itself_is_the_first_of_all():
    """Where the State Council's own website is in the registry."""
    original = a_reprint("gov", source="", url="https://www.gov.cn/zhengce/1.htm")

    assert ["w2"] == [target for target, _ in told(a_reprint("w2", "2026-11-12T10:31"), original)]
