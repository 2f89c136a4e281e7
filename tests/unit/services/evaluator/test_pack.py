"""A rule pack as it is written."""

import pytest

from services.evaluator.pack import Provenance, parse_pack
from shared.errors import BadInput

HEAD = 'id = "x"\nname = "测试"\nversion = "1"\nsource = "测试"\nprovenance = "text"\nvalid_from = 2024-01-01\n'


def test_each_number_has_the_nearest_provenance() -> None:
    """Its own, else its table's, else the pack's."""
    text = f"""{HEAD}
[a]
one = 1
two = {{ value = 2, provenance = "own" }}
[b]
provenance = "placeholder"
three = 3
[b.c]
four = 4
"""
    numbers = parse_pack(text, "x.toml").numbers

    assert {
        "a.one": Provenance.TEXT,
        "a.two": Provenance.OWN,
        "b.three": Provenance.PLACEHOLDER,
        "b.c.four": Provenance.PLACEHOLDER,
    } == {path: number.provenance for path, number in numbers.items()}
    assert 2 == numbers["a.two"].value
    assert "x" == numbers["a.two"].pack


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (b"\xff\xfe", "x.toml: expected UTF-8 TOML"),
        ("id = ", "x.toml: expected UTF-8 TOML"),
        (HEAD.replace("2024-01-01", '"下月"'), "x.toml:6: valid_from: expected"),
        (HEAD.replace('"text"', '"guess"'), "x.toml:5: provenance: expected 'text', 'notice'"),
        (HEAD.replace('id = "x"\n', ""), "x.toml: id: missing"),
        (HEAD + "valid_to = 2023-12-31\n", "x.toml: (top): valid_to 2023-12-31 lies before valid_from 2024-01-01"),
        (HEAD + "colour = 3\n", "x.toml:7: colour: unknown key, got 3"),
        (
            HEAD + '[a]\nb = { value = 1, provenance = "guess" }\n',
            "x.toml:8: a.b.provenance: expected text, notice, placeholder, own, got 'guess'",
        ),
        (HEAD + "[a]\nb = { value = 1, why = 2 }\n", "x.toml:8: a.b: expected only value and provenance, got why too"),
    ],
    ids=[
        "bytes",
        "syntax",
        "date",
        "provenance",
        "missing",
        "order",
        "unknown",
        "number's provenance",
        "number's keys",
    ],
)
def test_mistakes_say_where_and_what(text: str | bytes, mistake: str) -> None:
    """File, line and path; what was expected and what was found."""
    with pytest.raises(BadInput) as caught:
        parse_pack(text, "x.toml")

    assert any(one.startswith(mistake) for one in caught.value.mistakes), caught.value.mistakes
