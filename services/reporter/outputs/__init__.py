"""All outputs of a report: one file each, listed here once."""

from services.reporter.output import Output
from services.reporter.outputs.annex_xlsx import AnnexXlsx
from services.reporter.outputs.data_json import DataJson
from services.reporter.outputs.notice_docx import NoticeDocx
from services.reporter.outputs.notice_pdf import NoticePdf
from services.reporter.outputs.page_html import PageHtml
from services.reporter.regime import SHIPPED, Templates


def all_outputs(templates: Templates = SHIPPED) -> tuple[Output, ...]:
    """In the order they are made: the dataset first, because all others are read from it."""
    return (DataJson(), NoticeDocx(templates), AnnexXlsx(), PageHtml(), NoticePdf(templates))


OUTPUTS = all_outputs()
"""With the templates that come with the program."""
