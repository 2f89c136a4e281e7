"""The reporter's ports in memory, held to their promises by `tests/contracts/test_reporter_stores.py`."""

from services.reporter.ports import Order, State
from services.reporter.printing import print_report
from shared.contracts.plan import plan_key
from shared.errors import BadInput, Transient


class FakeOrders:
    """Orders and datasets."""

    def __init__(self):
        self.orders = {}
        self.datasets = {}

    async def open(self, request):
        return self.orders.setdefault(request.report_id, Order(request=request, state=State.REQUESTED))

    async def get(self, report_id):
        return self.orders.get(report_id)

    async def finish(self, order, report):
        if report is not None:
            self.datasets.setdefault(report.digest, report)
        if self.orders[order.request.report_id].state is State.REQUESTED:
            self.orders[order.request.report_id] = order
        return self.orders[order.request.report_id]

    async def previous(self, request):
        found = self._newest(request, lambda other: other.period_to < request.period_from, finished=True)
        return found[-1] if found else None

    async def corrected(self, request):
        found = self._newest(request, lambda other: _days(other) == _days(request))
        return found[-1] if found else None

    async def within(self, request):
        inside = self._newest(
            request,
            lambda other: (
                request.period_from <= other.period_from
                and other.period_to <= request.period_to
                and _days(other) != _days(request)
            ),
            finished=True,
        )
        return tuple(sorted(inside, key=lambda report: report.period.first))

    async def publish_by(self):
        written = [order for order in self.orders.values() if order.state is State.WRITTEN]
        written.sort(key=lambda order: (order.request.period_to, order.version, order.finished_at))
        newest = {order.request.regime: order.publish_by for order in written}
        return {regime: day for regime, day in newest.items() if day}

    def _newest(self, request, fits, *, finished=False):
        """By the end of the period, of each period the newest only."""
        written = [
            order
            for order in self.orders.values()
            if order.state is State.WRITTEN
            and order.request.regime == request.regime
            and order.request.report_id != request.report_id
            and fits(order.request)
            and not (finished and order.is_provisional)
        ]
        written.sort(key=lambda order: (order.request.period_to, order.version, order.finished_at))
        newest = {_days(order.request): self.datasets[order.digest] for order in written}
        return list(newest.values())


def _days(request):
    return (request.period_from, request.period_to)


class FakeTold:
    """Notices by event id."""

    def __init__(self):
        self.notices = {}

    async def note(self, event_id, notice):
        self.notices[event_id] = notice

    async def between(self, first, last):
        found = [(n.at, event_id, n) for event_id, n in self.notices.items() if first <= n.at <= last]
        return tuple(notice for _, _, notice in sorted(found, key=lambda each: each[:2]))


class FakeJudgements:
    """What the test, in the evaluator's place, has left."""

    def __init__(self):
        self.left = {}

    async def leave(self, summary, assessments):
        self.left[summary.request_id] = (summary, tuple(sorted(assessments, key=lambda each: each.target_id)))

    async def of(self, request_id):
        if request_id not in self.left:
            raise Transient(f"the judgements of {request_id} are not there")
        return self.left[request_id]


class FakeRegistries:
    """One registry for every day, or none at all."""

    def __init__(self, view=None):
        self.view = view

    async def on(self, day):
        if self.view is None:
            raise BadInput("还没有导入名录，无法编写通报：请先 xunjian registry import 名录.xlsx")
        return self.view


class FakePlans:
    """Plans by regime and period."""

    def __init__(self):
        self.plans = {}

    async def draw(self, plan):
        self.plans[plan.key] = plan

    async def of(self, request):
        plan = self.plans.get(plan_key(request.regime, request.period_from, request.period_to))
        return frozenset(plan.targets) if plan else None


class FakePublisher:
    """Every event once, as a stream keeps it."""

    def __init__(self):
        self.events = {}

    async def publish(self, event):
        self.events.setdefault(str(event.event_id()), event)

    def of(self, kind):
        return [event for event in self.events.values() if isinstance(event, kind)]


class FakePress:
    """In this process; can be told to fail first."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.made = 0

    async def make(self, material):
        if self.failures:
            raise self.failures.pop(0)
        self.made += 1
        return print_report(material)


class FakeFolder:
    """Files in a dict; earlier ones that differ are kept under versions/."""

    def __init__(self):
        self.files = {}
        self.is_readonly = False

    def write(self, folder, files):
        if self.is_readonly:
            raise BadInput(f"不能写入 {folder}：Permission denied；请换一个 --out 文件夹，或检查权限和磁盘空间")
        self.files |= {folder / name: content for name, content in files}
        return tuple(folder / name for name, _ in files)
