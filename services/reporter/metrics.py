"""What operations see of the reporter."""

from prometheus_client import Counter, Gauge, Histogram

from shared.metrics import REGISTRY

REPORTS = Counter("xunjian_reports", "Reports, by how they ended.", ["state"], registry=REGISTRY)
RENDER_SECONDS = Histogram(
    "xunjian_report_render_duration_seconds", "Time to render one output.", ["output"], registry=REGISTRY
)
NOTICES = Counter("xunjian_report_notices", "Notices projected for reports.", ["type"], registry=REGISTRY)
PUBLICATION_DUE = Gauge(
    "xunjian_report_publication_due_timestamp_seconds",
    "By when the results of a regime are to be published next.",
    ["regime"],
    registry=REGISTRY,
)
PUBLICATION_PREPARED = Gauge(
    "xunjian_report_publication_prepared",
    "1 if the report that is to be published by then is written.",
    ["regime"],
    registry=REGISTRY,
)
