"""What the evaluator reads from the environment."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field

from shared import settings


class Settings(settings.Settings):
    """The evaluator's own settings, `XUNJIAN_EVALUATOR_…`."""

    evaluator_pack: str = "national"
    """Id of the rule pack that judges all the time; its edition of the day is taken."""
    evaluator_batch: int = Field(default=500, ge=1, le=5_000)
    """Observations taken at a time."""
    evaluator_linger: float = Field(default=0.1, gt=0, le=5)
    """Seconds a batch is collected for at most."""
    evaluator_tick: float = Field(default=2.0, ge=0.05)
    """Seconds between looks for targets whose verdict time alone can have changed."""
    evaluator_tick_batch: int = Field(default=200, ge=1, le=5_000)
    """Targets a tick judges at a time."""
    evaluator_retention_days: int = Field(default=400, ge=1)
    """Days observations are kept."""
    evaluator_cache: int = Field(default=10_000, ge=0)
    """Dossiers kept in memory: about 20 KB for an account, 140 KB for a website with ten columns; 0: none."""
    evaluator_look_interval_hours: float = Field(default=24.0, gt=0)
    """A target that was looked at within so many hours counts as fresh in the metrics."""
    evaluator_processes: int = Field(default=2, ge=0, le=64)
    """Processes that judge many targets on request, beside this one; 0: it does so itself."""
    evaluator_hints: bool = True
    """Read texts for hints: suspected words, odd characters, missing attachments, texts of others."""
    evaluator_lexicon_dir: Path | None = None
    """A folder of further lists of words; a file in it replaces the product's own of the same name."""
    evaluator_assessment_days: float = Field(default=7.0, gt=0)
    """Days the answer to a request is kept, where it is not part of a report."""

    @property
    def retention(self) -> timedelta:
        """How long observations are kept."""
        return timedelta(days=self.evaluator_retention_days)

    @property
    def look_interval(self) -> timedelta:
        """Within which time a target should have been looked at."""
        return timedelta(hours=self.evaluator_look_interval_hours)

    @property
    def assessments_kept_for(self) -> timedelta:
        """How long the answer to a request is kept."""
        return timedelta(days=self.evaluator_assessment_days)
