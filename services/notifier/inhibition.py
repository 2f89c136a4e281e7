"""Which faults explain others? While the cause is open on a target, its consequences are not spoken of."""

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

from services.notifier.concern import Concern, Standing
from services.notifier.policy import Inhibition


def inhibits(causes: Iterable[Concern], concern: Concern, rules: Collection[Inhibition]) -> bool:
    """Whether an open fault on the same target explains this one. A cause never inhibits itself."""
    return any(
        cause.is_open
        and cause.standing is Standing.FAULT
        and not cause.blind
        and (cause.target_kind, cause.target_id) == (concern.target_kind, concern.target_id)
        and cause.indicator == rule.source != concern.indicator
        and any(fnmatchcase(concern.indicator, pattern) for pattern in rule.targets)
        for cause in causes
        for rule in rules
    )
