"""A report with all its files, made from its material and from nothing else."""

import time
from dataclasses import dataclass, field

from services.reporter.compose import compose
from services.reporter.material import Material
from services.reporter.outputs import all_bundles, all_outputs
from services.reporter.regime import SHIPPED, Templates
from services.reporter.report import Report


@dataclass(frozen=True)
class Printed:
    """A report and its files."""

    report: Report
    files: tuple[tuple[str, bytes], ...]
    """Names below the report's folder, the dataset first."""
    seconds: dict[str, float] = field(default_factory=dict, compare=False)
    """How long each output took."""


def print_report(material: Material, templates: Templates = SHIPPED) -> Printed:
    """Compose the report and make every file of it.

    Raises:
        Permanent: the material or a template cannot be used.
    """
    report = compose(material, templates)
    files: list[tuple[str, bytes]] = []
    seconds = {}
    for output in all_outputs(templates):
        started = time.perf_counter()
        files.append((output.filename, output.render(report)))
        seconds[output.name] = time.perf_counter() - started
    for bundle in all_bundles(templates):
        started = time.perf_counter()
        files.extend(bundle.files(report))
        seconds[bundle.name] = time.perf_counter() - started
    return Printed(report, tuple(files), seconds)
