"""Which elements a service guide has."""

import pytest

from services.crawler.collectors.guide import ELEMENTS, is_phone, read_guide
from services.crawler.parsing.page import Page

FULL = {
    "事项名称": "居民身份证申领",
    "设定依据": "《中华人民共和国居民身份证法》",
    "申请条件": "年满十六周岁",
    "办理材料": "户口簿",
    "办理地点": "市政务服务大厅3楼",
    "办理时间": ("周一至周五 9:00-17:00"),
    "联系电话": "0755-12345678",
    "办理流程": "申请—受理—发证",
    "收费标准": "不收费",
    "办理时限": "20个工作日",
    "表格样表": "申请表",
}


def elements(html: str) -> dict[str, str]:
    """What became of the elements of a guide with this markup."""
    found = read_guide(Page(f"<html><body>{html}</body></html>".encode()))
    assert found.guide is not None, found.reason
    return found.guide.elements


SHAPES = {
    "table": "<table>"
    + "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in FULL.items())
    + "</table>",
    "table of four": "<table><tr>"
    + "</tr><tr>".join(f"<th>{name}</th><td>{value}</td>" for name, value in FULL.items())
    + "</tr></table>",
    "paragraphs": "".join(f"<p>{name}：{value}</p>" for name, value in FULL.items()),
    "bold numbered heads": "".join(
        f"<p><strong>{n}、{name}</strong></p><p>{value}</p>" for n, (name, value) in enumerate(FULL.items(), 1)
    ),
    "definition list": "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in FULL.items()) + "</dl>",
    "cards": "".join(f"<div class='card'><h3>{name}</h3><div>{value}</div></div>" for name, value in FULL.items()),
    "hidden tabs": "".join(
        f"<div style='display:none'><h4>【{name}】</h4><p>{value}</p></div>" for name, value in FULL.items()
    ),
}


@pytest.mark.parametrize("html", SHAPES.values(), ids=SHAPES.keys())
def test_a_full_guide_has_every_element(html: str) -> None:
    """However it is set out."""
    assert elements(html) == dict.fromkeys(ELEMENTS, "present")


def test_empty_missing_and_malformed_are_told_apart() -> None:
    """A label without a value, no label, and a phone that is no phone."""
    html = (
        "<table><tr><td>事项名称</td><td>居民身份证申领</td></tr><tr><td>设定依据</td><td></td></tr><tr>"
        "<td>申请条件</td><td>无</td></tr>"
        "<tr><td>办理地点</td><td>-</td></tr><tr><td>联系电话</td><td>12</td></tr><tr><td>办理流程</td>"
        "<td><img src='lct.jpg'></td></tr></table>"
    )

    found = elements(html)

    assert found["设定依据"] == "empty"
    assert found["申请条件"] == "present"
    assert found["办理地点"] == "empty"
    assert found["联系电话"] == "malformed"
    assert found["办理流程"] == "present"
    assert found["办理材料"] == "missing"


def test_a_page_that_is_no_guide_is_not_a_guide_full_of_gaps() -> None:
    """A portal of services accuses nobody."""
    found = read_guide(Page("<ul><li>个人办事</li><li>法人办事</li></ul><p>电话：0755-12345678</p>".encode()))

    assert (found.guide, found.reason) == (None, "not_a_guide")


@pytest.mark.parametrize(
    "value",
    ["0755-12345678", "(0571) 8765 4321", "12345", "13800138000", "400-123-4567", "12333", "2801775", "0897-280 1775"],
)
def test_phones(value: str) -> None:
    """What can be dialled is a phone."""
    assert is_phone(value)


@pytest.mark.parametrize(
    "value", ["12", "无", "详见附件", "2020", "0755-12", "0755-8765", "1380013800", "00000000", "123", "12345678901234"]
)
def test_no_phones(value: str) -> None:
    """What cannot be dialled is none."""
    assert not is_phone(value)


GAPS = (
    "<h1>办证</h1><p>事项名称：办证</p><p>设定依据：某某法</p><p>办理地点：政务中心</p><p>办理时间：工作日</p>"
    "<p>联系电话：85851234</p>"
)


def test_what_a_script_fills_is_not_missing() -> None:
    """A part without words whose name a script uses may hold the elements we do not see."""
    script = "<script>$.get('/m',function(d){$('#cl').html(d)})</script>"

    assert read_guide(Page(f"{GAPS}<div id='cl'></div>{script}".encode())).reason == "needs_browser"


@pytest.mark.parametrize(
    "part",
    ["<div id='other'></div>", "<div id='cl'><p>材料见窗口</p></div>", "<div id='foot'></div>"],
    ids=["another part", "filled already", "the foot of the page"],
)
def test_other_scripts_excuse_no_gaps(part: str) -> None:
    """Nearly every page has scripts: only those that fill an empty part of what the page is about count."""
    script = "<script>$.get('/m',function(d){$('#cl').html(d)});$('#foot').load('/foot.html')</script>"
    found = read_guide(Page(f"{GAPS}{part}{script}".encode()))

    assert found.guide is not None
    assert found.guide.elements["办理材料"] == "missing"


def test_labels_in_brackets_are_read() -> None:
    """【办理地点】政务中心 is a label and its value."""
    html = GAPS.replace("<p>", "<p>【").replace("：", "】")

    assert elements(html)["办理地点"] == "present"


@pytest.mark.parametrize(
    ("script", "seen"), [("/js/guide.js", False), ("/js/jquery.min.js", True)], ids=["its own script", "a library"]
)
def test_empty_cells_with_names_may_be_filled(script: str, seen: bool) -> None:
    """By a script we do not see the inside of."""
    row = f"<table><tr><td>办理材料</td><td id='cl'></td></tr></table><script src='{script}'></script>"

    assert (read_guide(Page(f"{GAPS}{row}".encode())).guide is not None) is seen
