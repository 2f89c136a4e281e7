"""Whether what was seen a while ago still says something of the moment judged."""

from datetime import datetime

from services.evaluator.indicator import Case
from services.evaluator.window import Window


def still_says(case: Case, at: datetime, max_age: Window) -> bool:
    """Up to and including the limit. Whoever remembers the judgement is told when it must be made anew."""
    end = at + max_age.about
    if case.as_of > end:
        return False
    case.fades(end + datetime.resolution)
    return True
