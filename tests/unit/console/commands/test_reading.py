"""`xunjian read`: what it prints for one page, and how it exits."""

import json

import pytest
from typer.testing import CliRunner

from console.app import build

RUNNER = CliRunner()
PAGE = (
    "<html><head><title>关于放假的通知-某某县政府</title></head><body><h1>关于放假的通知</h1>"
    "<div>发布时间：2020-08-02 来源：县政府办</div><p>各单位：放假三天，请做好值班安排。</p></body></html>"
)


def read(*arguments: str) -> tuple[int, list[dict[str, object]]]:
    """The exit code and the lines."""
    result = RUNNER.invoke(build("read"), ["read", *arguments, "--json"])
    return result.exit_code, [json.loads(line) for line in result.output.splitlines()]


@pytest.fixture
def page(tmp_path):
    """A saved article."""
    path = tmp_path / "1.html"
    path.write_text(PAGE, encoding="gb18030")
    return str(path)


def test_an_article_tells_its_facts(page):
    """Title, date with its origin, source; one line a page."""
    code, [first, second] = read(page, page, "--purpose", "article")

    assert (0, first) == (code, second)
    assert ("关于放假的通知", "县政府办") == (first["title"], first["source"])
    assert ("2020-08-02T00:00:00+08:00", "label") == (first["published_at"], first["date_origin"])


def test_a_file_that_is_not_there_is_wrong_usage(page):
    """The others are read all the same."""
    code, lines = read(page, page + "x")

    assert (2, ["ok", "failed"]) == (code, [line["outcome"] for line in lines])


def test_a_private_address_is_not_seen(monkeypatch):
    """Blind, with the remedy, and a failure of the command."""
    monkeypatch.delenv("XUNJIAN_CRAWLER_ALLOW_PRIVATE", raising=False)
    code, [line] = read("http://127.0.0.1:9/")

    assert (1, "blind") == (code, line["outcome"])
    assert "XUNJIAN_CRAWLER_ALLOW_PRIVATE=1" in str(line["reason"])
