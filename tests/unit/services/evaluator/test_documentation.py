"""The page of indicators."""

from pathlib import Path

from services.evaluator.adapters.pack_files import read_packs
from services.evaluator.documentation import indicators_page
from services.evaluator.indicators import EVERY

PAGE = Path(__file__).parents[4] / "docs" / "indicators.md"


def test_the_page_is_fresh() -> None:
    """`make docs` writes it; numbers and words in it are those in force."""
    assert PAGE.read_text(encoding="utf-8").endswith(indicators_page(read_packs()))


def test_every_indicator_has_a_heading() -> None:
    """Its id, so that a link to it can be guessed."""
    headings = {line[3:] for line in indicators_page(read_packs()).splitlines() if line.startswith("## ")}

    assert {indicator.id for indicator in EVERY} == headings


def test_each_number_shows_where_it_comes_from() -> None:
    """With the pack that says it."""
    text = indicators_page(read_packs())

    assert "| `fail_share` | 0.05 | 条文 | national |" in text
    assert "| `by_platform.wechat_service.month_days` | 4 | 通报 | qiandongnan |" in text
    assert "| `warn_share` | 0.03 | 本系统 | national |" in text


def test_an_overlay_stands_only_where_it_says_something() -> None:
    """What it inherits is told once, under the pack it inherits from."""
    text = indicators_page(read_packs())
    section = text.split("## website.veto.unreachable\n")[1].split("\n## ")[0]

    assert 1 == section.count("\n### ")


def test_each_says_who_decides() -> None:
    """The machine, a person after it, or a person alone."""
    text = indicators_page(read_packs())

    for words in ("自动判定", "自动发现，人工确认后才算数", "人工登记"):
        assert f"- 由谁判定：{words}" in text
