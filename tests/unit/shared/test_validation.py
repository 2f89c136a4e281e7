"""Mistakes of a body as a person reads them."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.validation import explain


class Mood(StrEnum):
    SUNNY = "sunny"
    GLOOMY = "gloomy"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = "x"


class Body(BaseModel):
    """A body with a field of every sort."""

    model_config = ConfigDict(extra="forbid")

    mood: Mood = Mood.SUNNY
    edition: Literal["1.0", "2.0"] = "1.0"
    at: datetime | None = None
    count: int = Field(default=1, ge=1)
    rate: float = 0.5
    shown: bool = True
    parts: tuple[Part, ...] = ()
    marks: dict[str, str] = {}
    name: str = ""

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name == "nobody":
            raise ValueError("没有这个人")
        return name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mood": "rainy"}, "mood：应为 sunny、gloomy 之一"),
        ({"edition": "3"}, "edition：应为 1.0、2.0 之一"),
        ({"at": "soon"}, "at：应为时间，例如 2026-01-31T08:00:00+08:00"),
        ({"count": "many"}, "count：应为整数"),
        ({"count": 1.5}, "count：应为整数，不能带小数"),
        ({"count": 0}, "count：应不小于 1"),
        ({"rate": "half"}, "rate：应为数字"),
        ({"shown": "perhaps"}, "shown：应为 true 或 false"),
        ({"parts": 7}, "parts：应为数组"),
        ({"parts": [{"title": 7}]}, "parts.0.title：应为字符串"),
        ({"parts": [{"tilte": "x"}]}, "parts.0.tilte：不认识的字段，请删去或改正拼写"),
        ({"marks": "x"}, "marks：应为 JSON 对象"),
        ({"name": "nobody"}, "name：没有这个人"),
        ({"rate": "half", "shown": "perhaps"}, "rate：应为数字；shown：应为 true 或 false"),
    ],
)
def test_each_mistake_says_where_and_what(given, said):
    """In Chinese, and without the value, which may be a secret."""
    with pytest.raises(ValidationError) as caught:
        Body.model_validate(given)

    assert said == explain(caught.value)
