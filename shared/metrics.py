"""Metrics every service has, each declared once with a sentence. A service adds its own in its `metrics.py`."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)
"""One registry a process; `/metrics` serves it."""

EVENTS_CONSUMED = Counter(
    "xunjian_events_consumed", "Events taken from a stream, by how it ended.", ["stream", "result"], registry=REGISTRY
)
EVENTS_PUBLISHED = Counter("xunjian_events_published", "Events a stream acknowledged.", ["stream"], registry=REGISTRY)
PUBLISH_SECONDS = Histogram(
    "xunjian_publish_duration_seconds", "Until a stream acknowledged an event.", ["stream"], registry=REGISTRY
)
DEAD_LETTERED = Counter(
    "xunjian_events_dead_lettered", "Events that could not be processed.", ["stream", "reason"], registry=REGISTRY
)
HANDLING_SECONDS = Histogram(
    "xunjian_handling_duration_seconds", "Time to handle what one fetch brought.", ["stream"], registry=REGISTRY
)
LAST_FETCH = Gauge(
    "xunjian_last_fetch_timestamp_seconds", "When a stream last answered a fetch.", ["stream"], registry=REGISTRY
)
FETCH_FAILURES = Counter(
    "xunjian_fetch_failures", "Fetches the server refused or did not answer.", ["stream"], registry=REGISTRY
)
CONSUMER_PENDING = Gauge(
    "xunjian_consumer_pending", "Events that wait to be delivered to a consumer.", ["consumer"], registry=REGISTRY
)
CONSUMER_UNACKED = Gauge(
    "xunjian_consumer_unacked", "Events delivered to a consumer and not yet settled.", ["consumer"], registry=REGISTRY
)
RECONNECTS = Counter("xunjian_nats_reconnects", "Times the connection to NATS came back.", registry=REGISTRY)
