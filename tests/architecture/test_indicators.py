"""The path of an indicator is its name, and each is listed once."""

from pathlib import Path

import pytest

from services.evaluator.indicators import EVERY

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "services/evaluator/indicators"
TESTS = ROOT / "tests/unit/services/evaluator/indicators"
IDS = [indicator.id for indicator in EVERY]
FILES = sorted(file for file in FOLDER.rglob("*.py") if file.name != "__init__.py")


def id_of(file: Path) -> str:
    return ".".join(file.relative_to(FOLDER).with_suffix("").parts)


def test_the_path_is_the_id() -> None:
    """Every file is in the table under its own path, and nothing else is."""
    assert sorted(id_of(file) for file in FILES) == sorted(IDS)


def test_each_is_listed_once() -> None:
    """The table has no doubles."""
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize("file", FILES, ids=id_of)
def test_each_has_a_mirrored_test(file: Path) -> None:
    """The test stands where the indicator stands."""
    place = file.relative_to(FOLDER)

    assert (TESTS / place.parent / f"test_{place.name}").exists()


@pytest.mark.parametrize("file", FILES, ids=id_of)
def test_each_opens_with_its_question(file: Path) -> None:
    """The module's docstring asks it."""
    assert file.read_text(encoding="utf-8").splitlines()[0].endswith('?"""')


@pytest.mark.parametrize("indicator", EVERY, ids=lambda indicator: indicator.id)
def test_each_says_what_people_need(indicator: object) -> None:
    """Title, clause, what is looked at and how to mend it, in Chinese."""
    for name in ("title", "clause", "looks_at", "remedy"):
        assert any("一" <= letter <= "鿿" for letter in getattr(indicator, name)), name


@pytest.mark.parametrize("indicator", EVERY, ids=lambda indicator: indicator.id)
def test_its_scope_begins_its_id(indicator: object) -> None:
    """`website.…` and `guide.…` are asked of websites, `account.…` of accounts, `org.…` of the regulator."""
    family = indicator.id.partition(".")[0]  # type: ignore[attr-defined]

    assert {"guide": "website"}.get(family, family) == str(indicator.scope)  # type: ignore[attr-defined]
