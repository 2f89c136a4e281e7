"""report.json: the frozen dataset itself."""

from services.reporter.report import Report


class DataJson:
    """The dataset as everybody's programs can read it; its sha256 is the digest all other outputs print."""

    name = "data_json"
    filename = "report.json"

    def render(self, report: Report) -> bytes:
        """The canonical spelling."""
        return report.canonical()
