"""Raw tables become the registry, or the list of everything that is wrong with them."""

import pytest

from shared.errors import BadInput
from shared.registry.mistake import BadTables
from shared.registry.model import (
    AccountStatus,
    Answer,
    BoardKind,
    Category,
    Level,
    Platform,
    WebsiteKind,
    WebsiteStatus,
)
from shared.registry.rows import registry_of
from shared.registry.table import UNCOMPUTED, RawTable
from shared.registry.vocabulary import Role

UNITS = [["id", "name"], ["U1", "州政府办"]]
WEBSITES = [["id", "name", "url", "unit_id", "kind"], ["W1", "州门户", "http://a.gov.cn/", "U1", "portal"]]


def a_table(name, lines):
    """A table of these lines, numbered from 1."""
    return RawTable.of("名录.xlsx", name, enumerate(lines, start=1))


def read(**tables):
    """The registry of these tables; units are there unless said otherwise."""
    tables = {"units": UNITS, **tables}
    return registry_of([a_table(name, lines) for name, lines in tables.items() if lines], source="名录.xlsx")


def mistakes(**tables):
    """What is wrong with these tables."""
    with pytest.raises(BadTables) as caught:
        read(**tables)
    return list(caught.value.details)


def the_mistake(**tables):
    """The only thing that is wrong."""
    (mistake,) = mistakes(**tables)
    return mistake


def test_english_keys():
    """The keys of the contract are understood, and every field arrives."""
    registry = read(
        units=[
            ["id", "name", "group", "level", "parent_id", "emails", "channels", "public_service"],
            ["U1", "州政府办", "州直", "prefecture", "", "a@x.cn;b@x.cn", "wecom://K", "yes"],
            ["U2", "县政府办", "县市", "county", "U1", "", "", ""],
        ],
        websites=[
            ["id", "name", "url", "unit_id", "kind", "site_code", "icp", "psb", "status", "navigation_home"],
            ["W1", "州门户", "http://a.gov.cn/", "U1", "portal", "5226000001", "黔ICP备1号", "5226", "closed", "yes"],
        ],
        columns=[
            [
                "id",
                "website_id",
                "name",
                "url",
                "category",
                "level",
                "cycle_days",
                "unit_id",
                "list_selector",
                "date_selector",
            ],
            ["C1", "W1", "要闻", "http://a.gov.cn/n/", "news", "1", "7", "U2", "ul > li", ".d"],
        ],
        accounts=[
            ["id", "name", "platform", "unit_id", "feed_url", "filed", "status", "interaction"],
            ["A1", "州发布", "weibo", "U1", "http://b/rss", "no", "suspended", "unknown"],
        ],
        boards=[
            ["id", "website_id", "name", "url", "kind", "unit_id"],
            ["B1", "W1", "信箱", "http://a/m", "petition", ""],
        ],
        guides=[["id", "website_id", "name", "url", "unit_id"], ["G1", "W1", "办证", "http://a/g", "U2"]],
    )

    unit, website, column, account = (
        registry.units["U1"],
        registry.websites["W1"],
        registry.columns["C1"],
        registry.accounts["A1"],
    )
    assert ("州直", Level.PREFECTURE, ("a@x.cn", "b@x.cn"), ("wecom://K",), Answer.YES) == (
        unit.group,
        unit.level,
        unit.emails,
        unit.channels,
        unit.public_service,
    )
    assert "U1" == registry.units["U2"].parent_id
    assert ("5226000001", "黔ICP备1号", "5226", WebsiteStatus.CLOSED, True) == (
        website.site_code,
        website.icp,
        website.psb,
        website.status,
        website.navigation_home,
    )
    assert (Category.NEWS, 1, 7, "U2", "ul > li", ".d") == (
        column.category,
        column.level,
        column.cycle_days,
        column.unit_id,
        column.list_selector,
        column.date_selector,
    )
    assert (Platform.WEIBO, "http://b/rss", Answer.NO, AccountStatus.SUSPENDED, Answer.UNKNOWN) == (
        account.platform,
        account.feed_url,
        account.filed,
        account.status,
        account.interaction,
    )
    assert BoardKind.PETITION == registry.boards["B1"].kind
    assert "U2" == registry.guides["G1"].unit_id


