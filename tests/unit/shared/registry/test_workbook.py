"""Workbooks as people make them."""

from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from shared.registry.mistake import BadTables
from shared.registry.table import UNCOMPUTED
from shared.registry.workbook import cell_text, read_workbook


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, "", id="nothing"),
        pytest.param(3.0, "3", id="a whole float"),
        pytest.param(5226000001, "5226000001", id="an integer"),
        pytest.param(1.5, "1.5", id="a fraction"),
        pytest.param(True, "yes", id="true"),
        pytest.param(False, "no", id="false"),
        pytest.param(datetime(2024, 3, 1), "2024-03-01", id="a day"),  # noqa: DTZ001 - Excel knows no zones
        pytest.param(datetime(2024, 3, 1, 8, 30), "2024-03-01 08:30:00", id="a moment"),  # noqa: DTZ001
        pytest.param(date(2024, 3, 1), "2024-03-01", id="a date"),
        pytest.param(time(8, 30), "08:30:00", id="a time"),
    ],
)
def test_cells_as_text(value, expected):
    """A cell says what a person sees in it."""
    assert expected == cell_text(value)


def test_rows_keep_their_numbers(tmp_path):
    """Blank rows anywhere are left out, and the others keep the number that Excel shows."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "单位"
    page["A2"], page["B2"] = " 编号 ", "单位名称"
    page["A4"], page["B4"] = 3.0, "甲\n局"
    page["A9"] = "  "
    book.save(tmp_path / "r.xlsx")

    (table,) = read_workbook(tmp_path / "r.xlsx")
    assert ("r.xlsx", "单位") == (table.file, table.name)
    assert (2, ("编号", "单位名称")) == (table.header.number, table.header.cells)
    assert [(4, ("3", "甲 局"))] == [(row.number, row.cells) for row in table.rows]


def test_merged_cells_count_for_each_row(tmp_path):
    """A merged cell says its text for every row it covers."""
    book = openpyxl.Workbook()
    page = book.active
    for line in [["id", "group"], ["U1", "州直"], ["U2", None], ["U3", None]]:
        page.append(line)
    page.merge_cells("B2:B4")
    book.save(tmp_path / "r.xlsx")

    (table,) = read_workbook(tmp_path / "r.xlsx")
    assert [("U1", "州直"), ("U2", "州直"), ("U3", "州直")] == [row.cells for row in table.rows]


def test_formulas_count_as_their_results(tmp_path):
    """A formula with a stored result is that result; without one it is told, not taken as empty."""
    book = xlsxwriter.Workbook(tmp_path / "computed.xlsx")
    book.add_worksheet("units").write_formula(0, 0, '="U"&1', value="U1")
    book.close()
    bare = openpyxl.Workbook()
    bare.active["A1"] = '="U"&1'
    bare.save(tmp_path / "bare.xlsx")

    assert ("U1",) == read_workbook(tmp_path / "computed.xlsx")[0].header.cells
    assert (UNCOMPUTED,) == read_workbook(tmp_path / "bare.xlsx")[0].header.cells


def test_a_wrong_size_loses_no_rows(tmp_path):
    """Rows beyond the size that the file claims are read all the same."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("units")
    for number in range(5):
        page.append([f"U{number}"])
    book.save(tmp_path / "r.xlsx")

    assert 4 == len(read_workbook(tmp_path / "r.xlsx")[0].rows)


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook(tmp_path, content):
    """A broken, locked or foreign file is refused with what to do, and never with a traceback."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)

    with pytest.raises(BadTables, match=r"r\.xlsx：.*另存为 \.xlsx"):
        read_workbook(path)


def test_a_workbook_cut_short(tmp_path):
    """A download that broke off is refused."""
    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.save(tmp_path / "r.xlsx")
    content = (tmp_path / "r.xlsx").read_bytes()
    (tmp_path / "r.xlsx").write_bytes(content[: len(content) // 2])

    with pytest.raises(BadTables, match="已损坏"):
        read_workbook(tmp_path / "r.xlsx")


def test_a_file_that_is_not_there(tmp_path):
    """A file that cannot be opened says why."""
    with pytest.raises(BadTables, match="无法打开"):
        read_workbook(tmp_path / "r.xlsx")
