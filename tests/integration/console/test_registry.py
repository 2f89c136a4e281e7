"""`registry import` and `export` on a real database: what a slip of the hand may not do."""

import json
from datetime import timedelta

import openpyxl
import pytest

from shared.clock import now

UNITS = "id,name,level\n"
WEBSITES = "id,name,url,unit_id,kind\n"


@pytest.fixture
def folder(tmp_path):
    """A registry of one unit with one website."""
    found = tmp_path / "registry"
    found.mkdir()
    (found / "units.csv").write_text(f"{UNITS}u1,甲单位,county\n", encoding="utf-8")
    (found / "websites.csv").write_text(f"{WEBSITES}w1,甲网站,http://www.example.gov.cn/,u1,portal\n", encoding="utf-8")
    return found


def test_an_empty_template_clears_no_registry_unless_told_to(xunjian, folder):
    """Headers alone: refused with what would vanish, shown by a dry run, done when it was asked for."""
    assert 0 == xunjian("registry", "import", folder)[0]
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "websites.csv").unlink()

    code, said = xunjian("registry", "import", folder)
    planned = xunjian("registry", "import", folder, "--dry-run")
    kept = json.loads(xunjian("registry", "import", folder, "--dry-run", "--json")[1])

    assert 2 == code
    assert all(word in said for word in ("--allow-empty", "单位将移除 1（u1）", "网站将移除 1（w1）"))
    assert 0 == planned[0]
    assert "网站：新增 0，变更 0，移除 1（w1）" in planned[1]
    assert ["w1"] == kept["changes"]["websites"]["removed"]
    assert 0 == xunjian("registry", "import", folder, "--allow-empty")[0]
    assert {} == json.loads(xunjian("registry", "import", folder, "--dry-run", "--json")[1])["changes"]


def test_a_removed_website_is_said_by_name_and_needs_no_leave(xunjian, folder):
    """The other side: somebody is left, so it is an ordinary change."""
    assert 0 == xunjian("registry", "import", folder)[0]
    (folder / "websites.csv").write_text(WEBSITES, encoding="utf-8")

    code, said = xunjian("registry", "import", folder)

    assert 0 == code
    assert "移除 1（w1）" in said


def test_an_export_before_any_import_is_a_template(xunjian, tmp_path):
    """A workbook with all headers and no rows, which can be imported and changes nothing."""
    book = tmp_path / "模板.xlsx"

    code, said = xunjian("registry", "export", book)

    sheets = openpyxl.load_workbook(book)
    assert (0, True) == (code, "空白名录" in said)
    assert ["单位", "联系人", "网站", "栏目", "新媒体", "留言板", "办事指南"] == sheets.sheetnames
    assert [1] * 7 == [sheet.max_row for sheet in sheets]
    assert 0 == xunjian("registry", "import", book)[0]


def test_contacts_by_role(xunjian, folder, tmp_path):
    """Imported, exported and imported again; a unit without 经办人 is said, an unknown role refused with its row."""
    contacts = folder / "contacts.csv"
    contacts.write_text(
        "id,unit_id,role,emails\np1,u1,分管领导,d@x.example\np2,u1,head,h@x.example\n", encoding="utf-8"
    )
    code, said = xunjian("registry", "import", folder)
    exported = xunjian("registry", "export", tmp_path / "out")
    again = json.loads(xunjian("registry", "import", tmp_path / "out", "--json")[1])

    assert (0, 0) == (code, exported[0])
    assert "没有经办人的单位 1（u1）" in said
    assert "p1,,u1,deputy,d@x.example" in (tmp_path / "out" / "contacts.csv").read_text("utf-8-sig")
    assert (False, {}, ["u1"]) == (again["changed"], again["changes"], again["without_handler"])

    contacts.write_text("id,unit_id,role,emails\np1,u1,经办人,d@x.example\np2,u1,处长,h@x.example\n", encoding="utf-8")
    code, said = xunjian("registry", "import", folder)

    assert 2 == code
    assert all(word in said for word in ("contacts.csv", "第 3 行", "role", "处长", "分管负责人(deputy)"))

    contacts.write_text("id,unit_id,role,emails\np1,u1,经办人,d@x.example\n", encoding="utf-8")

    assert [] == json.loads(xunjian("registry", "import", folder, "--json")[1])["without_handler"]


def test_a_silence_of_somebody_nobody_knows_is_refused(xunjian, folder):
    """A slip of the pen would silence nobody, unnoticed."""
    assert 0 == xunjian("registry", "import", folder)[0]
    words = ("silence", "add", "--until", now().date() + timedelta(days=2), "--why", "机房搬迁")

    assert 0 == xunjian(*words, "--unit", "u1")[0]
    assert 0 == xunjian(*words, "--target", "w1")[0]
    code, said = xunjian(*words, "--unit", "u2", "--target", "w2")

    assert 2 == code
    assert "u2：名录中没有" in said
    assert "w2：名录中没有" in said
