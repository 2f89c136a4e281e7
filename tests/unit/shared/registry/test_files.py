"""What is written is read back unchanged."""

import csv
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shared.errors import BadInput
from shared.registry import written
from shared.registry.files import read_registry, write_registry
from shared.registry.model import (
    AccountStatus,
    Answer,
    BoardKind,
    Category,
    Level,
    Platform,
    Registry,
    WebsiteKind,
    WebsiteStatus,
)
from shared.registry.schema import SHEETS
from shared.registry.table import EXCEL_ERRORS
from shared.registry.values import Unfit, tidy, words
from shared.registry.vocabulary import Role
from shared.registry.written import Language
from tests.registry_builders import a_board, a_column, a_contact, a_guide, a_registry, a_unit, a_website, an_account


def _is_sayable(text):
    try:
        return bool(text) and text == tidy(text) == words(text) and text not in EXCEL_ERRORS
    except Unfit:
        return False


TEXTS = st.one_of(
    st.text(min_size=1, max_size=12).map(tidy).filter(_is_sayable),
    st.sampled_from(
        [
            "=1+1",
            "'=x",
            "+86 851",
            "-",
            "@x",
            "00123",
            "3.0",
            "1e5",
            "TRUE",
            'a,b;"c"',
            "{=A1}",
            "http://x",
            "_x0041_",
            "是",
        ]
    ),
)
URLS = st.sampled_from(
    ["http://a.gov.cn/", "https://例子.政务/a?b=c;d&e=“f”", "http://127.0.0.1:8080/x", "http://[::1]/"]
)
MAYBE = st.one_of(st.just(""), TEXTS)


def _ids(prefix):
    return st.lists(st.from_regex(rf"\A{prefix}[A-Za-z0-9_-]{{0,5}}\Z"), min_size=1, max_size=3, unique=True)


@st.composite
def registries(draw):
    """Sound registries with all kinds of rows and awkward texts."""
    units, websites = draw(_ids("U")), draw(_ids("W"))
    some_unit, some_website = st.sampled_from(units), st.sampled_from(websites)
    page = {"name": TEXTS, "url": URLS, "website_id": some_website, "unit_id": st.none() | some_unit}
    rows = [
        a_unit(
            id_,
            name=draw(TEXTS),
            group=draw(MAYBE),
            level=draw(st.none() | st.sampled_from(Level)),
            parent_id=draw(st.none() | st.sampled_from(units[:place])) if place else None,
            emails=draw(st.sampled_from([(), ("a@x.cn",), ("=a@x.cn", "b@y.cn")])),
            channels=draw(st.sampled_from([(), ("wecom://K", "dingtalk://T?secret=S")])),
            public_service=draw(st.sampled_from(Answer)),
        )
        for place, id_ in enumerate(units)
    ]
    rows += [
        a_contact(
            id_,
            name=draw(MAYBE),
            unit_id=draw(some_unit),
            role=draw(st.none() | st.sampled_from(Role)),
            emails=draw(st.sampled_from([("a@x.cn",), ("=a@x.cn", "b@y.cn")])),
            channels=draw(st.sampled_from([(), ("wecom://K", "dingtalk://T?secret=S")])),
        )
        for id_ in draw(_ids("P"))
    ]
    rows += [
        a_website(
            id_,
            name=draw(TEXTS),
            url=draw(URLS),
            unit_id=draw(some_unit),
            kind=draw(st.sampled_from(WebsiteKind)),
            site_code=draw(MAYBE),
            icp=draw(MAYBE),
            psb=draw(MAYBE),
            status=draw(st.sampled_from(WebsiteStatus)),
            navigation_home=draw(st.booleans()),
        )
        for id_ in websites
    ]
    rows += [
        a_column(
            id_,
            **draw(st.fixed_dictionaries(page)),
            category=draw(st.sampled_from(Category)),
            level=draw(st.integers(1, 9)),
            cycle_days=draw(st.none() | st.integers(1, 400)),
            list_selector=draw(MAYBE),
            date_selector=draw(MAYBE),
        )
        for id_ in draw(_ids("C"))
    ]
    rows += [
        an_account(
            id_,
            name=draw(TEXTS),
            platform=draw(st.sampled_from(Platform)),
            unit_id=draw(some_unit),
            feed_url=draw(st.just("") | URLS),
            filed=draw(st.sampled_from(Answer)),
            status=draw(st.sampled_from(AccountStatus)),
            interaction=draw(st.sampled_from(Answer)),
        )
        for id_ in draw(_ids("A"))
    ]
    rows += [
        a_board(id_, **draw(st.fixed_dictionaries(page)), kind=draw(st.sampled_from(BoardKind)))
        for id_ in draw(_ids("B"))
    ]
    rows += [a_guide(id_, **draw(st.fixed_dictionaries(page))) for id_ in draw(_ids("G"))]
    return a_registry(*rows)


