"""What the demo's checks find missing."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

from deploy.demo import checks
from deploy.demo.expected import SILENT, Expected, Told
from deploy.demo.post_office import Mail
from deploy.demo.story import quarter_to_date
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding, IndicatorKind, PackRef, Verdict

TOLD = Told("U05", "A07", SILENT, "fault")


def a_verdict(target_id="A07", result=Result.UNQUALIFIED, outcome=Outcome.NOT_MET, reason=None):
    """A verdict with one finding."""
    finding = Finding(
        indicator=SILENT,
        title="内容不更新",
        clause="",
        kind=IndicatorKind.VETO,
        outcome=outcome,
        reason=reason,
        text="已 17 天未更新",
    )
    return Verdict(
        verdict_id="v1",
        target_kind=TargetKind.ACCOUNT,
        target_id=target_id,
        target_name="松涧发布",
        unit_id="U05",
        as_of=datetime(2026, 1, 31, tzinfo=UTC),
        result=result,
        pack=PackRef(id="national", version="1"),
        findings=(finding,),
    )


def a_warning(**given):
    """A message of the ledger, sent."""
    finding = {
        "target_id": "A07",
        "target_name": "松涧发布",
        "indicator": SILENT,
        "title": "内容不更新",
        "step": "fault",
        "item_ids": [],
    }
    return {
        "unit_id": "U05",
        "contact": "zfb@songjian.example",
        "unit": "松涧县人民政府办公室",
        "state": "sent",
        "step": "fault",
        "answer": "250",
        "message_id": "<1@x.example>",
        "findings": [{**finding, **given.pop("finding", {})}],
        **given,
    }


def a_mail(to="zfb@songjian.example", text="松涧发布 内容不更新", message_id="<1@x.example>"):
    """A mail that arrived."""
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "提醒", message_id
    message.set_content(text)
    return Mail((to,), message)


def test_verdicts_as_expected_are_no_problem():
    """Result and finding are compared."""
    wanted = {"A07": Expected(result=Result.UNQUALIFIED, findings=((SILENT, Outcome.NOT_MET),))}

    assert [] == list(checks.verdict_problems([a_verdict()], wanted))


@pytest.mark.parametrize(
    ("found", "wanted", "said"),
    [
        pytest.param([], {"A07": Expected(result=Result.QUALIFIED)}, "没有判定", id="missing"),
        pytest.param([a_verdict()], {}, "不在名录中", id="too many"),
        pytest.param([a_verdict()], {"A07": Expected(result=Result.QUALIFIED)}, "应为合格", id="other result"),
        pytest.param(
            [a_verdict()],
            {"A07": Expected(result=Result.UNQUALIFIED, findings=(("website.veto.unreachable", Outcome.MET),))},
            "website.veto.unreachable",
            id="finding missing",
        ),
        pytest.param(
            [a_verdict(result=Result.UNDETERMINED, outcome=Outcome.UNDETERMINED, reason="never_seen")],
            {"A07": Expected(result=Result.UNDETERMINED, reasons=("blocked",))},
            "never_seen",
            id="undetermined for another reason",
        ),
    ],
)
def test_a_verdict_that_is_not_as_expected_is_named(found, wanted, said):
    """One sentence says what did not happen."""
    (problem,) = checks.verdict_problems(found, wanted)

    assert said in problem


def test_tellings_that_agree_are_no_problem():
    """Told once, and the mail is there."""
    assert [] == list(checks.telling_problems([a_warning()], [a_mail()], [TOLD]))


@pytest.mark.parametrize(
    ("warnings", "mails", "said"),
    [
        pytest.param([], [], "没有告知", id="not told"),
        pytest.param([a_warning()], [], "到达 0 次", id="mail lost"),
        pytest.param([a_warning()], [a_mail(), a_mail()], "到达 2 次", id="mail twice"),
        pytest.param([a_warning()], [a_mail(to="else@x.example")], "else@x.example", id="to somebody else"),
        pytest.param([a_warning()], [a_mail(text="松涧发布")], "没有写明", id="not in the mail"),
        pytest.param([a_warning()], [a_mail(), a_mail(message_id="<2@x>")], "台账中没有", id="mail of unknown origin"),
        pytest.param([a_warning(state="retry")], [a_mail()], "retry", id="not sent"),
        pytest.param(
            [a_warning(), a_warning(message_id="<2@x>")],
            [a_mail(), a_mail(message_id="<2@x>")],
            "重复",
            id="told twice",
        ),
        pytest.param(
            [a_warning(), a_warning(message_id="<2@x>", finding={"target_id": "A01"})],
            [a_mail(), a_mail(message_id="<2@x>")],
            "多告知",
            id="accused wrongly",
        ),
    ],
)
def test_a_telling_that_is_not_as_it_must_be_is_named(warnings, mails, said):
    """One sentence says what did not happen, or should not have."""
    problems = list(checks.telling_problems(warnings, mails, [TOLD]))

    assert 1 == len(problems)
    assert said in problems[0]


def test_further_columns_of_a_fault_are_no_repetition():
    """Each is told once."""
    first = a_warning(finding={"item_ids": ["C1", "C2"]})
    later = a_warning(message_id="<2@x>", finding={"item_ids": ["C3"]})

    assert [] == list(checks.telling_problems([first, later], [a_mail(), a_mail(message_id="<2@x>")], [TOLD]))


def test_a_report_that_is_not_there_is_named_file_by_file(tmp_path):
    """Every file is missed."""
    assert 5 == len(list(checks.report_problems(tmp_path, {})))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("notice.docx", b"PK nothing", id="docx"),
        pytest.param("annex.xlsx", b"PK nothing", id="xlsx"),
        pytest.param("notice.pdf", b"%PDF-1.7 cut off", id="pdf"),
        pytest.param("report.html", b"<html>", id="html"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named(tmp_path, name, content):
    """Being there is not enough."""
    (tmp_path / name).write_bytes(content)

    assert 1 == sum(name in problem for problem in checks.report_problems(tmp_path, {}))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 1, 1), ("2026Q1", date(2026, 1, 1)), id="first day of the year"),
        pytest.param(date(2026, 11, 22), ("2026Q4", date(2026, 10, 1)), id="in the middle of a quarter"),
        pytest.param(date(2026, 6, 30), ("2026Q2", date(2026, 4, 1)), id="last day of a quarter"),
    ],
)
def test_the_quarter_runs_up_to_today(today, expected):
    """Label, first day, and today."""
    assert (*expected, today) == quarter_to_date(today)
