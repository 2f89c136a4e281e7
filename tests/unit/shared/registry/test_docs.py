"""The operator's page about the registry agrees with what is read."""

from pathlib import Path

import pytest

from shared.registry.schema import SHEETS
from shared.registry.values import CHANNEL_SCHEMES

PAGE = (Path(__file__).parents[4] / "docs" / "registry.md").read_text("utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kind.value)
def test_every_field_is_explained(sheet):
    """The section of a sheet has a line for each field, with header, key, whether it is required, and its choices."""
    section = PAGE.split(f"### {sheet.title} `{sheet.kind.value}`")[1].split("\n##")[0]

    for field in sheet.fields:
        required = "是" if field.required else ""
        (line,) = [
            line for line in section.splitlines() if line.startswith(f"| {field.title} | `{field.key}` | {required} |")
        ]
        assert all(member.value in line for member in field.titles or ())


@pytest.mark.parametrize("scheme", CHANNEL_SCHEMES)
def test_every_channel_is_explained(scheme):
    """Each way to tell a unit is on the page."""
    assert f"`{scheme}://" in PAGE