@pytest.mark.parametrize("name", ["r.xlsx", "folder"])
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@example(registry=Registry.of([a_unit(name="=1+1"), a_unit("U2", name="'@x", group="_x0041_")]))
@given(registry=registries())
def test_importing_what_was_exported_changes_nothing(tmp_path_factory, name, registry):
    """Written and read, a registry is the same, in the same order; written again it gives the same rows."""
    path = tmp_path_factory.mktemp("export") / name
    write_registry(registry, path)

    again = read_registry(path)
    assert registry == again
    assert registry.digest() == again.digest()
    for language in Language:
        assert written.tables(registry, language) == written.tables(again, language)


def test_the_workbook_is_made_for_people(tmp_path):
    """Chinese sheets and headers, the header frozen, every cell a string, lists to choose from."""
    write_registry(a_registry(a_unit(name="=HYPERLINK(1)"), a_website()), tmp_path / "r.xlsx")

    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert [sheet.title for sheet in SHEETS] == book.sheetnames
    assert "A2" == book["单位"].freeze_panes
    assert ("=HYPERLINK(1)", "s") == (book["单位"]["B2"].value, book["单位"]["B2"].data_type)
    assert "门户" == book["网站"]["E2"].value
    assert any("分管负责人" in (rule.formula1 or "") for rule in book["联系人"].data_validations.dataValidation)
    assert any("门户" in (rule.formula1 or "") for rule in book["网站"].data_validations.dataValidation)


def test_the_folder_is_made_for_programs(tmp_path):
    """English keys and values, one file a kind, with a mark for Excel."""
    write_registry(a_registry(a_unit(name="=1"), a_website()), tmp_path / "out")

    text = (tmp_path / "out" / "units.csv").read_text("utf-8-sig")
    assert ["id", "name"] == next(csv.reader(text.splitlines()))[:2]
    assert "U1,'=1," in text
    assert {f"{sheet.kind.value}.csv" for sheet in SHEETS} == {path.name for path in (tmp_path / "out").iterdir()}
    assert "portal" in (tmp_path / "out" / "websites.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("name", ["r.xlsx", "out"])
def test_writing_replaces_and_leaves_no_drafts(tmp_path, name):
    """An export over an older one replaces it whole."""
    write_registry(a_registry(), tmp_path / name)
    write_registry(a_registry(a_unit("U7")), tmp_path / name)

    assert ["U7"] == list(read_registry(tmp_path / name).units)
    assert [name] == [path.name for path in tmp_path.iterdir()]


def test_an_empty_registry_is_a_form_to_fill_in(tmp_path):
    """Without rows all sheets and headers are there."""
    write_registry(Registry(), tmp_path / "r.xlsx")

    assert Registry() == read_registry(tmp_path / "r.xlsx")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("nothing.xlsx", "找不到", id="nothing there"),
        pytest.param("old.xls", "另存为 .xlsx", id="an old workbook"),
        pytest.param("units.csv", "所在的文件夹", id="a single CSV"),
        pytest.param("empty", "是空的", id="a folder without CSVs"),
    ],
)
def test_what_cannot_be_read(tmp_path, name, reason):
    """A path that holds no registry is refused with what would."""
    (tmp_path / "old.xls").write_bytes(b"x")
    (tmp_path / "units.csv").write_text("id,name\n")
    (tmp_path / "empty").mkdir()

    with pytest.raises(BadInput, match=reason):
        read_registry(tmp_path / name)


def test_what_cannot_be_written(tmp_path):
    """A path that cannot take an export is refused, and nothing is mixed with foreign files."""
    (tmp_path / "单位.csv").write_text("编号\n")
    (tmp_path / "file").write_text("x")

    with pytest.raises(BadInput, match=r"单位\.csv"):
        write_registry(a_registry(), tmp_path)
    with pytest.raises(BadInput, match=r"\.xlsx"):
        write_registry(a_registry(), tmp_path / "r.docx")
    with pytest.raises(BadInput, match="不能写入"):
        write_registry(a_registry(), tmp_path / "file" / "r.xlsx")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.one_of(
        st.binary(max_size=80), st.text(alphabet="id,name\"\n\r\0='url编号;U1", max_size=60).map(str.encode)
    )
)
def test_whatever_stands_in_a_file_is_a_registry_or_a_list_of_mistakes(tmp_path_factory, content):
    """No content of a file leads to anything but a registry or an error that a person can read."""
    folder = tmp_path_factory.mktemp("any")
    for name in ["units.csv", "websites.csv"]:
        (folder / name).write_bytes(content)

    with suppress(BadInput):  # anything else would end the test
        assert isinstance(read_registry(folder), Registry)
