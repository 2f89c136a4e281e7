"""The pipeline: route → mute → group → dedup → deliver → record.

The first three stages run for each verdict (`Intake`), dedup for each unit whose window has closed (`Planner`), the
last two for each message (`Sender`). What lies between is persisted, so that a crash anywhere resumes where it was.
"""

from services.notifier.dedup import decide as dedup
from services.notifier.delivery import settle as deliver
from services.notifier.grouping import group
from services.notifier.intake import Intake
from services.notifier.muting import mute
from services.notifier.planner import Planner
from services.notifier.recording import record
from services.notifier.routing import route
from services.notifier.sender import Sender

STAGES = (route, mute, group, dedup, deliver, record)

__all__ = ["STAGES", "Intake", "Planner", "Sender"]
