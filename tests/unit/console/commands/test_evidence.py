"""`xunjian evidence verify`: what it says and how it exits."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from console.app import build
from shared import clock
from shared.evidence import EvidenceStore

RUNNER = CliRunner()
BODY = b"page"


@pytest.fixture
def verify(tmp_path):
    """Runs the command on a directory of evidence."""

    def run(*arguments):
        return RUNNER.invoke(build("evidence"), ["evidence", "verify", "--dir", str(tmp_path), *arguments])

    return run


@pytest.fixture
def store(tmp_path):
    """A record of the day before yesterday, sealed, and one of now."""
    store = EvidenceStore(tmp_path)
    for days in (2, 0):
        store.keep({"answers": [], "days": days}, [BODY], at=clock.now() - timedelta(days=days))
        store.seal(now=clock.now() - timedelta(days=max(days - 1, 0)))
    return store


def test_sealed_days_and_the_one_under_way(verify, store):
    """Exit 0, each day with its state."""
    result = verify("--json")
    found = json.loads(result.output)

    assert 0 == result.exit_code, result.output
    assert (True, []) == (found["intact"], found["damages"])
    assert ["sealed", "open"] == [found["days"][0]["state"], found["days"][-1]["state"]]
    assert "尚未封存" in verify().output


def test_damage_is_named(verify, store, tmp_path):
    """Exit 1, the day and what is wrong."""
    min((tmp_path / "manifests").iterdir()).unlink()
    result = verify("--json")

    assert 1 == result.exit_code
    assert "没有校验清单" in json.loads(result.output)["damages"][0]["what"]
    assert "证据已损坏" in verify().output


def test_nothing_to_check_is_not_intact(verify):
    """Exit 2, and no claim either way."""
    result = verify("--json")

    assert (2, None) == (result.exit_code, json.loads(result.output)["intact"])
    assert "没有可以核对的证据" in verify().output
