"""The reporter's settings."""

from shared.settings import Settings


class ReporterSettings(Settings):
    """What every service has; the words of a notice are the rule pack's."""
