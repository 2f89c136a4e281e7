"""What the notifier measures."""

from prometheus_client import Counter, Gauge, Histogram

from shared.metrics import REGISTRY

WARNINGS = Counter(
    "xunjian_warnings", "Messages to units that came into a state.", ["channel", "state"], registry=REGISTRY
)
QUEUE_AGE = Gauge(
    "xunjian_warning_queue_age_seconds", "Age of the oldest message that waits.", ["channel"], registry=REGISTRY
)
QUEUED = Gauge("xunjian_warning_queue_length", "Messages that wait for a sender.", ["channel"], registry=REGISTRY)
UNCLEAR = Gauge(
    "xunjian_warnings_unclear", "Messages of which nobody knows whether they arrived.", ["channel"], registry=REGISTRY
)
ATTEMPTS = Counter(
    "xunjian_warning_attempts",
    "Attempts to deliver a message, by how they ended.",
    ["channel", "reason"],
    registry=REGISTRY,
)
ATTEMPT_SECONDS = Histogram(
    "xunjian_warning_attempt_duration_seconds", "Time one attempt took.", ["channel"], registry=REGISTRY
)
DECISIONS = Counter(
    "xunjian_warning_decisions", "Decisions of the stages, by reason.", ["stage", "reason"], registry=REGISTRY
)
CLIMBED = Counter(
    "xunjian_escalations_climbed", "Faults that came up the organisation tree, by step.", ["step"], registry=REGISTRY
)
ESCALATIONS = Gauge("xunjian_escalations", "Escalations by state.", ["state"], registry=REGISTRY)
"""open, paused, without_time (open, and nothing will ever happen: must be zero), late (due for an hour)."""
DISABLED = Gauge("xunjian_contacts_disabled", "Contacts that are used no more.", ["channel"], registry=REGISTRY)
BOUNCES = Counter("xunjian_bounces", "Mails that came back, by what they told.", ["result"], registry=REGISTRY)
ANSWERS = Counter("xunjian_answers", "Answers of units, by kind.", ["kind"], registry=REGISTRY)
TEMPLATE_FAILURES = Counter(
    "xunjian_notifier_template_failures",
    "Messages put into the built-in words because the operator's template could not be filled in.",
    registry=REGISTRY,
)
LOOP_FAILURES = Counter(
    "xunjian_notifier_loop_failures", "Times a background loop failed and began again.", ["loop"], registry=REGISTRY
)
