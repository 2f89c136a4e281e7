"""Settings are typed, secrets may be files, and every mistake names its variable."""

from pathlib import Path

import pytest

from shared.errors import BadInput
from shared.settings import Settings


def test_a_secret_may_come_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`…_FILE` names the file; the end of its line is not part of the secret."""
    secret = tmp_path / "url"
    secret.write_text("mongodb://user:secret@db/\n", encoding="utf-8")
    monkeypatch.delenv("XUNJIAN_MONGO_URL", raising=False)
    monkeypatch.setenv("XUNJIAN_MONGO_URL_FILE", str(secret))

    settings = Settings.from_environment()

    assert "mongodb://user:secret@db/" == settings.required_mongo_url()
    assert "secret" not in repr(settings)


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A missing file is no empty secret."""
    monkeypatch.delenv("XUNJIAN_SMTP_URL", raising=False)
    monkeypatch.setenv("XUNJIAN_SMTP_URL_FILE", str(tmp_path / "nothing"))

    with pytest.raises(BadInput, match="XUNJIAN_SMTP_URL_FILE"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("XUNJIAN_LOG", "xml"),
        ("XUNJIAN_TIMEZONE", "Asia/Atlantis"),
        ("XUNJIAN_TIMEZONE", "UTC"),
        ("XUNJIAN_TIMEZONE", "Asia/Tokyo"),
        ("XUNJIAN_HTTP_PORT", "eighty"),
    ],
)
def test_a_value_nobody_understands_is_refused_by_name(variable: str, value: str, monkeypatch: pytest.MonkeyPatch):
    """The error says which variable is wrong."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadInput, match=variable):
        Settings.from_environment()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "PRC", "Asia/Singapore"])
def test_a_zone_whose_clocks_show_chinas_time_is_taken(zone: str, monkeypatch: pytest.MonkeyPatch):
    """Any other would promise times that nobody is shown."""
    monkeypatch.setenv("XUNJIAN_TIMEZONE", zone)

    assert zone == Settings.from_environment().timezone


def test_a_missing_address_says_how_one_looks(monkeypatch: pytest.MonkeyPatch):
    """Nobody has to look the form of an address up."""
    monkeypatch.delenv("XUNJIAN_NATS_URL", raising=False)

    with pytest.raises(BadInput, match=r"nats://127\.0\.0\.1:4222"):
        Settings.from_environment().required_nats_url()
