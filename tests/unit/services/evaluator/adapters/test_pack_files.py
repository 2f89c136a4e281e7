"""Reading the folders of rule packs."""

from pathlib import Path

import pytest

from services.evaluator.adapters.pack_files import read_packs
from shared.errors import BadInput

HEAD = (
    'id="{id}"\nname="测试"\nversion="{version}"\nsource="测试"\n'
    'provenance="notice"\nvalid_from=2024-01-01\nextends="national"\n'
)


def test_the_operators_folder_adds_packs(tmp_path: Path) -> None:
    """A new regime needs no code: a file is enough."""
    (tmp_path / "county.toml").write_text(HEAD.format(id="county", version="1"), encoding="utf-8")

    ids = {pack.id for pack in read_packs(tmp_path)}

    assert {"national", "qiandongnan", "county"} == ids


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
