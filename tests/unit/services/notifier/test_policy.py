"""The policy as data."""

import pytest

from services.notifier.policy import DEFAULT, load
from shared.errors import BadInput
from shared.registry.vocabulary import Role


def test_the_default_policy_marks_its_deadlines_as_its_own():
    """Nobody has read the number of workdays anywhere: it says so."""
    assert "placeholder" == load().mend.provenance


def test_a_policy_that_says_nothing_of_roles_has_those_of_the_default(tmp_path):
    """Files written before there were any go on to be read."""
    text = DEFAULT.read_text(encoding="utf-8")
    begin = text.index("[roles]")
    path = tmp_path / "policy.toml"
    path.write_text(text[:begin] + text[text.index("[acknowledge]") :], encoding="utf-8")

    assert load().roles == load(path).roles


def test_roles_of_ones_own(tmp_path):
    """The regulator's choice is taken as it is."""
    path = tmp_path / "policy.toml"
    text = DEFAULT.read_text(encoding="utf-8")
    path.write_text(text.replace('copy = ["handler"]', 'copy = ["deputy", "head"]'), encoding="utf-8")

    assert {Role.DEPUTY, Role.HEAD} == load(path).roles.wanted("copy")
    assert {Role.HANDLER} == load(path).roles.wanted("fault")


MISTAKES = {
    "not a table": ("version = ", "is not TOML"),
    "a missing part": ('version = "1"', "mend: Field required"),
    "an unknown field": (DEFAULT.read_text(encoding="utf-8") + "\n[more]\nx = 1\n", "more: Extra inputs"),
    "a role nobody has": (
        DEFAULT.read_text(encoding="utf-8").replace('fault = ["handler"]', 'fault = ["director"]'),
        "roles.fault.0: Input should be 'handler', 'deputy' or 'head'",
    ),
    "a step for nobody": (
        DEFAULT.read_text(encoding="utf-8").replace('copy = ["handler"]', "copy = []"),
        "roles.copy: Frozenset should have at least 1 item",
    ),
    "a role for the end": (
        DEFAULT.read_text(encoding="utf-8").replace("[roles]", '[roles]\nrecovery = ["head"]'),
        "roles.recovery: Extra inputs",
    ),
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
