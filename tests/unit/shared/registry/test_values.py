"""What a cell may say."""

import pytest

from shared.registry import values
from shared.registry.model import Answer, Category
from shared.registry.schema import CATEGORIES
from shared.registry.values import Unfit, did_you_mean, tidy


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("  州政府 \n 办公室\u3000", "州政府 办公室", id="blanks of all kinds"),
        pytest.param("\ufeffU1\u200b", "U1", id="invisible characters"),
        pytest.param("一_x000D_\n二", "一 二", id="a line end as Excel writes it"),
        pytest.param(" \t", "", id="nothing"),
    ],
)
def test_text_is_tidied(raw, expected):
    """Blanks at the ends and invisible characters are nobody's intention."""
    assert expected == tidy(raw)


@pytest.mark.parametrize("text", ["U1", "w_2-b", "0", "a" * 64])
def test_good_ids(text):
    """Letters, digits, hyphens and underscores make an id."""
    assert text == values.identifier(text)


@pytest.mark.parametrize("text", ["U.1", "U 1", "单位1", "U*", "U>", "a" * 65, "Ｕ１", "2024-01-02"])
def test_bad_ids(text):
    """Whatever would break a NATS subject is refused, and so is what Excel took for a day."""
    with pytest.raises(Unfit, match="编号"):
        values.identifier(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://www.example.gov.cn",
        "https://例子.政务/栏目/?a=b;c#d",
        "HTTP://127.0.0.1:8080/a_b",
        "http://[::1]:80/",
        "http://x_y.gov.cn/",
    ],
)
def test_good_web_addresses(text):
    """An absolute address of http or https is taken as it is."""
    assert text == values.web_url(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("www.example.gov.cn", "http://", id="no scheme"),
        pytest.param("http：//www.example.gov.cn", "半角", id="full-width colon"),
        pytest.param("ftp://www.example.gov.cn/", "http://", id="another scheme"),
        pytest.param("javascript:alert(1)", "http://", id="a script"),
        pytest.param("http:///a", "缺少域名", id="no host"),
        pytest.param("http://a b.cn/", "空格", id="a blank"),
        pytest.param("http://a..cn/", "域名", id="an empty label"),
        pytest.param("http://-a.cn/", "域名", id="a hyphen first"),
        pytest.param("http://a.cn:99999/", "端口", id="a port too high"),
        pytest.param("http://[::1/", "方括号", id="an open bracket"),
        pytest.param("http://u:p@a.cn/", "用户名", id="a password"),
        pytest.param("http:\\\\a.cn", "缺少域名|“/”", id="backslashes"),
        pytest.param("http://a.cn/" + "x" * 2000, "最多", id="too long"),
    ],
)
def test_bad_web_addresses(text, reason):
    """A bad address is refused with what is wrong with it."""
    with pytest.raises(Unfit, match=reason):
        values.web_url(text)


def test_mail_addresses_in_one_cell():
    """Any usual separator will do, and a repetition is dropped."""
    assert ("a@x.cn", "b.c@y.gov.cn", "d@localhost") == values.emails("a@x.cn；b.c@y.gov.cn，a@x.cn; d@localhost;")


@pytest.mark.parametrize("text", ["a", "a@", "@b.cn", "a@b@c", "a..b@c.cn", "张三@x.cn", "a@-b.cn", "a@x.cn;b"])
def test_bad_mail_addresses(text):
    """A bad address is refused and named."""
    with pytest.raises(Unfit, match="不是正确的邮箱"):
        values.emails(text)


@pytest.mark.parametrize(
    "text",
    [
        "wecom://693a91f6-7xxx",
        "dingtalk://TOKEN?secret=SECabc",
        "feishu://TOKEN",
        "webhook+https://example.cn/hook?a=b",
        "webhook+http://127.0.0.1:8080/hook",
        "sms+https://sms.example.cn/send?to=1",
        "apprise://bark/key",
        "apprise+ntfy://topic",
    ],
)
def test_good_channels(text):
    """All channels of the contract are taken."""
    assert (text,) == values.channels(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("wecom://A;qq://KEY", "第 2 个渠道的类型“qq”不认识", id="an unknown kind"),
        pytest.param("KEY", "类型“无”", id="no kind"),
        pytest.param("wecom://", "缺少密钥", id="no key"),
        pytest.param("webhook+https:///KEY", "缺少密钥或地址", id="no host"),
        pytest.param("webhook+https://a..b/KEY", "域名", id="a bad host"),
    ],
)
def test_bad_channels(text, reason):
    """A bad channel is refused by its number, and its key is not repeated."""
    with pytest.raises(Unfit, match=reason) as caught:
        values.channels(text)

    assert "KEY" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("一级", 1), ("2级", 2), ("第三级", 3), ("14天", 14), ("１４ 天", 14), ("30日", 30)],
)
def test_whole_numbers(text, expected):
    """Numbers are taken with their usual words."""
    assert expected == values.positive(text)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "两周", "级", "", "999999"])
def test_bad_whole_numbers(text):
    """Anything but a whole number from 1 is refused."""
    with pytest.raises(Unfit, match="正整数"):
        values.positive(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是", Answer.YES),
        ("YES", Answer.YES),
        ("有", Answer.YES),
        ("无", Answer.NO),
        ("0", Answer.NO),
        ("不详", Answer.UNKNOWN),
    ],
)
def test_answers(text, expected):
    """Yes, no and unknown in the words people use."""
    assert expected == values.answer(text)


def test_bad_answers():
    """Anything else is refused; where unknown is no answer, unknown too."""
    with pytest.raises(Unfit, match="未知"):
        values.answer("也许")
    with pytest.raises(Unfit, match="应填“是”"):
        values.yes_or_no("未知")


@pytest.mark.parametrize("text", ["news", "News", "动态要闻", "要闻 动态", "ｎｅｗｓ"])
def test_choices(text):
    """Keys and titles are taken, whatever their width, case and blanks."""
    assert Category.NEWS is values.choice(CATEGORIES)(text)


def test_bad_choices():
    """A slip is answered with what was probably meant, and with all that is possible."""
    with pytest.raises(Unfit, match=r"是不是“通知公告”.*动态要闻\(news\)"):
        values.choice(CATEGORIES)("通知公吿")


def test_nothing_near_is_suggested_for_nonsense():
    """A suggestion is only made when it is near."""
    assert did_you_mean("zzz", ("name", "url")) == ""


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\uffff", "\ud800", "ax005F_b"])
def test_unprintable_characters(text):
    """What no workbook can hold is refused."""
    with pytest.raises(Unfit, match="控制字符"):
        values.words(text)


def test_a_name_as_long_as_a_page():
    """A text of more than 500 characters is taken for a slip."""
    assert "字" * 500 == values.words("字" * 500)
    with pytest.raises(Unfit, match="501 个字"):
        values.words("字" * 501)
