"""Folders of CSV files, from any program and in any of the usual encodings."""

import pytest

from shared.registry.csv_folder import read_csv_folder, shielded, unshielded
from shared.registry.mistake import BadTables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path, encoding):
    """UTF-8 with and without a mark and GB 18030 are told apart."""
    (tmp_path / "单位.csv").write_bytes("编号,单位名称\r\nU1,黔东南州政府办\r\n".encode(encoding))

    (table,) = read_csv_folder(tmp_path)
    assert ("单位.csv", "单位", ("编号", "单位名称")) == (table.file, table.name, table.header.cells)
    assert [(2, ("U1", "黔东南州政府办"))] == [(row.number, row.cells) for row in table.rows]


def test_rows_are_numbered_by_the_lines_of_the_file(tmp_path):
    """A row that spans lines counts from its first; blank lines count."""
    (tmp_path / "units.csv").write_text('id,name\n\nU1,"a\nb"\nU2,c\n')

    (table,) = read_csv_folder(tmp_path)
    assert [(3, ("U1", "a b")), (5, ("U2", "c"))] == [(row.number, row.cells) for row in table.rows]


def test_other_files_are_left_alone(tmp_path):
    """Only CSV files are read."""
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "a.csv").mkdir()

    assert read_csv_folder(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b'id,name\nU1,"open\n', "引号", id="an open quote"),
        pytest.param(b"\xff\xff\xff", "编码", id="an unknown encoding"),
        pytest.param(b"PK\x03\x04\x00\x00\x08\xff\xff", "编码|正确的 CSV", id="a renamed workbook"),
    ],
)
def test_broken_files_are_named(tmp_path, content, reason):
    """A file that cannot be read is named with what to do, and so is every other one."""
    (tmp_path / "units.csv").write_bytes(content)
    (tmp_path / "guides.csv").write_bytes(content)

    with pytest.raises(BadTables, match=reason) as caught:
        read_csv_folder(tmp_path)

    assert ["guides.csv", "units.csv"] == [mistake.file for mistake in caught.value.details]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-x", "@a", "'=1", "''-", "'x", "x", "", "'"])
def test_formulas_are_disarmed(cell):
    """No cell is written that a spreadsheet program would take for a formula, and reading gives the text back."""
    assert not shielded(cell).startswith(("=", "+", "-", "@"))
    assert cell == unshielded(shielded(cell))
