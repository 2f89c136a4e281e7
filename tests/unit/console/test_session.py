"""What every command shares: JSON in one form."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from console.session import Session


def test_moments_and_days_are_written_as_iso_8601(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With the T between day and time, as every reader of JSON expects."""
    told = {"at": datetime(2026, 11, 28, 15, 56, 21, tzinfo=UTC), "on": date(2026, 11, 28), "path": Path("a")}

    Session.of(tmp_path, as_json=True).print_json(told)

    expected = {"at": "2026-11-28T15:56:21+00:00", "on": "2026-11-28", "path": "a"}
    assert expected == json.loads(capsys.readouterr().out)
