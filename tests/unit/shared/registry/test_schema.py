"""The one table that declares sheets and fields agrees with the rows and with itself."""

import pytest

from shared.registry.headers import _heading
from shared.registry.model import MODELS, Kind
from shared.registry.schema import SHEETS
from shared.registry.values import folded


def test_every_field_of_every_row_has_its_column():
    """Sheets and models have the same fields, none missing, none too many."""
    expected = {kind: set(model.model_fields) for kind, model in MODELS.items()}

    assert expected == {sheet.kind: {field.key for field in sheet.fields} for sheet in SHEETS}
    assert set(Kind) == set(expected)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kind.value)
def test_headers_name_one_field_each(sheet):
    """No header can mean two fields of a sheet."""
    names = [name for field in sheet.fields for name in {_heading(name) for name in field.headers}]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.kind.value)
def test_required_fields_are_those_without_default(sheet):
    """What the model cannot do without is what the sheet demands."""
    model = MODELS[sheet.kind]

    assert {name for name, info in model.model_fields.items() if info.is_required()} == {
        field.key for field in sheet.fields if field.required
    }


def test_sheet_names_are_unambiguous():
    """No name can mean two sheets."""
    names = [folded(name) for sheet in SHEETS for name in sheet.names]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    "field", [f for s in SHEETS for f in s.fields if f.titles], ids=lambda field: f"{field.key}-{field.title}"
)
def test_choices_have_one_meaning_each(field):
    """Every member has a title, and no title means two members."""
    titles = [folded(name) for member, names in field.titles.items() for name in (member.value, *names)]

    assert set(type(next(iter(field.titles)))) == set(field.titles)
    assert sorted(set(titles)) == sorted(titles)
