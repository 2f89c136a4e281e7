"""A verdict always fits into one message."""

from services.evaluator.fitting import LARGEST, fitting
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item, VerdictChanged
from tests.builders import a_verdict, a_website


def said(count: int) -> VerdictChanged:
    """A change whose first finding has so many things, every tenth of them broken."""
    verdict = a_verdict(a_website())
    items = tuple(
        Item(
            id=f"m{n}",
            name="路灯不亮" * 10,
            kind="message",
            outcome=Outcome.MET if n % 10 else Outcome.NOT_MET,
            text="超过期限未答复" * 10,
        )
        for n in range(count)
    )
    finding = verdict.findings[0].model_copy(update={"items": items, "text": "有留言未答复"})
    return VerdictChanged(verdict=verdict.model_copy(update={"findings": (finding, *verdict.findings[1:])}))


def test_what_fits_stays_as_it_is():
    """Nothing is left out without need."""
    small = said(100)

    assert fitting(small) is small


def test_what_is_too_large_leaves_out_the_least_important_and_says_so():
    """The broken things come first; the text tells how many there are."""
    fitted = fitting(said(20_000))

    finding = fitted.verdict.findings[0]
    assert len(fitted.model_dump_json(exclude_defaults=True).encode()) <= LARGEST
    assert all(item.outcome is Outcome.NOT_MET for item in finding.items)
    assert f"共 20000 项，只列出前 {len(finding.items)} 项" in finding.text
    assert fitted.verdict.findings[1:] == said(1).verdict.findings[1:]


def test_the_same_verdict_is_shortened_the_same_way():
    """So that its event has the same id wherever it is published from."""
    assert fitting(said(9_000)).event_id() == fitting(said(9_000)).event_id()
