"""What the evaluator measures."""

from prometheus_client import Counter, Gauge, Histogram

from shared.metrics import REGISTRY

VERDICTS = Counter("xunjian_verdicts", "Verdicts that were news, by result.", ["outcome"], registry=REGISTRY)
UNDETERMINED = Counter(
    "xunjian_undetermined",
    "Findings of new verdicts that could not be determined, by reason.",
    ["reason"],
    registry=REGISTRY,
)
EVALUATION_SECONDS = Histogram(
    "xunjian_evaluation_duration_seconds",
    "Time from a batch of observations, or a tick, to its verdicts.",
    ["cause"],
    registry=REGISTRY,
)
JUDGED = Counter("xunjian_targets_judged", "Times a target was judged, by cause.", ["cause"], registry=REGISTRY)
RIVALS = Counter(
    "xunjian_dossier_rivals",
    "Times another replica had saved a dossier first, so that it was judged anew.",
    registry=REGISTRY,
)
UNJUDGED = Counter(
    "xunjian_targets_unjudged", "Times a target could not be judged at all, by cause.", ["cause"], registry=REGISTRY
)
UNPUBLISHABLE = Counter(
    "xunjian_verdicts_unpublishable", "Verdicts that no stream takes; they stand in MongoDB only.", registry=REGISTRY
)
STRANGERS = Counter(
    "xunjian_observations_of_strangers", "Observations of targets the registry does not list.", registry=REGISTRY
)
REFUSED = Counter(
    "xunjian_observations_refused", "Observations that cannot be true, by reason.", ["reason"], registry=REGISTRY
)
TARGETS = Gauge("xunjian_targets", "Registered targets by the result in force.", ["result"], registry=REGISTRY)
OPEN_QUESTIONS = Gauge(
    "xunjian_findings_undetermined",
    "Findings in force that are undetermined, by reason.",
    ["reason"],
    registry=REGISTRY,
)
FRESHNESS = Gauge(
    "xunjian_freshness_share", "Share of registered targets with a look in their interval.", registry=REGISTRY
)
OVERDUE_SECONDS = Gauge(
    "xunjian_judging_overdue_seconds",
    "How long the most overdue target has waited to be judged again.",
    registry=REGISTRY,
)
UNSAID = Gauge("xunjian_verdicts_unsaid", "Verdicts that are not published yet.", registry=REGISTRY)
WAITING = Gauge(
    "xunjian_targets_waiting",
    "Targets to be judged again because the registry or the rules changed.",
    registry=REGISTRY,
)
TICK_FAILURES = Counter("xunjian_tick_failures", "Ticks that failed and were tried again.", registry=REGISTRY)
PACK_USABLE = Gauge("xunjian_pack_usable", "1 while the rule packs can be read, else 0.", registry=REGISTRY)
ASSESSED = Counter("xunjian_targets_assessed", "Targets judged on request.", registry=REGISTRY)
ASSESSING = Gauge("xunjian_assessment_progress", "Share of the request under way that is done.", registry=REGISTRY)
ASSESSMENTS = Counter("xunjian_assessments", "Requests to judge, by how they ended.", ["result"], registry=REGISTRY)
TEXTS_READ = Counter("xunjian_texts_read", "Lines and articles that were read for hints.", registry=REGISTRY)
HINTS = Counter("xunjian_hints", "Suspicions in texts, by indicator.", ["indicator"], registry=REGISTRY)
DECIDED = Gauge(
    "xunjian_review_decisions",
    "Points that people confirmed or dismissed, by indicator and decision.",
    ["indicator", "decision"],
    registry=REGISTRY,
)
FALSE_ALARMS = Gauge(
    "xunjian_false_alarm_share",
    "Share of the points people decided on that were false alarms, by indicator.",
    ["indicator"],
    registry=REGISTRY,
)
