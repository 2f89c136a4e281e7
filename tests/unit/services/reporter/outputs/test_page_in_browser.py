"""The page as a real browser shows it: on a phone, at a desk, by keyboard and on paper."""

import base64
import io
import unicodedata

import pytest
from pypdf import PdfReader

from services.reporter.compose import compose
from services.reporter.outputs.page_html import PageHtml
from tests.browser import a_browser
from tests.report_builders import a_prefecture, an_edition

RADICALS = {0x2EA0: "民", 0x2ED3: "长", 0x2ED4: "门", 0x2EDA: "页", 0x2EDB: "风"}
"""Characters that the browser's PDF writes as radicals, and that no normal form takes back."""

PHONE, DESK = 360, 1280

CONTRAST = """
(() => {
  const parse = text => { const n = text.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
  const linear = v => v <= 0.03928 * 255 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color[3] > 0) return color;
    }
    return [255, 255, 255, 1];
  };
  document.querySelectorAll('details').forEach(each => each.open = true);
  const poor = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || node.closest('svg, style, title')) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...poor];
})()
"""

DEAD_ENDS = """
[...document.querySelectorAll('#counts a, #map a, .card a, #indicators a[href^="#"]')]
  .filter(a => !document.querySelector(`[id="${a.getAttribute('href').slice(1)}"]`)).length
"""


@pytest.fixture(scope="module")
def report():
    before = compose(a_prefecture(edition=an_edition(label="2023Q3")))
    return compose(a_prefecture(previous=before))


@pytest.fixture(scope="module")
def path(report, tmp_path_factory):
    place = tmp_path_factory.mktemp("page") / "report.html"
    place.write_bytes(PageHtml().render(report))
    return place


@pytest.fixture(scope="module")
def page():
    with a_browser() as opened:
        yield opened


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["a phone", "a desk"])
def test_nothing_sticks_out(page, path, width):
    """Only tables may be wider than the window, and these scroll by themselves."""
    page.open(path, width=width)
    page.run("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run("[...document.querySelectorAll('main > section')].every(each => each.offsetHeight > 0)")


def test_nothing_is_fetched_and_nothing_complains(page, path):
    """One request: the file itself."""
    page.events.clear()
    page.open(path, width=DESK)
    page.run("1")
    told = [event for event in page.events if event.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}]
    asked = [
        event["params"]["request"]["url"] for event in page.events if event.get("method") == "Network.requestWillBeSent"
    ]

    assert [] == told
    assert [path.as_uri()] == asked


def test_a_number_opens_to_the_finding_and_its_evidence(page, path):
    """From the count of failed websites of a group to the target, to what was seen and when."""
    page.open(path, width=PHONE)
    shown = "document.querySelector(location.hash).checkVisibility({contentVisibilityAuto: true})"
    rows = "[...document.querySelectorAll('#counts tbody tr')]"
    row = f"{rows}.find(row => row.textContent.includes('州直部门·政府网站'))"
    page.run(f"{row}.querySelectorAll('td')[4].querySelector('a').click()")
    opened = page.run(shown)
    page.run("document.querySelector(location.hash).parentElement.querySelector('li a').click()")
    target = page.run("document.querySelector(location.hash).closest('details').dataset.id")

    assert opened
    assert "w1" == target
    assert page.run(shown)
    assert "查看于 2023-11-19 10:00" in page.run("document.querySelector(location.hash).innerText")
    assert 0 == page.run(DEAD_ENDS)


def test_it_can_be_used_by_keyboard(page, path):
    """The first stop jumps to the text; every summary can be reached and opened; the focus can be seen."""
    page.open(path, width=DESK)
    page.press("Tab", 9)

    assert "跳到正文" == page.run("document.activeElement.textContent")
    page.run("document.querySelector('details.failed summary').focus()")
    page.press("Enter", 13)
    assert page.run("document.querySelector('details.failed').open")
    assert page.run("getComputedStyle(document.activeElement).outlineStyle") in {"solid", "auto"}


def test_all_text_can_be_told_from_its_background(page, path):
    """At 4.5 to 1 at least."""
    page.open(path, width=DESK)

    assert [] == page.run(CONTRAST)


def test_on_paper_everything_is_there(page, path, report):
    """What is folded on the screen is printed too: reasons, evidence, lists."""
    page.open(path, width=DESK)
    made = page.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(base64.b64decode(made))).pages)
    flat = "".join(unicodedata.normalize("NFKC", text).translate(RADICALS).split())

    assert report.notice.title in flat
    assert "已18天未更新(上限14天)" in flat
    assert [] == [entry.name for entry in report.targets if entry.name[:6] not in flat]  # longer ones break the line
