"""What an output is: one file rendered from the frozen dataset and from nothing else."""

from collections.abc import Iterator
from typing import Protocol

from services.reporter.report import Report


class Output(Protocol):
    """One format of a report. The same dataset makes the same bytes, on every machine and at any time."""

    @property
    def name(self) -> str:
        """What it is called on the terminal and in metrics."""

    @property
    def filename(self) -> str:
        """The file it becomes in the folder of the report."""

    def render(self, report: Report) -> bytes:
        """The whole file.

        Raises:
            Permanent: it cannot be made from this dataset, such as for want of a template.
        """


class Bundle(Protocol):
    """Several files of a report that belong together, as many as its data makes."""

    @property
    def name(self) -> str:
        """What it is called on the terminal and in metrics."""

    def files(self, report: Report) -> Iterator[tuple[str, bytes]]:
        """Each file by its name below the folder of the report.

        Raises:
            Permanent: one cannot be made from this dataset.
        """
