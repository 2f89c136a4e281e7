"""The regulator's digest, ready for its templates."""

from services.notifier import wording
from services.notifier.digest import News
from services.notifier.ledger import COPY, EARLY, ESCALATION, FAULT, INTERVIEW, RECOVERY, REMINDER

LISTED = 50
"""Units, escalations and contacts listed; the rest are counted."""

DIGEST_WORDS = {
    FAULT: "新告知问题",
    REMINDER: "催办",
    EARLY: "预警",
    RECOVERY: "告知已整改",
    COPY: "抄送上级",
    ESCALATION: "上报督办",
    INTERVIEW: "提请约谈",
}
"""What the digest counts, in this order."""


def digest_words(news: News) -> dict[str, object]:
    """Whatever came from the web is on one line."""
    return {
        "office": news.office,
        "begins": wording.moment(news.begins_at),
        "ends": wording.moment(news.ends_at),
        "today": wording.day(news.ends_at),
        "counts": [(DIGEST_WORDS[step], news.counts[step]) for step in DIGEST_WORDS if step in news.counts],
        "units": news.units,
        "raised": [
            (wording.one_line(target, 80), wording.one_line(title), wording.step_word(step))
            for target, title, step in news.raised[:LISTED]
        ],
        "more_raised": max(len(news.raised) - LISTED, 0),
        "standings": [
            (wording.one_line(news.unit_names(s.unit_id), 80), s.vetoes, s.others) for s in news.standings[:LISTED]
        ],
        "vetoes": sum(s.vetoes for s in news.standings),
        "others": sum(s.others for s in news.standings),
        "faulty_units": len(news.standings),
        "failed": news.failed,
        "unclear": news.unclear,
        "waiting": news.waiting,
        "disabled": [
            (
                wording.one_line(news.unit_names(d.unit_id), 80),
                wording.way(d.contact.channel, d.contact.key),
                wording.one_line(d.why, 200),
            )
            for d in news.disabled[:LISTED]
        ],
        "more_disabled": max(len(news.disabled) - LISTED, 0),
    }
