"""What a visit saw, as event and as evidence."""

from datetime import timedelta

from services.crawler.facts import facts_of
from services.crawler.fetching.fetch import Problem
from services.crawler.fetching.outcome import OK, OWN_NETWORK
from services.crawler.sighting import Sighting, bodies, observation, record, worth_keeping
from shared.contracts.observations import Entry
from shared.contracts.target import LookOutcome, Purpose
from tests.crawler_builders import HOME, NOW, a_problem, a_reading, a_watch, an_answer, an_entry


def a_sighting(**fields):
    known = {"verdict": OK, "observed_at": NOW, "status": 200, "elapsed": timedelta(milliseconds=120.4)}
    return Sighting(**{**known, "answers": (an_answer(),), "facts": facts_of(a_reading(an_entry())), **fields})


def told(watch=None, **fields):
    return observation(watch or a_watch(), a_sighting(**fields), visit_id="v1", evidence_id="e1")


def test_an_observation_says_what_was_seen():
    """The registered address, the moment, the time it took, and the list."""
    event = told()

    assert (HOME, NOW, LookOutcome.OK, None, 200, 120) == (
        event.url,
        event.observed_at,
        event.outcome,
        event.reason,
        event.status,
        event.elapsed_ms,
    )
    assert ((an_entry(),), "v1", "e1") == (event.entries, event.visit_id, event.evidence_id)


def test_a_look_that_saw_nothing_says_why():
    """And shows no list, not an empty one."""
    event = told(verdict=OWN_NETWORK, facts=facts_of(a_reading(entries=None)), status=None, elapsed=None)

    assert (LookOutcome.BLIND, "own_network", None, None) == (
        event.outcome,
        event.reason,
        event.entries,
        event.elapsed_ms,
    )


def test_the_home_page_carries_the_facts_of_its_connection():
    """Where it led, and what its certificate is worth."""
    answer = an_answer(
        final_url="https://www.example.gov.cn/index.html",
        certificate={"problem": "certificate has expired", "sha256": "ab"},
    )
    marks = told(answers=(answer,), unread="needs_browser").marks

    assert {
        "unread": "needs_browser",
        "final_url": "https://www.example.gov.cn/index.html",
        "certificate": {"problem": "certificate has expired"},
    } == marks


def test_a_column_does_not():
    """It would only repeat the home page."""
    assert {} == told(a_watch(Purpose.COLUMN), answers=(an_answer(final_url="http://x.example/"),)).marks


def test_the_evidence_names_every_body_by_its_hash():
    """With headers, time, status and address; cookies are nobody's business."""
    answer = an_answer(
        b"page", headers=(("Content-Type", "text/html"), ("Set-Cookie", "session=secret")), peer="1.2.3.4"
    )
    kept = record(a_watch(), a_sighting(answers=(answer, an_answer(b"", 304))), visit_id="v1")

    assert ("v1", "w1", "home", "ok") == (kept["visit_id"], kept["target_id"], kept["purpose"], kept["outcome"])
    first, second = kept["answers"]
    assert [["Content-Type", "text/html"]] == first["headers"]
    assert ("1.2.3.4", 200, 4) == (first["peer"], first["status"], first["body_bytes"])
    assert "body_sha256" not in second
    assert [b"page"] == list(bodies(a_sighting(answers=(answer, an_answer(b"", 304)))))


def test_a_problem_is_evidence_too():
    """What the machine said."""
    kept = record(a_watch(), a_sighting(answers=(a_problem(Problem.DNS, detail="no such name"),)), visit_id="v1")

    assert ("dns", "no such name") == (kept["answers"][0]["problem"], kept["answers"][0]["detail"])


def test_only_what_can_hurt_is_kept():
    """A probe that went well hurts nobody; a look without an answer has nothing to keep."""
    assert worth_keeping(a_watch(), a_sighting())
    assert not worth_keeping(a_watch(Purpose.PROBE), a_sighting())
    assert worth_keeping(a_watch(Purpose.PROBE), a_sighting(verdict=OWN_NETWORK))
    assert not worth_keeping(a_watch(), a_sighting(answers=()))


def test_an_observation_fits_into_a_message():
    """Of a giant list fewer lines are told, and less is promised."""
    entries = [
        Entry(title="长" * 200, url=f"{HOME}{'u' * 400}{n}", published_at=NOW - timedelta(hours=n)) for n in range(600)
    ]
    event = told(facts=facts_of(a_reading(*entries, marks={"junk": "x" * 500_000})))

    assert len(event.model_dump_json().encode()) < 950_000
    assert 200 == len(event.entries)
    assert entries[200].published_at == event.complete_since


def test_what_fits_into_no_message_is_blind():
    """Rather than never told."""
    event = told(facts=facts_of(a_reading(an_entry(), marks={"junk": "x" * 2_000_000})))

    assert (LookOutcome.BLIND, "unreadable: too_large", {}) == (event.outcome, event.reason, event.marks)
