"""The ledgers as tables: every mistake with its place, and what is written reads back as the same."""

from collections import Counter
from datetime import datetime, timedelta

import openpyxl
import pytest

from console.ledger import cells
from console.ledger.reading import EXPORT_CHUNK, entries_of
from console.ledger.schema import Known, sheets
from console.ledger.store import event_of, news
from console.ledger.writing import pages
from shared.clock import CHINA
from shared.contracts.records import RecordKind
from shared.registry.csv_folder import read_csv_folder
from shared.registry.files import language_of, read_tables, write_tables
from shared.registry.mistake import BadTables
from shared.registry.model import Registry
from shared.registry.table import RawTable
from shared.registry.values import Unfit
from tests.registry_builders import a_board, a_unit, a_website, an_account

NOW = datetime(2026, 11, 20, 10, tzinfo=CHINA)
INDICATOR = "website.veto.security.fraud"
KNOWN = Known({INDICATOR: ("弄虚作假",), "account.veto.stale_2w": ("内容不更新",)})


def the_registry():
    return Registry.of(
        [a_unit("U1"), a_website("w1"), a_website("w2"), a_board("b1", website_id="w1"), an_account("a1")]
    )


def read(**tables):
    raw = [RawTable.of(f"{name}.csv", name, enumerate(lines, start=1)) for name, lines in tables.items()]
    return entries_of(raw, registry=the_registry(), known=KNOWN, now=NOW, source="台账")


def mistakes(**tables):
    with pytest.raises(BadTables) as caught:
        read(**tables)
    return [(one.sheet, one.row, one.field, one.reason) for one in caught.value.details]


EVERYTHING = {
    "找错留言": [
        ("编号", "网站编号", "收到时间", "标题", "是否属实", "答复时间", "办结时间", "作废"),
        ("t1", "w1", "2026-11-02 09:00", "错别字", "是", "2026-11-03", "2026/11/4 10:30", ""),
        ("", "w1", "2026年11月5日", "打不开", "否", "", "", "是"),
    ],
    "测试信件": [
        ("网站编号", "发信时间", "标题", "留言板编号", "答复时间", "结果", "答非所问"),
        ("w1", "2026-11-02 09:00", "如何办理居住证", "b1", "2026-11-02", "", "是"),
        ("w2", "2026-11-02 09:00", "如何办理居住证", "", "", "无法提交", ""),
    ],
    "人工发现": [
        ("网站编号", "指标", "发现时间", "结论", "问题", "证据", "扣分", "起算日"),
        ("w1", "弄虚作假", "2026-11-05", "有问题", "=倒签发布日期", "https://www.example.gov.cn/a", "2.5", ""),
        ("a1", "account.veto.stale_2w", "2026-11-05", "无问题", "已更新", "", "", "2026-11-01"),
    ],
    "加分": [
        ("网站编号", "指标", "认定时间", "加分", "理由"),
        ("w1", INDICATOR, "2026-11-05", "3分", "全国推广"),
    ],
    "留言导出": [
        ("网站编号", "留言板编号", "导出时间", "留言编号", "标题", "来信时间", "答复时间", "答复单位", "是否全部"),
        ("w1", "b1", "2026-11-06", "m1", "路灯不亮", "2026-08-01", "2026-08-05", "城管局", "是"),
        ("w1", "b1", "2026-11-06", "m2", "噪声", "2026-08-02", "", "", ""),
    ],
    "复核": [
        ("网站编号", "指标", "条目", "证据特征", "步骤", "理由", "时间", "经办人"),
        ("w1", INDICATOR, "i1", "abc", "误报", "日期是转载日期", "2026-11-07 08:00", "张三"),
    ],
}


def test_every_sheet_becomes_records():
    """By its Chinese headers, with the usual other names."""
    entries = read(**EVERYTHING)

    counted = Counter(entry.kind.value for entry in entries)
    assert {"ticket": 2, "letter": 2, "finding": 2, "bonus": 1, "export": 1, "review": 1} == counted


def test_a_day_without_a_time_on_the_day_before_is_not_earlier():
    """Answered the same day, the time of which nobody noted."""
    letter = next(entry for entry in read(**EVERYTHING) if entry.kind is RecordKind.LETTER)

    assert letter.fields["sent_at"] == letter.fields["answered_at"]


def test_a_row_without_an_id_keeps_its_name_while_it_says_the_same():
    """So that a second import changes nothing."""
    assert [entry.key for entry in read(**EVERYTHING)] == [entry.key for entry in read(**EVERYTHING)]


@pytest.mark.parametrize("name", ["台账.xlsx", "folder"])
def test_what_is_written_reads_back_as_the_same(tmp_path, name):
    """Export, import: nothing is added and nothing changes."""
    events = [event_of(entry, at=entry.at or NOW, by="李四") for entry in read(**EVERYTHING)]
    path = tmp_path / name

    write_tables(pages(events, sheets(KNOWN), language_of(path)), path)
    again = entries_of(
        read_tables(path, needs="tickets.csv"), registry=the_registry(), known=KNOWN, now=NOW, source=name
    )
    found = news(again, {(e.kind, e.target_id, e.record_id): e for e in events}, at=NOW, by="王五")

    assert (0, 0, len(events)) == (found.added, found.changed, found.unchanged)


def test_an_empty_ledger_is_a_template(tmp_path):
    """Every sheet with its header, and lists to choose from."""
    path = tmp_path / "模板.xlsx"

    write_tables(pages([], sheets(KNOWN), language_of(path)), path)

    assert ["找错留言", "测试信件", "人工发现", "加分", "留言导出", "复核"] == openpyxl.load_workbook(path).sheetnames


