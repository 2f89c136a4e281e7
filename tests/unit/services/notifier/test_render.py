"""A rendered message, read as its receiver."""

from datetime import timedelta

import pytest

from services.notifier.compose import Office, Recipient, Saying, compose
from services.notifier.dedup import decide, told_of
from services.notifier.ledger import State
from services.notifier.metrics import TEMPLATE_FAILURES
from services.notifier.render import LISTED, Renderer
from services.notifier.trial import try_templates
from shared.errors import BadInput
from shared.registry.vocabulary import Role
from tests.warning_builders import (
    BUREAU,
    MET,
    NOON,
    POLICY,
    a_concern,
    a_finding,
    a_line,
    an_entry,
    an_item,
    columns,
    mended,
    near_miss,
)

OFFICE = Office(name="某市政务公开办公室", contact="0000-1234567", domain="xunjian.example")


def composed(*sayings, render=None, unit_name="某县教育局", now=NOON):
    """The message with these things to say."""
    return compose(
        Recipient(unit_id="u1", unit_name=unit_name, contact=BUREAU),
        sayings,
        office=OFFICE,
        policy=POLICY,
        now=now,
        sequence=1,
        render=render or Renderer(),
        unit_names=lambda unit_id: {"u2": "某县水利局"}.get(unit_id, unit_id),
    )


def saying(concern, *, told=(), now=NOON):
    """What dedup has to say of the concern."""
    known = told_of(concern, told)
    return Saying(concern, decide(concern, known, now=now, policy=POLICY), known)


def sent(concern, step="fault", **line):
    """A message that was sent two weeks ago."""
    return an_entry("e1", a_line(concern, step, **line), state=State.SENT, at=NOON - timedelta(days=14))


def test_a_fault_says_everything_a_clerk_needs():
    """What was seen, when and where, which rule, by when and how to mend, and whom to ask."""
    letter = composed(saying(a_concern())).letter

    assert "【巡检提醒】某县教育局：新发现1个问题（首页不更新）" == letter.subject
    for text in (
        "网站“某县人民政府门户网站” —— 首页不更新（单项否决）",
        "查见情况：首页已连续 20 天未更新，最近一次更新为 2023-11-01。",
        "依据：检查指标一（二）。首页信息更新间隔不得超过 14 天",
        "查看记录：首页最新信息日期 2023-11-01（2023-11-21 12:00 查看）",
        "https://www.bureau.example/",
        "整改期限：2023年11月24日前（含当日，自今日起3个工作日）",
        "整改办法：请在首页及时发布或更新信息",
        "与某市政务公开办公室联系（0000-1234567）",
    ):
        assert text in letter.text


def test_one_who_stands_in_is_told_so():
    """In the text, in the page and in the ledger; a message to those who are asked for says nothing of it."""
    stood_in = saying(a_concern())._replace(instead_of=frozenset({Role.HANDLER}))
    entry, plain = composed(stood_in), composed(saying(a_concern()))

    assert "贵单位没有可用的经办人联系方式，此件改发至此，请转交办理" in entry.letter.text
    assert "贵单位没有可用的经办人联系方式" in entry.letter.html
    assert "本单位没有可用的经办人联系方式，改发其他角色的联系人" == entry.history[0].detail
    assert "没有可用的" not in plain.letter.text + plain.letter.html + plain.history[0].detail


def test_one_who_is_reminded_because_it_went_up_is_told_so():
    """With the deadline the others were told, which this contact never was."""
    concern = a_concern()
    others = told_of(concern, [sent(concern, mend_by=NOON - timedelta(days=9))])
    told = Saying(concern, decide(concern, others, now=NOON, policy=POLICY), others=others, climbed={"escalation"})
    letter = composed(told).letter

    assert all("上报督办" in text and "2023年11月12日" in text for text in (letter.text, letter.html))
    assert "上报情况" not in composed(told._replace(climbed=frozenset())).letter.text


