"""Rates are printed as the regime says, and never hide the one that failed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporter.rounding import Rounding, agrees, printed_rate

PRINTED = [
    pytest.param(618, 624, Rounding.HALF_UP, 2, "99.04%", id="陕西 2020Q1 websites"),
    pytest.param(290, 297, Rounding.HALF_UP, 2, "97.64%", id="陕西 2020Q1 accounts"),
    pytest.param(616, 617, Rounding.HALF_UP, 2, "99.84%", id="湖南 2022Q1 websites"),
    pytest.param(2414, 2420, Rounding.HALF_UP, 2, "99.75%", id="湖南 2022Q1 accounts"),
    pytest.param(31, 33, Rounding.HALF_UP, 2, "93.94%", id="钦州 2021Q3 websites"),
    pytest.param(163, 165, Rounding.HALF_UP, 2, "98.79%", id="钦州 2021Q3 accounts"),
    pytest.param(558, 561, Rounding.HALF_UP, 1, "99.5%", id="浙江 2021Q4"),
    pytest.param(3118, 3120, Rounding.HALF_UP, 2, "99.94%", id="浙江 2022Q3"),
    pytest.param(48, 51, Rounding.HALF_UP, 0, "94%", id="株洲 2022Q4 websites"),
    pytest.param(209, 212, Rounding.HALF_UP, 1, "98.6%", id="株洲 2022Q4 accounts"),
    pytest.param(17, 31, Rounding.HALF_UP, 0, "55%", id="黄梅 2020"),
    pytest.param(100, 139, Rounding.HALF_UP, 0, "72%", id="咸宁 2020Q3"),
    pytest.param(36, 39, Rounding.HALF_UP, 0, "92%", id="渭南 2020Q4"),
    pytest.param(553, 556, Rounding.TRUNCATE, 1, "99.4%", id="辽宁 2023Q4 websites"),
    pytest.param(1938, 1940, Rounding.TRUNCATE, 1, "99.8%", id="辽宁 2023Q4 accounts"),
    pytest.param(280, 289, Rounding.HALF_UP, 2, "96.89%", id="吴忠 2025Q1, wrong in the notice"),
    pytest.param(126, 134, Rounding.HALF_UP, 2, "94.03%", id="青海 2020Q3, wrong in the notice"),
    pytest.param(52, 75, Rounding.HALF_UP, 2, "69.33%", id="黔东南 2023Q4"),
    pytest.param(1938, 1940, Rounding.HALF_UP, 0, "99%", id="no 100 with a failure, no digits"),
    pytest.param(99_999, 100_000, Rounding.HALF_UP, 2, "99.99%", id="no 100 with a failure, two digits"),
    pytest.param(41, 41, Rounding.HALF_UP, 2, "100%", id="all qualified"),
    pytest.param(72, 80, Rounding.HALF_UP, 0, "90%", id="鄂州 2024Q1"),
    pytest.param(1, 200, Rounding.HALF_UP, 0, "1%", id="exactly a half rounds up"),
    pytest.param(0, 3, Rounding.HALF_UP, 1, "0.0%", id="none qualified"),
    pytest.param(0, 0, Rounding.HALF_UP, 2, "—", id="nothing checked"),
]


@pytest.mark.parametrize(("qualified", "checked", "rounding", "decimals", "expected"), PRINTED)
def test_it_prints_what_real_notices_print(qualified, checked, rounding, decimals, expected):
    """The rates of published notices come out as printed there, or right where the notice was wrong."""
    actual = printed_rate(qualified, checked, rounding=rounding, decimals=decimals)

    assert expected == actual


@given(st.integers(1, 5000), st.integers(1, 5000), st.sampled_from(Rounding), st.integers(0, 4))
def test_a_failure_never_prints_as_a_hundred(qualified, failed, rounding, decimals):
    """Whatever the digits and the mode, 100 is kept for those without a failure."""
    printed = printed_rate(qualified, qualified + failed, rounding=rounding, decimals=decimals)

    assert float(printed.removesuffix("%")) < 100


@pytest.mark.parametrize(
    ("qualified", "checked"), [pytest.param(29, 21, id="more than checked"), pytest.param(-1, 3, id="negative")]
)
def test_impossible_counts_are_refused(qualified, checked):
    """A rate above one is a mistake to be shown, not a number to be printed."""
    with pytest.raises(ValueError, match="qualified/checked"):
        printed_rate(qualified, checked, rounding=Rounding.HALF_UP, decimals=2)


def test_a_rate_agrees_only_with_its_own_quotient():
    """99.96 for 280 of 289 does not agree."""
    assert not agrees("99.96%", 280, 289, rounding=Rounding.HALF_UP, decimals=2)
    assert agrees("96.89%", 280, 289, rounding=Rounding.HALF_UP, decimals=2)