def test_a_correction_is_told_as_one():
    """The same id, another word."""
    header = EVERYTHING["找错留言"][0]
    before = read(找错留言=[header, ("t1", "w1", "2026-11-02", "错别字", "", "", "", "")])
    after = read(找错留言=[header, ("t1", "w1", "2026-11-02", "错别字", "是", "", "", "")])
    known = {entry.key: event_of(entry, at=NOW, by="") for entry in before}

    found = news(after, known, at=NOW + timedelta(hours=1), by="李四")

    assert (0, 1, 0) == (found.added, found.changed, found.unchanged)
    assert found.events[0].recorded_at > NOW


def test_a_large_export_travels_in_pieces_of_which_the_last_says_that_it_is_whole():
    """A message has a size, and nobody concludes from half an export."""
    header = ("网站编号", "留言板编号", "导出时间", "留言编号", "是否全部")
    rows = [("w1", "b1", "2026-11-06", f"m{n}", "是") for n in range(EXPORT_CHUNK + 1)]

    pieces = read(留言导出=[header, *rows])

    assert [False, True] == [piece.fields.get("whole", False) for piece in pieces]
    assert [EXPORT_CHUNK, 1] == [len(piece.fields["messages"]) for piece in pieces]


TICKETS = ("编号", "网站编号", "收到时间", "答复时间")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        pytest.param([("t1", "w9", "2026-11-02", "")], (2, "网站编号", "名录中没有"), id="unknown-target"),
        pytest.param([("t1", "a1", "2026-11-02", "")], (2, "网站编号", "只登记网站"), id="account-for-a-website"),
        pytest.param([("t1", "w1", "2026-13-02", "")], (2, "收到时间", "没有这一天"), id="no-such-day"),
        pytest.param([("t1", "w1", "昨天", "")], (2, "收到时间", "应为日期"), id="no-date"),
        pytest.param([("t1", "w1", "2027-11-02", "")], (2, "收到时间", "晚于现在"), id="in-the-future"),
        pytest.param([("t1", "w1", "2026-11-02", "2026-11-01")], (2, "答复时间", "早于"), id="answered-before"),
        pytest.param([("t1", "w1", "", "")], (2, "收到时间", "必填"), id="missing"),
        pytest.param(
            [("t1", "w1", "2026-11-02", ""), ("t1", "w1", "2026-11-03", "")], (3, "编号", "第 2 行"), id="twice"
        ),
    ],
)
def test_a_mistake_says_where_it_is_and_how_to_mend_it(rows, place):
    """Row, column and reason; nothing is imported."""
    ((_, row, field, reason),) = mistakes(找错留言=[TICKETS, *rows])

    assert place[:2] == (row, field)
    assert place[2] in reason


def test_all_mistakes_are_told_at_once():
    """Whoever mends a workbook wants to do it once."""
    told = mistakes(
        找错留言=[TICKETS, ("t1", "w9", "2026-11-02", ""), ("t2", "w1", "x", "")],
        加分=[("网站编号", "指标", "认定时间", "加分", "理由"), ("w1", "弄虚作价", "2026-11-05", "0", "")],
    )

    assert [2, 3, 2, 2, 2] == [row for _, row, _, _ in told]
    assert any("弄虚作假" in reason for *_, reason in told)


def test_a_table_without_a_column_it_needs_is_a_mistake_like_others():
    """A wrong header hides the column: both are said, and the rows are not stumbled over."""
    found = mistakes(tickets=[("id", "colour"), ("t1", "red")])

    assert ["colour", "网站或账号编号", "收到时间"] == [field for _, _, field, _ in found]
    assert {("tickets", 1)} == {(sheet, row) for sheet, row, _, _ in found}


def test_a_board_of_another_website_is_told():
    """A slip of the eye in the registry's list."""
    told = mistakes(测试信件=[("网站编号", "发信时间", "留言板编号"), ("w2", "2026-11-02", "b1")])

    assert ["这个留言板不属于该网站"] == [reason for *_, reason in told]


def test_late_without_an_answer_is_a_contradiction():
    """It is 未答复."""
    ((_, row, _, reason),) = mistakes(测试信件=[("网站编号", "发信时间", "结果"), ("w1", "2026-11-02", "超期")])

    assert (2, True) == (row, "未答复" in reason)


def test_a_workbook_without_a_ledger_says_what_it_could_hold():
    """A registry in the wrong place."""
    told = mistakes(单位=[("编号",), ("u1",)])

    assert "找错留言" in told[0][3]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2026-11-06", datetime(2026, 11, 6, tzinfo=CHINA), id="day"),
        pytest.param("2026/11/6 9:05", datetime(2026, 11, 6, 9, 5, tzinfo=CHINA), id="slashes"),
        pytest.param("2026年11月6日 09时05分", datetime(2026, 11, 6, 9, 5, tzinfo=CHINA), id="chinese"),
        pytest.param("2026-11-06T01:05:00+00:00", datetime(2026, 11, 6, 9, 5, tzinfo=CHINA), id="zoned"),
    ],
)
def test_moments_as_people_write_them(text, moment):
    """Without a zone they are China's."""
    assert moment == cells.moment(text)


@pytest.mark.parametrize("text", ["2026-02-30", "11-06", "2026-11-06 25:00", "+"])
def test_what_is_no_moment_says_so(text):
    """Never a guess."""
    with pytest.raises(Unfit):
        cells.moment(text)


def test_formulas_of_a_csv_stay_text(tmp_path):
    """A text that begins with an equals sign is what somebody wrote."""
    events = [event_of(entry, at=NOW, by="") for entry in read(人工发现=EVERYTHING["人工发现"])]

    write_tables(pages(events, sheets(KNOWN), language_of(tmp_path)), tmp_path)
    table = next(table for table in read_csv_folder(tmp_path) if table.name == "findings")

    assert any("=倒签发布日期" in row.cells for row in table.rows)
