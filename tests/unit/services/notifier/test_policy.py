"""The policy as data."""

import pytest

from services.notifier.policy import DEFAULT, load
from shared.errors import BadInput


def test_the_default_policy_marks_its_deadlines_as_its_own():
    """Nobody has read the number of workdays anywhere: it says so."""
    assert "placeholder" == load().mend.provenance


MISTAKES = {
    "not a table": ("version = ", "is not TOML"),
    "a missing part": ('version = "1"', "mend: Field required"),
    "an unknown field": (DEFAULT.read_text(encoding="utf-8") + "\n[more]\nx = 1\n", "more: Extra inputs"),
    "an interval of nothing": (
        DEFAULT.read_text(encoding="utf-8").replace("[3, 5, 10]", "[0]"),
        "at least one workday",
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_policy_nobody_understands_is_refused(tmp_path, text, expected):
    """The file, the field and the reason are named."""
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        load(path)

    assert expected in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_policy_that_is_not_there_is_refused(tmp_path):
    """A misspelt path is an error, not the default."""
    with pytest.raises(BadInput, match="cannot be read"):
        load(tmp_path / "none.toml")
