"""What a look at an account gives, whichever way it was looked at: what every such collector promises."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.observations import Post, Profile


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts and since when they are all; or `reason`: why the source cannot be believed (blind, not silent).

    The health contract of a collector: a source that lost its login, sends errors, comes empty or in a form that is not
    understood gives a reason and no posts. It never gives a short list for a long one.
    """

    posts: tuple[Post, ...] = ()
    complete_since: datetime | None = None
    profile: Profile | None = None
    reason: str = ""