def test_one_message_has_all_findings_in_sections():
    """New faults, reminders, early warnings and recoveries are parts of one message, gravest first."""
    fault, reminded, early, past = (
        a_concern(a_finding(indicator="a", title="甲")),
        a_concern(a_finding(indicator="b", title="乙")),
        a_concern(near_miss(indicator="c", title="丙")),
        mended(a_concern(a_finding(indicator="d", title="丁"))),
    )
    entry = composed(
        saying(past, told=[sent(past)]), saying(early), saying(reminded, told=[sent(reminded)]), saying(fault)
    )
    headings = [line for line in entry.letter.text.splitlines() if line[1:2] == "、"]

    assert "【巡检提醒】某县教育局：新发现1个问题，1个问题尚未整改，1项临近期限，1个问题已整改" == entry.letter.subject
    assert [
        "一、新发现的问题（1项）",
        "二、尚未整改的问题（1项）",
        "三、临近期限，请提前处理（1项）",
        "四、已整改到位（1项）",
    ] == headings
    assert "fault" == entry.step
    assert ["recovery", "early", "reminder-1", "fault"] == [line.step for line in entry.lines]


def test_a_reminder_keeps_the_deadline_that_was_told():
    """Being reminded gives no new term, and says that the old one has passed."""
    concern = a_concern()
    told = sent(concern, mend_by=NOON - timedelta(days=9))
    letter = composed(saying(concern, told=[told])).letter

    assert "【第1次提醒】" in letter.text
    assert "整改期限：2023年11月12日前（含当日），现已逾期" in letter.text


def test_a_recovery_asks_for_nothing():
    """What is mended has no deadline and no remedy."""
    concern = mended(a_concern())
    letter = composed(saying(concern, told=[sent(concern)])).letter

    assert "最新情况：首页于今日更新。" in letter.text
    assert "确认时间：2023-11-22 12:00（该问题于 2023-11-21 12:00 查见）" in letter.text
    assert "整改期限" not in letter.text
    assert "整改办法" not in letter.text


def test_an_early_warning_is_no_accusation():
    """It says how close the limit is, and what it would mean, not what was done wrong."""
    letter = composed(saying(a_concern(near_miss()))).letter

    assert "当前情况：已 10 天未更新（上限 14 天）" in letter.text
    assert "届时超限：2023-11-25 12:00（如无变化）" in letter.text
    assert "（如超限属单项否决）" in letter.text
    assert "整改" not in letter.text


@pytest.mark.parametrize(
    ("provenance", "expected"), [("placeholder", True), ("text", False), ("notice", False)], ids=str
)
def test_a_number_nobody_has_read_is_marked(provenance, expected):
    """A placeholder says that it is one, in the place and below."""
    letter = composed(saying(a_concern(a_finding(provenance=provenance)))).letter

    assert expected == ("（此数值为暂用值※）" in letter.text)
    assert expected == ("尚未见于正式文件" in letter.text)


def test_the_default_deadline_says_whose_it_is():
    """The term for mending is the system's own as long as the policy says so."""
    assert "※ 整改期限为系统默认期限" in composed(saying(a_concern())).letter.text


def test_other_units_things_are_counted_not_listed():
    """The website's unit learns who else is at it."""
    concern = a_concern(columns(an_item("c1"), an_item("c2", unit_id="u2")))
    letter = composed(saying(concern)).letter

    assert "另有1项由某县水利局负责，另行通知" in letter.text
    assert "栏目c2" not in letter.text


@pytest.mark.parametrize("own", [(), (an_item("c1", MET),)], ids=["none", "a good one"])
def test_where_every_thing_is_anothers_there_are_no_others_beside_it(own):
    """The website's unit is told of it as a whole, and not as if it had things of its own in it."""
    letter = composed(saying(a_concern(columns(*own, an_item("c2", unit_id="u2"))))).letter

    assert "所涉1项由某县水利局负责" in letter.text
    assert "另有" not in letter.text


@pytest.mark.parametrize(
    ("count", "expected"),
    [(LISTED, f"单位{LISTED - 1}负责"), (LISTED + 1, f"单位{LISTED - 2}等{LISTED + 1}个单位负责")],
    ids=["all are named", "the rest are counted"],
)
def test_units_that_answer_for_the_rest(count, expected):
    """A portal whose columns belong to thousands of units is not sent all their names."""
    items = [an_item(f"c{n}", unit_id=f"单位{n}") for n in range(count)]
    letter = composed(saying(a_concern(columns(an_item("mine"), *items)))).letter

    assert f"另有{count}项由单位0、" in letter.text
    assert expected in letter.text


