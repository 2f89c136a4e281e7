"""The Chinese forms a reader sees."""

from datetime import date

import pytest

from services.reporter.wording import (
    chinese_date,
    chinese_days,
    chinese_month,
    chinese_number,
    chinese_period,
    told_apart,
)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("2023Q4", "2023年第四季度", id="quarter"),
        pytest.param("2023H1", "2023年上半年", id="half"),
        pytest.param("2023-08", "2023年8月", id="month"),
        pytest.param("2023", "2023年", id="year"),
        pytest.param("专项检查", "专项检查", id="anything else"),
    ],
)
def test_a_label_is_said_in_chinese(label, expected):
    """Known labels become words, others stay."""
    assert expected == chinese_period(label)


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (100, "100")]
)
def test_headings_count_in_chinese(number, expected):
    """Up to ninety-nine, then in digits."""
    assert expected == chinese_number(number)


def test_dates_have_no_leading_zeros():
    """As GB/T 9704 wants them; the year is said once where it is the same."""
    assert chinese_date(date(2023, 11, 8)) == "2023年11月8日"
    assert chinese_days(date(2023, 8, 1), date(2023, 10, 31)) == "2023年8月1日至10月31日"
    assert chinese_days(date(2023, 12, 20), date(2024, 3, 20)) == "2023年12月20日至2024年3月20日"
    assert chinese_month("2023-08") == "8月"


def test_platforms_that_a_regime_calls_alike_are_told_apart_in_tables():
    """With the usual name behind; one that is called alone needs none."""
    own = {"wechat_subscription": "政务微信", "wechat_service": "政务微信", "weibo": "政务微博"}

    assert "政务微信（微信订阅号）" == told_apart("wechat_subscription", own)
    assert ("政务微博", "抖音", "其他平台") == tuple(told_apart(each, own) for each in ("weibo", "douyin", ""))