def test_chinese_words():
    """Chinese sheet names, headers with remarks and Chinese choices are understood."""
    registry = read(
        units=None,
        单位=[
            ["编号*", "单位名称", "层级", "上级编号", "邮箱（多个用;分隔）"],
            ["U1", "省政府办", "省级", "", "a@x.cn；b@x.cn"],
        ],
        网站=[
            ["编号", "网站名称", "网址", "主办单位编号", "类型", "状态"],
            ["W1", "省门户", "http://a.cn", "U1", "门户", "正常运行"],
        ],
        栏目=[
            ["编号", "网站编号", "栏目名称", "网址", "类别", "级别", "更新周期(天)", "责任单位编号"],
            ["C1", "W1", "公告", "http://a.cn/g", "通知公告", "一级", "180天", ""],
        ],
        新媒体=[["编号", "账号名称", "平台", "主办单位编号", "是否备案"], ["A1", "省发布", "微信订阅号", "U1", "是"]],
        留言板=[["编号", "网站编号", "名称", "网址", "类型"], ["B1", "W1", "省长信箱", "http://a.cn/x", "信箱"]],
        办事指南=[["编号", "网站编号", "事项名称", "网址"], ["G1", "W1", "办证", "http://a.cn/b"]],
    )

    assert ("a@x.cn", "b@x.cn") == registry.units["U1"].emails
    assert WebsiteKind.PORTAL == registry.websites["W1"].kind
    assert (Category.NOTICE, 1, 180) == (
        registry.columns["C1"].category,
        registry.columns["C1"].level,
        registry.columns["C1"].cycle_days,
    )
    assert Platform.WECHAT_SUBSCRIPTION == registry.accounts["A1"].platform
    assert BoardKind.MAILBOX == registry.boards["B1"].kind


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("handler", Role.HANDLER),
        ("经办人", Role.HANDLER),
        ("分管领导", Role.DEPUTY),
        ("Deputy", Role.DEPUTY),
        ("主要负责人", Role.HEAD),
        ("", None),
    ],
)
def test_contacts_with_their_roles(text, role):
    """By key or by the words offices use; left empty, none."""
    registry = read(
        contacts=[
            ["id", "name", "unit_id", "role", "emails", "channels"],
            ["P1", "", "U1", text, "a@x.cn;b@x.cn", ""],
            ["P2", "李四", "U1", text, "", "wecom://K"],
        ]
    )

    assert [role, role] == [contact.role for contact in registry.contacts.values()]
    assert (("a@x.cn", "b@x.cn"), ("wecom://K",)) == (registry.contacts["P1"].emails, registry.contacts["P2"].channels)


def test_what_is_left_empty():
    """Empty cells give the defaults: nothing is claimed that nobody said."""
    registry = read(
        websites=WEBSITES,
        accounts=[["id", "name", "platform", "unit_id", "filed"], ["A1", "发布", "weibo", "U1", ""]],
    )

    assert (None, Answer.UNKNOWN) == (registry.units["U1"].level, registry.units["U1"].public_service)
    assert (WebsiteStatus.RUNNING, False) == (registry.websites["W1"].status, registry.websites["W1"].navigation_home)
    assert (Answer.UNKNOWN, AccountStatus.ACTIVE, "") == (
        registry.accounts["A1"].filed,
        registry.accounts["A1"].status,
        registry.accounts["A1"].feed_url,
    )


def test_units_alone_are_a_registry():
    """Every sheet but the units may be missing."""
    assert ["U1"] == list(read().units)


def test_notes_and_empty_sheets_are_passed_over():
    """A sheet of remarks and an empty sheet are no mistakes."""
    assert ["U1"] == list(read(说明=[["请按要求填写"]], Sheet3=[["", ""]]).units)


