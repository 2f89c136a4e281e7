"""public/: the report for the public, from a dataset without what is only for the office."""

from collections.abc import Iterator

from services.reporter.output import Output
from services.reporter.public import public_report
from services.reporter.report import Report


class PublicEdition:
    """The notice, the lists and the page again, of the public's dataset; each names that dataset's digest."""

    name = "public_edition"

    def __init__(self, outputs: tuple[Output, ...]) -> None:
        self._outputs = outputs

    def files(self, report: Report) -> Iterator[tuple[str, bytes]]:
        """The same files below `public/`.

        Raises:
            Permanent: one of them cannot be made.
        """
        shown = public_report(report)
        for output in self._outputs:
            yield f"public/{output.filename}", output.render(shown)