def test_only_new_things_are_listed_in_a_later_message():
    """A message about one more column lists that column, and says that it is an addition."""
    concern = a_concern(columns(an_item("c1"), an_item("c2")))
    letter = composed(saying(concern, told=[sent(concern, item_ids=("c1",))])).letter

    assert "【新增情况】" in letter.text
    assert ("栏目c2" in letter.text, "栏目c1" in letter.text) == (True, False)


def test_a_thousand_things_make_no_endless_message():
    """What is not listed is counted."""
    concern = a_concern(columns(*(an_item(f"c{n:04}") for n in range(1000))))
    letter = composed(saying(concern)).letter

    assert LISTED == letter.text.count("· 栏目")
    assert f"· 另有{1000 - LISTED}项未逐一列出" in letter.text


EVIL = '公告\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>{{ 7*7 }}"'


def test_titles_from_the_web_form_no_header_and_no_markup():
    """Line breaks, tags and template syntax in what a page says of itself are text like any other."""
    item = an_item("c1", name=EVIL, text=EVIL, url="javascript:alert(1)")
    finding = columns(item, text=EVIL, title=EVIL, limit=EVIL, remedy=EVIL, clause=EVIL)
    letter = composed(saying(a_concern(finding).model_copy(update={"target_name": EVIL})), unit_name=EVIL).letter

    assert "\n" not in letter.subject
    assert "<script>" not in letter.html
    assert "javascript:" not in letter.html + letter.text
    assert not [line for line in letter.text.splitlines() if line.startswith("Bcc:")]
    assert "{{ 7*7 }}" in letter.text


def test_the_same_things_to_say_make_the_same_message():
    """Composed twice, by whomever, it is the same message with the same Message-ID."""
    first, second = composed(saying(a_concern())), composed(saying(a_concern()))

    assert first == second
    assert f"<{first.id}@xunjian.example>" == first.message_id


def test_an_operator_may_override_a_template(tmp_path):
    """A template of the same name takes the place of the built-in one; the others stay."""
    (tmp_path / "subject.txt.j2").write_text("【督办】{{ unit }}\n", encoding="utf-8")
    letter = composed(saying(a_concern()), render=Renderer(tmp_path)).letter

    assert "【督办】某县教育局" == letter.subject
    assert "整改期限" in letter.text


def test_a_template_that_is_none_is_refused_at_the_start(tmp_path):
    """The file, the line and the reason are named before any message needs it."""
    (tmp_path / "subject.txt.j2").write_text("{% if %}", encoding="utf-8")

    with pytest.raises(BadInput, match=r"subject\.txt\.j2: line 1"):
        Renderer(tmp_path)


BROKEN = pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ unit.__class__.__mro__ }}", "SecurityError"),
        ("{{ nobody }}", "UndefinedError"),
        ("{{ sections[9].title }}", "UndefinedError"),
        ("{{ unit + 1 }}", "TypeError"),
    ],
    ids=["reaching out of the sandbox", "a misspelt name", "what is not there", "what cannot be added"],
)


@BROKEN
def test_a_template_that_cannot_be_filled_in_is_refused_at_the_start(tmp_path, template, reason):
    """Templates reach nothing but what they are given, and a misspelling is an error, not a gap: file, line, reason."""
    (tmp_path / "national").mkdir()
    (tmp_path / "national" / "subject.txt.j2").write_text(f"【督办】\n{template}", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        try_templates(Renderer(tmp_path))

    (mistake,) = refused.value.mistakes
    assert "national/subject.txt.j2: line 2" in mistake
    assert reason in mistake


@BROKEN
def test_a_template_that_fails_later_holds_no_message_up(tmp_path, template, reason):
    """The unit is told in the built-in words, and it is counted."""
    (tmp_path / "subject.txt.j2").write_text(template, encoding="utf-8")
    before = TEMPLATE_FAILURES._value.get()

    told = composed(saying(a_concern()), render=Renderer(tmp_path)).letter

    assert composed(saying(a_concern())).letter == told
    assert before + 1 == TEMPLATE_FAILURES._value.get()


def test_the_built_in_templates_can_be_filled_in():
    """With everything and with nothing."""
    try_templates(Renderer())
