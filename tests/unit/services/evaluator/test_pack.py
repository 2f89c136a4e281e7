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
        (b"\xff\xfe", "x.toml: 应为 UTF-8 编码的文本文件，第 1 个字节不是"),
        ("id = 1\nname = 某县\n", "x.toml:2: 第 8 列读不懂，不是正确的 TOML（Invalid value）"),
        ("id = ", "x.toml: 文件末尾读不懂，不是正确的 TOML（Invalid value）"),
        (
            HEAD.replace("2024-01-01", '"下月"'),
            "x.toml:6: valid_from: 应为 日期（不加引号",
        ),
        (
            HEAD.replace('"text"', '"guess"'),
            'x.toml:5: provenance: 应为 "text"、"notice"、"placeholder"、"own" 之一，写的是 "guess"',
        ),
        (HEAD.replace('id = "x"\n', ""), "x.toml: id: 缺少这个键"),
        (HEAD + "valid_to = 2023-12-31\n", "x.toml:7: valid_to: 应不早于 valid_from（2024-01-01），写的是 2023-12-31"),
        (HEAD + "colour = 3\n", "x.toml:7: colour: 没有这个键（写的是 3）；可写的有：id、name"),
        (
            HEAD + '[a]\nb = { value = 1, provenance = "guess" }\n',
            'x.toml:8: a.b.provenance: 应为 "text"、"notice"、"placeholder"、"own" 之一，写的是 "guess"',
        ),
        (HEAD + "[a]\nb = { value = 1, why = 2 }\n", "x.toml:8: a.b: 只能写 value 和 provenance，多了 why"),
    ],
    ids=[
        "bytes",
        "words without quotes",
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