@pytest.mark.parametrize(
    ("tables", "sheet", "row", "field", "value", "reason"),
    [
        pytest.param(
            {"websits": WEBSITES}, "websits", None, "", "", "不认识这张表（是不是“websites”？", id="an unknown sheet"
        ),
        pytest.param(
            {"websites": WEBSITES, "网站": WEBSITES}, "网站", None, "", "", "只能保留一个", id="a sheet twice"
        ),
        pytest.param(
            {"units": [["id", "name", "emial"], ["U1", "a", ""]]},
            "units", 1, "emial", "", "不认识这一列（是不是“emails”？", id="an unknown column",
        ),
        pytest.param(
            {"units": [["编号", "单位名称", "上级编码"], ["U1", "a", ""]]},
            "units", 1, "上级编码", "", "不认识这一列（是不是“上级编号”？", id="an unknown Chinese column",
        ),
        pytest.param(
            {"units": [["id", "name", "单位名称"], ["U1", "a", "b"]]},
            "units", 1, "单位名称", "", "出现了两次", id="a column twice",
        ),
        pytest.param({"units": [["id"], ["U1"]]}, "units", 1, "单位名称", "", "缺少必需的列", id="a missing column"),
        pytest.param(
            {"units": [["某省单位名单"], ["id", "name"], ["U1", "a"]]},
            "units", 1, "", "", "第一行应为表头：编号、单位名称", id="a title above the header",
        ),
        pytest.param(
            {"units": [["id", "", "name"], ["U1", "x", "a"]]},
            "units", 2, "", "", "第 2 列有内容但没有表头", id="no header",
        ),
        pytest.param(
            {"units": [["id", "name"], ["U1", "a", "", "x"], ["U2", "b", "", "y"]]},
            "units", 2, "", "", "第 4 列有内容但没有表头", id="cells beyond the header",
        ),
        pytest.param(
            {"units": [["id", "name"], ["U1", ""]]}, "units", 2, "name", "", "必填，不能为空", id="a missing value"
        ),
        pytest.param(
            {"units": [["id", "name"], ["U1", "a"], ["U1", "b"]]},
            "units", 3, "id", "U1", "编号与单位表第 2 行重复", id="an id twice",
        ),
        pytest.param(
            {"websites": WEBSITES, "accounts": [["id", "name", "platform", "unit_id"], ["W1", "a", "weibo", "U1"]]},
            "accounts", 2, "id", "W1", "网站与新媒体的编号也不能相同", id="an id of a website and an account",
        ),
        pytest.param(
            {"units": [["id", "name"], ["U.1", "a"]]}, "units", 2, "id", "U.1", "只能用英文字母", id="a bad id"
        ),
        pytest.param(
            {"websites": [WEBSITES[0], ["W1", "a", "http://a/", "U9", "portal"]]},
            "websites", 2, "unit_id", "U9", "“单位”表中没有这个编号", id="a dangling unit",
        ),
        pytest.param(
            {"guides": [["id", "website_id", "name", "url"], ["G1", "W9", "a", "http://a/"]]},
            "guides", 2, "website_id", "W9", "“网站”表中没有这个编号", id="a dangling website, for want of a sheet",
        ),
        pytest.param(
            {"units": [["id", "name", "parent_id"], ["U1", "a", "U9"]]},
            "units", 2, "parent_id", "U9", "没有这个编号", id="a dangling superior",
        ),
        pytest.param(
            {"units": [["id", "name", "parent_id"], ["U0", "o", "U2"], ["U1", "a", "U2"], ["U2", "b", "U1"]]},
            "units", 4, "parent_id", "U1", "循环：U2 → U1 → U2", id="superiors in a circle",
        ),
        pytest.param(
            {"units": [["id", "name", "parent_id"], ["U1", "a", "U1"]]},
            "units", 2, "parent_id", "U1", "循环：U1 → U1", id="its own superior",
        ),
        pytest.param(
            {"websites": [WEBSITES[0], ["W1", "a", "a.gov.cn", "U1", "portal"]]},
            "websites", 2, "url", "a.gov.cn", "http://", id="a bad address",
        ),
        pytest.param(
            {"websites": [WEBSITES[0], ["W1", "a", "http://a/", "U1", "portel"]]},
            "websites", 2, "kind", "portel", "是不是“portal”", id="an unknown choice",
        ),
        pytest.param(
            {"units": [["id", "name", "emails"], ["U1", "a", "b@"]]},
            "units", 2, "emails", "b@", "邮箱地址", id="bad mail",
        ),
        pytest.param(
            {"units": [["id", "name", "channels"], ["U1", "a", "qq://geheim"]]},
            "units", 2, "channels", "", "“qq”不认识", id="a bad channel, whose key is not repeated",
        ),
        pytest.param(
            {"contacts": [["id", "unit_id", "role", "emails"], ["P1", "U1", "处长", "a@x.cn"]]},
            "contacts", 2, "role", "处长", "经办人(handler)、分管负责人(deputy)、主要负责人(head)",
            id="an unknown role",
        ),
        pytest.param(
            {"联系人": [["编号", "单位编号", "角色", "邮箱"], ["P1", "U1", "主要领到", "a@x.cn"]]},
            "联系人", 2, "角色", "主要领到", "是不是“主要领导”", id="a slip in a role",
        ),
        pytest.param(
            {"contacts": [["id", "unit_id", "role", "emails"], ["P1", "U9", "head", "a@x.cn"]]},
            "contacts", 2, "unit_id", "U9", "“单位”表中没有这个编号", id="a contact of nobody",
        ),
        pytest.param(
            {"contacts": [["id", "unit_id", "role", "emails"], ["P1", "U1", "head", ""]]},
            "contacts", 2, "emails", "", "邮箱和通知渠道至少填一项", id="a contact nobody can reach",
        ),
        pytest.param(
            {"contacts": [["id", "unit_id", "role"], ["P1", "U1", "head"]]},
            "contacts", 2, "", "", "邮箱和通知渠道至少填一项", id="contacts without any column for it",
        ),
        pytest.param(
            {"contacts": [["id", "unit_id", "emails"], ["P1", "U1", "b@"]]},
            "contacts", 2, "emails", "b@", "邮箱地址", id="bad mail of a contact, said once",
        ),
        pytest.param(
            {"units": [["id", "name", "public_service"], ["U1", "a", "也许"]]},
            "units", 2, "public_service", "也许", "应填", id="a bad answer",
        ),
        pytest.param(
            {
                "websites": WEBSITES,
                "columns": [
                    ["id", "website_id", "name", "url", "category", "level"],
                    ["C1", "W1", "a", "http://a/", "news", "0"],
                ],
            },
            "columns", 2, "level", "0", "正整数", id="a level of nought",
        ),
        pytest.param(
            {"units": [["id", "name"], ["U1", "#N/A"]]},
            "units", 2, "name", "#N/A", "错误值", id="an Excel error",
        ),
        pytest.param(
            {"units": [["id", "name"], ["U1", UNCOMPUTED]]},
            "units", 2, "name", UNCOMPUTED, "公式的结果", id="no result"
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_named_where_it_stands(tables, sheet, row, field, value, reason):
    """One mistake gives one message with sheet, row, field, value and a reason that says how to mend it."""
    mistake = the_mistake(**tables)

    assert ("名录.xlsx", sheet, row, field, value) == (
        mistake.file,
        mistake.sheet,
        mistake.row,
        mistake.field,
        mistake.value,
    )
    assert reason in mistake.reason


def test_a_field_is_called_what_the_person_called_it():
    """A message names the column as it stands in the file."""
    mistake = the_mistake(units=[["编号", "名称", "电子邮箱（必填）"], ["U1", "a", "x"]])

    assert "电子邮箱（必填）" == mistake.field


def test_all_mistakes_come_at_once_in_order():
    """Everything that is wrong is said in one go, sheet by sheet, row by row."""
    found = mistakes(
        units=[["id", "name"], ["U1", ""], ["U 2", "b"], ["U1", "c"]],
        websites=[WEBSITES[0], ["W1", "a", "x", "U7", "blog"]],
    )

    assert [
        ("units", 2, "name"),
        ("units", 3, "id"),
        ("units", 4, "id"),
        ("websites", 2, "url"),
        ("websites", 2, "kind"),
        ("websites", 2, "unit_id"),
    ] == [(mistake.sheet, mistake.row, mistake.field) for mistake in found]


def test_a_sheet_that_cannot_be_read_is_blamed_alone():
    """Rows that refer to a sheet without readable ids are not blamed for it."""
    assert ["缺少必需的列“编号”(id)"] == [m.reason for m in mistakes(units=[["name"], ["a"]], websites=WEBSITES)]
    assert ["缺少“单位”(units) 表"] == [m.reason for m in mistakes(units=None, websites=WEBSITES)]


def test_nothing_at_all():
    """An empty workbook is told from a good one."""
    assert "是空的" in the_mistake(units=None).reason
    assert "是空的" in the_mistake(units=[["", ""]]).reason


def test_the_error_reads_like_a_letter():
    """As text the error says how many mistakes there are and that nothing was imported, then one line each."""
    with pytest.raises(BadInput) as caught:
        read(units=[["id", "name"], ["U1", ""]])

    assert (
        "名录 名录.xlsx 中有 1 处错误，没有导入任何内容\n  - 名录.xlsx 工作表“units” 第 2 行 “name”：必填，不能为空"
    ) == str(caught.value)
    assert {"file", "sheet", "row", "field", "value", "reason"} == set(caught.value.details[0].as_dict())
