"""What can keep the embedded servers from running; each says what to do about it."""

from shared.errors import Permanent


class HomeInUse(Permanent):
    """Other servers already run on this home."""


class ServerFailed(Permanent):
    """A server cannot run here, or ended before it was ready."""
