"""The collections that one process writes and others read. Their documents are contracts like any event."""

OBSERVATIONS = "observations"
"""The evaluator's: one document for each event, `_id` its id (ce-id), with `type`, `target_id`, `visit_id`,
`observed_at`, `received_at` (when it was kept) and `body`, its JSON as bytes: `EVENTS_BY_TYPE[type].read(body)`.
It is written last, so an observation that stands here has been judged."""

VERDICTS = "verdicts"
"""The evaluator's: one document for each target and moment of change: the fields of a `Verdict`, and beside them `_id`
(the verdict's id), `number` (1, 2, 3 … for each target), `previous_verdict_id`, `previous_result`, `changed` and
`published` (`verdict.changed` is on its stream).

Indexed by `(target_id, as_of, number)`, `(unit_id, as_of)` and `as_of`. The latest of each target: `$sort` by
`{"target_id": 1, "as_of": -1, "number": -1}`, then `$group` by target with `$first`; what was said at a moment: the
same after `$match` on `as_of`. Targets that the registry does not list any more are still here."""

CURRENT_VERDICTS = "current_verdicts"
"""The evaluator's: the judgement in force on each target of the registry that is in scope, `_id` the target's id,
beside it the fields of a `Verdict`. Its `verdict_id` is that of the latest verdict in `verdicts`, which says the same;
texts and day counts here are at most an hour older than the last look, and never older than a day."""

DOSSIERS = "dossiers"
"""The evaluator's own: one document for each target with all its facts. Nobody else reads it."""

ASSESSMENTS = "assessments"
"""The evaluator's: one document for each target of an `assessment.requested`, an `Assessment` and beside it `_id` and
`expires_at`. Read with the projection `{"_id": 0, "expires_at": 0}`, by `request_id`."""

ASSESSMENT_RUNS = "assessment_runs"
"""The evaluator's: one `AssessmentSummary` for each request that was answered, `_id` the request's id; beside it
`expires_at`. Written after all its assessments."""

SITE_COLUMNS = "site_columns"
"""The crawler's: the columns that the last round of link checking came by on each website, by the tags the pages carry:
`_id` the website's id, `seen_at`, and `columns`, a list of `url`, `name` and `type`. The console suggests from it what
the registry lacks."""

PLANS = "plans"
"""The console's: one document for each regime and period, an `InspectionPlan` (shared.contracts.plan) and beside it
`_id`, `<regime>:<first>:<last>`. The reporter reads it by `_id`; without one everything registered was planned."""

WARNINGS = "warnings"
"""The notifier's ledger: one document for each message to each contact."""

REPORTS = "reports"
"""The reporter's: one document for each report that was asked for, with its state."""
