"""What the crawler measures."""

from prometheus_client import Counter, Gauge, Histogram

from shared.metrics import REGISTRY

VISITS = Counter("xunjian_visits", "Visits that were reported.", ["purpose", "outcome", "reason"], registry=REGISTRY)
VISIT_SECONDS = Histogram(
    "xunjian_visit_duration_seconds",
    "Time until the page was there, redirects included.",
    ["purpose"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15, 20, 30),
    registry=REGISTRY,
)
BYTES = Counter("xunjian_visit_received_bytes", "Bytes of bodies received.", ["purpose"], registry=REGISTRY)
SKIPPED = Counter(
    "xunjian_visits_skipped",
    "Visits that were not made: late, or watched no more.",
    ["purpose", "why"],
    registry=REGISTRY,
)
REPEATED = Counter("xunjian_visits_repeated", "Failed visits put down for repetition.", ["purpose"], registry=REGISTRY)
UNCHANGED = Counter(
    "xunjian_visits_unchanged", "Visits answered by: not changed since.", ["purpose"], registry=REGISTRY
)
SCHEDULED = Counter("xunjian_visits_scheduled", "Visits that were published as due.", ["purpose"], registry=REGISTRY)
WAITED = Histogram(
    "xunjian_visit_turn_wait_seconds", "Time a request waited for its turn at a host.", registry=REGISTRY
)
PRESSED = Counter("xunjian_hosts_pressed", "Times a host asked us to slow down.", registry=REGISTRY)
FRESHNESS = Gauge(
    "xunjian_pages_fresh_share", "Share of pages seen within twice their interval.", ["purpose"], registry=REGISTRY
)
WATCHED = Gauge("xunjian_pages_watched", "Pages and feeds that are watched.", ["purpose"], registry=REGISTRY)
LAST_SEEN = Gauge(
    "xunjian_last_successful_visit_timestamp_seconds", "When a page was last seen.", ["purpose"], registry=REGISTRY
)
OWN_NETWORK_DOWN = Gauge(
    "xunjian_own_network_down", "1 while our own network is held to be at fault.", registry=REGISTRY
)
OWN_NETWORK_BLIND = Counter("xunjian_visits_own_network", "Failed visits blamed on our own network.", registry=REGISTRY)
LOOP_FAILURES = Counter(
    "xunjian_crawler_loop_failures", "Times a background loop failed and began again.", ["loop"], registry=REGISTRY
)
EVIDENCE_BYTES = Counter("xunjian_evidence_written_bytes", "Bytes of new raw responses kept.", registry=REGISTRY)
