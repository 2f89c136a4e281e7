"""What must be known before the numbers: a period that still runs, and a kind of which nothing could be judged."""

from datetime import UTC, datetime

import pytest

from services.reporter.compose import compose
from services.reporter.material import ReportRules
from services.reporter.notice import write_notice
from services.reporter.outputs import OUTPUTS
from services.reporter.regime import shipped_names
from shared.contracts.target import Result
from tests.report_builders import a_material, a_prefecture, a_summary, a_website, an_account, an_assessment
from tests.unit.services.reporter.outputs.test_outputs import docx_text, html_text, pdf_text, xlsx_rows

LAST_MOMENT = datetime(2023, 10, 31, 15, 59, 59, 999000, tzinfo=UTC)
ONE_BEFORE = datetime(2023, 10, 31, 15, 59, 59, 998000, tzinfo=UTC)
PASSES = ("未发现不合格", "运行良好", "本次检查未发现", "100%", "没有不合格的对象")
"""What may be said of those only that were judged."""


def test_a_period_that_is_over_is_no_interim_state():
    """Judged as of its last moment, nothing is said."""
    report = compose(a_prefecture(summary=a_summary(as_of=LAST_MOMENT)))

    assert (False, ()) == (report.provisional, report.cautions)
    assert "阶段性" not in report.notice.title


def test_a_period_that_still_runs_is_marked_in_title_and_text():
    """A millisecond earlier it is not over, and every reader is told so."""
    report = compose(a_prefecture(summary=a_summary(as_of=ONE_BEFORE)))

    assert report.provisional
    assert report.notice.title.endswith("（阶段性，截至2023年10月31日）")
    assert ("本期到2023年10月31日才结束，以下是截至2023年10月31日23:59的阶段性情况，不是最终结果。",) == report.cautions


def test_one_that_was_judged_is_enough_for_its_kind():
    """The other kind of which nobody was judged is named."""
    website, account = a_website("w1"), an_account("a1")

    report = compose(a_material((website, account), (an_assessment(website),)))

    assert ("应检查的1个政务新媒体全部无法判定，没有检查结论：既不能认为合格，也不能认为不合格。",) == report.cautions


def test_nobody_registered_is_said():
    """No targets, no result."""
    assert ("本期名录中没有应检查的对象，没有检查任何网站和政务新媒体。",) == compose(a_material()).cautions


@pytest.mark.parametrize("regime", shipped_names())
def test_no_notice_takes_nothing_seen_for_nothing_wrong(regime):
    """In the words of every regime: the sentences that praise stand only where somebody was judged."""
    website, account = a_website("w1"), an_account("a1")
    rules = ReportRules(template=regime)
    unseen = write_notice(compose(a_material((website, account), rules=rules)))
    seen = (an_assessment(website), an_assessment(account, Result.QUALIFIED))
    fine = write_notice(compose(a_material((website, account), seen, rules=rules)))

    said = "".join(paragraph.plain for paragraph in unseen.paragraphs)
    assert not [praise for praise in PASSES if praise in said]
    assert "—" not in said.replace("——", "")
    assert "应检查的1家政府网站全部无法判定" in said
    assert "没有对象取得检查结论，不能据此认为没有问题。" in said
    assert "本次检查未发现不符合检查指标的问题。" in "".join(paragraph.plain for paragraph in fine.paragraphs)


def test_every_output_says_so():
    """Whoever opens only one of the files is told as well."""
    report = compose(a_material((a_website("w1"),)))
    made = {output.filename: output.render(report) for output in OUTPUTS}
    said = {
        "report.json": made["report.json"].decode(),
        "notice.docx": docx_text(made["notice.docx"]),
        "notice.pdf": pdf_text(made["notice.pdf"]),
        "report.html": html_text(made["report.html"]),
        "annex.xlsx": str(xlsx_rows(made["annex.xlsx"], "总体情况")),
    }

    assert said.keys() == {name for name, words in said.items() if "应检查的1家政府网站全部无法判定" in words}
    assert not [praise for praise in PASSES for words in said.values() if praise in words]
