"""The PDF carries its fonts and its date."""

import io

from pypdf import PdfReader

from services.reporter.compose import compose
from services.reporter.outputs.notice_pdf import NoticePdf
from tests.report_builders import a_prefecture

MADE = PdfReader(io.BytesIO(NoticePdf().render(compose(a_prefecture()))))


def test_every_font_is_embedded_and_chinese():
    """No font of the machine is used and none is missing."""
    fonts = [font.get_object() for page in MADE.pages for font in page["/Resources"]["/Font"].values()]

    assert fonts
    for font in fonts:
        assert "NotoSansCJKsc" in font["/BaseFont"]
        descendant = font["/DescendantFonts"][0].get_object()
        assert "/FontFile3" in descendant["/FontDescriptor"].get_object()


def test_it_is_dated_by_the_notice():
    """Not by the clock."""
    assert str(MADE.metadata.creation_date).startswith("2023-11-23")
    assert MADE.metadata.title == "全州2023年第四季度政府网站和政务新媒体检查情况通报"


def test_pages_are_numbered():
    """— 1 — on every page, annexes continuing."""
    for number, page in enumerate(MADE.pages, 1):
        assert f"— {number} —" in page.extract_text()
