"""What operations see of the reporter."""

from prometheus_client import Counter, Histogram

from shared.metrics import REGISTRY

REPORTS = Counter("xunjian_reports", "Reports, by how they ended.", ["state"], registry=REGISTRY)
RENDER_SECONDS = Histogram(
    "xunjian_report_render_duration_seconds", "Time to render one output.", ["output"], registry=REGISTRY
)
NOTICES = Counter("xunjian_report_notices", "Notices projected for reports.", ["type"], registry=REGISTRY)
