"""Reading the folders of rule packs."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.evaluator.adapters.pack_files import PackFiles, read_packs
from shared.errors import BadInput

HEAD = (
    'id="{id}"\nname="测试"\nversion="{version}"\nsource="测试"\n'
    'provenance="notice"\nvalid_from=2024-01-01\nextends="national"\n'
)


def test_the_operators_folder_adds_packs(tmp_path: Path) -> None:
    """A new regime needs no code: a file is enough."""
    (tmp_path / "county.toml").write_text(HEAD.format(id="county", version="1"), encoding="utf-8")

    ids = {pack.id for pack in read_packs(tmp_path)}

    assert {"national", "qiandongnan", "county"} <= ids


def test_the_operators_file_replaces_ours_of_the_same_name(tmp_path: Path) -> None:
    """So that a regulator can mend a pack of the product."""
    (tmp_path / "qiandongnan.toml").write_text(HEAD.format(id="qiandongnan", version="9"), encoding="utf-8")

    versions = {pack.header.version for pack in read_packs(tmp_path) if pack.id == "qiandongnan"}

    assert {"9"} == versions


def test_every_mistake_of_every_file_is_told(tmp_path: Path) -> None:
    """Two bad files, both named."""
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text("id = ", encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        read_packs(tmp_path)

    assert 2 == len(caught.value.mistakes)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """With the setting that names it."""
    with pytest.raises(BadInput, match="XUNJIAN_PACKS_DIR"):
        read_packs(tmp_path / "nowhere")


# -- the port --------------------------------------------------------------------------------------------------------

DAY = date(2026, 11, 20)


def write_pack(folder, window="7 days"):
    """An overlay of the national pack."""
    text = HEAD.format(id="ours", version="1") + f'[account.veto.stale_2w]\nwindow = "{window}"\n'
    (folder / "ours.toml").write_text(text, encoding="utf-8")


def test_the_same_rules_are_the_same_object_on_any_day():
    """So that nobody is judged again because a day has begun."""
    packs = PackFiles()

    assert packs.rules("national", DAY) is packs.rules("national", DAY + timedelta(days=1))


def test_a_changed_file_is_read_again(tmp_path):
    """Other numbers are other rules, with another version."""
    write_pack(tmp_path)
    packs = PackFiles(tmp_path)
    before = packs.rules("ours", DAY)

    write_pack(tmp_path, window="10 workdays")
    after = packs.rules("ours", DAY)

    assert before.version != after.version
    assert after is packs.rules("ours", DAY)


def test_a_file_that_says_the_same_changes_nothing(tmp_path):
    """Touched, not edited."""
    write_pack(tmp_path)
    packs = PackFiles(tmp_path)
    before = packs.rules("ours", DAY)

    os.utime(tmp_path / "ours.toml", ns=(1, 1))

    assert before is packs.rules("ours", DAY)


def test_a_broken_file_is_told_and_nothing_else_takes_its_place(tmp_path):
    """Until it is mended; also for those who ask for another pack, for it may be what that one extends."""
    write_pack(tmp_path)
    packs = PackFiles(tmp_path)
    packs.rules("ours", DAY)

    write_pack(tmp_path, window="两周")
    with pytest.raises(BadInput) as caught:
        packs.rules("ours", DAY)
    (tmp_path / "broken.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(BadInput, match="读不出"):
        packs.rules("national", DAY)
    (tmp_path / "broken.toml").unlink()
    write_pack(tmp_path)

    assert any("ours.toml" in mistake and "两周" in mistake for mistake in caught.value.mistakes)
    assert "ours" == packs.rules("ours", DAY).id


def test_an_unknown_pack_names_those_there_are():
    """And a day without an edition names the editions."""
    packs = PackFiles()

    with pytest.raises(BadInput, match="national"):
        packs.rules("nowhere", DAY)
    with pytest.raises(BadInput, match="没有有效的版本"):
        packs.rules("national", date(1999, 1, 1))


def test_a_pack_is_tried_without_being_kept() -> None:
    """Its numbers are in force for who asked, and for nobody else."""
    packs = PackFiles()
    text = HEAD.format(id="county", version="1") + '[account.veto.stale_2w]\nwindow = "7 days"\nwarn_after = "5 days"\n'

    tried = packs.trial(text, date(2026, 1, 1))

    assert "county" == tried.id
    assert "7 days" == tried.numbers["account.veto.stale_2w.window"].value
    with pytest.raises(BadInput):
        packs.rules("county", date(2026, 1, 1))


def test_the_days_of_a_tried_pack_make_no_difference() -> None:
    """It is asked what it would have said of the past."""
    text = HEAD.format(id="county", version="1").replace("2024-01-01", "2030-01-01")

    assert "county" == PackFiles().trial(text, date(2026, 1, 1)).id


def test_a_tried_edition_stands_in_for_the_one_in_force() -> None:
    """The next edition of a pack that exists."""
    text = HEAD.format(id="qiandongnan", version="next")

    assert PackFiles().trial(text, date(2026, 1, 1)).version.startswith("next")


def test_a_tried_pack_that_is_wrong_says_what_is() -> None:
    """Nobody judges by half a pack."""
    with pytest.raises(BadInput):
        PackFiles().trial(HEAD.format(id="county", version="1") + "[sight]\nx = 1\n", date(2026, 1, 1))
