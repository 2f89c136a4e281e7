"""The reporter's settings."""

from pathlib import Path

from shared.settings import Settings


class ReporterSettings(Settings):
    """What every service has, and where the operator's own templates are; the words of a notice are in these."""

    reporter_templates_dir: Path | None = None
    """A folder of Word templates (`<name>.docx`, and `<name>.toml` for their rules), taken before the shipped ones."""
