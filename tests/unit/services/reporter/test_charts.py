"""Charts are drawn from their numbers and say them to those who cannot see."""

from selectolax.lexbor import LexborHTMLParser

from services.reporter.charts import Bar, Point, Slice, bars, trend_line


def test_a_bar_is_as_long_as_its_number():
    """Twice the number, twice the length."""
    rows = [Bar("甲", (Slice(4, "#c62828", "不达标"),), "4"), Bar("乙", (Slice(2, "#c62828", "不达标"),), "2")]

    widths = [
        float(node.attributes["width"]) for node in LexborHTMLParser(bars("图", rows, is_share=False)).css("rect")
    ]

    assert widths[0] == 2 * widths[1]


def test_shares_fill_the_whole_bar():
    """Whatever the total."""
    row = Bar("甲", (Slice(1, "#2e7d32", "合格"), Slice(2, "#c62828", "不合格")), "33%")

    widths = [float(node.attributes["width"]) for node in LexborHTMLParser(bars("图", [row])).css("rect")]

    assert round(sum(widths)) == 400


def test_labels_from_outside_are_escaped():
    """In text, titles and the spoken label."""
    svg = bars("图", [Bar('"><script>', (Slice(1, "#000", "<b>"),), "1")])

    assert "<script>" not in svg
    assert "<b>" not in svg


def test_a_chart_of_nothing_is_nothing():
    """No rows, no chart; one period makes no line; a period without a rate leaves a gap."""
    assert bars("图", []) == ""
    assert trend_line("图", [Point("Q1", 0.5, "50%")], color="#000") == ""
    line = trend_line("图", [Point("Q1", 0.5, "50%"), Point("Q2", None, "—"), Point("Q3", 1.0, "100%")], color="#000")
    assert len(LexborHTMLParser(line).css("circle")) == 2
    assert "Q2：—" in line
