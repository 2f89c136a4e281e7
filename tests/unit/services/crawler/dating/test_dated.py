"""The dates a reader of the page sees."""

import pytest

from services.crawler.dating.dated import dates_in
from services.crawler.parsing.page import Page

PROSE = "各县区人民政府要切实做好防汛抗旱工作并及时报送有关情况确保人民群众生命财产安全"

TEXTS = {
    "narrow": ("2024年5月6日" + PROSE, ["2024-05-06"]),
    "wide": (PROSE + "２０２４年５月６日", ["2024-05-06"]),
    "half wide": (PROSE + "2０２4年5月6日", ["2024-05-06"]),
    "last century": (PROSE + "1998－07－01", ["1998-07-01"]),
    "wide, last century": (PROSE + "１９９８-07-01", ["1998-07-01"]),
    "spoken": (PROSE + "二〇二四年五月六日", ["2024-05-06"]),
    "digits and no date": (PROSE + "第3批35项", []),
    "no century, 40 characters": ("发布时间：24-05-06" + " " * 0 + "（" + "）" * 25, ["2024-05-06"]),
    "no century, 41 characters": ("发布时间：24-05-06" + "（" + "）" * 27, []),
    "beyond what is looked at": (PROSE * 8 + "2024年5月6日", []),
}


@pytest.mark.parametrize(("text", "days"), TEXTS.values(), ids=TEXTS.keys())
def test_dates_are_found_however_they_are_written(text: str, days: list[str]) -> None:
    """Also in long texts, of which only the beginning is looked at."""
    found = dates_in(Page(f"<html><body><p>{text}</p></body></html>".encode()).outline)
    assert [dated.written.on.isoformat() for dated in found] == days
