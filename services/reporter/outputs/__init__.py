"""All outputs of a report: one file each, listed here once."""

from services.reporter.output import Bundle, Output
from services.reporter.outputs.annex_xlsx import AnnexXlsx
from services.reporter.outputs.annual_xlsx import AnnualXlsx
from services.reporter.outputs.data_json import DataJson
from services.reporter.outputs.notice_docx import NoticeDocx
from services.reporter.outputs.notice_pdf import NoticePdf
from services.reporter.outputs.page_html import PageHtml
from services.reporter.outputs.public_edition import PublicEdition
from services.reporter.outputs.tables_csv import TablesCsv
from services.reporter.outputs.unit_sheets import UnitSheets
from services.reporter.regime import SHIPPED, Templates


def all_outputs(templates: Templates = SHIPPED) -> tuple[Output, ...]:
    """In the order they are made: the dataset first, because all others are read from it."""
    return (DataJson(), NoticeDocx(templates), AnnexXlsx(), PageHtml(), NoticePdf(templates))


OUTPUTS = all_outputs()
"""With the templates that come with the program."""


def all_bundles(templates: Templates = SHIPPED) -> tuple[Bundle, ...]:
    """What is made beside the outputs, in its order."""
    return (AnnualXlsx(), TablesCsv(), PublicEdition(all_outputs(templates)), UnitSheets())
