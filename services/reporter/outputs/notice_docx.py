"""notice.docx: the regime's Word template, filled from the dataset."""

from services.reporter.notice import write_word
from services.reporter.regime import SHIPPED, Templates
from services.reporter.report import Report


class NoticeDocx:
    """The notice an official opens in Word or WPS, reads and signs."""

    name = "notice_docx"
    filename = "notice.docx"

    def __init__(self, templates: Templates = SHIPPED) -> None:
        self._templates = templates

    def render(self, report: Report) -> bytes:
        """The whole document; its properties carry the digest of the dataset and no time of making.

        Raises:
            Permanent: there is no such template, or it says something that cannot be understood.
        """
        return write_word(report, self._templates)
