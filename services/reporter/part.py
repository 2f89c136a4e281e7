"""What every piece of a report is."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A frozen piece of a report. Fields are only ever added, with a default: an old report stays readable."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
