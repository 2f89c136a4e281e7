"""The reference pages are made from the code."""

from pathlib import Path

import pytest

from deploy import reference


def test_settings_say_name_default_and_meaning() -> None:
    """A variable stands with what it is without being set, and the sentence below it in the code."""
    page = reference.settings_page()

    assert "| `XUNJIAN_PACKS_DIR` | — | A directory of further rule packs. |" in page
    assert "| `XUNJIAN_NOTIFIER_SENDERS` | `16` |" in page.partition("## notifier")[2]


def test_metrics_say_kind_labels_and_meaning() -> None:
    """A metric stands under the service that exposes it."""
    page = reference.metrics_page()

    assert "| `xunjian_events_published` | counter | stream | Events a stream acknowledged. |" in page
    assert "`xunjian_warnings`" in page.partition("## notifier")[2]


def test_alerts_say_what_to_do() -> None:
    """An alert stands with its severity and its remedy."""
    page = reference.alerts_page().partition("## XunjianDeadLetters")[2]

    assert "critical, after the first look" in page
    assert "xunjian dead-letters list" in page


def test_a_stale_page_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check writes nothing and names each page that differs; after writing it finds nothing."""
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    monkeypatch.setattr(reference, "PAGES", tmp_path / "docs")
    monkeypatch.setattr(reference, "_PAGES", {"one.md": lambda: "text"})

    first = reference.main(["--check"])
    said = capsys.readouterr().err
    written = reference.main([])
    second = reference.main(["--check"])

    assert (1, 0, 0) == (first, written, second)
    assert "docs/one.md is not up to date: run `make docs`\n" == said
