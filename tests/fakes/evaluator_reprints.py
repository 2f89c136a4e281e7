"""The reprints of recent texts, in memory."""

from datetime import timedelta

from services.evaluator.reprints import NEAR_DAYS


class FakeReprints:
    """Keeps its promises without a server."""

    def __init__(self):
        self.kept = {}

    async def keep(self, reprints):
        self.kept |= {one.id: one for one in reprints if one.id not in self.kept}

    async def beside(self, reprint):
        near = timedelta(days=NEAR_DAYS)
        alike = [o for o in self.kept.values() if o.key == reprint.key and abs(o.day - reprint.day) <= near]
        alike.sort(key=lambda one: (one.latest, one.id))
        if not alike or alike[0].latest >= reprint.latest:
            return alike
        return [alike[0], *(one for one in alike if one.line.target_id == reprint.line.target_id)]
