"""What pydantic found wrong, in words for the person who has to mend it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

_SAID = {
    "missing": "缺少，必须给出",
    "extra_forbidden": "不认识的字段，请删去或改正拼写",
    "string_type": "应为字符串",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数，不能带小数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "datetime_type": "应为时间，例如 2026-01-31T08:00:00+08:00",
    "datetime_parsing": "应为时间，例如 2026-01-31T08:00:00+08:00",
    "datetime_from_date_parsing": "应为时间，例如 2026-01-31T08:00:00+08:00",
    "datetime_object_invalid": "应为时间，例如 2026-01-31T08:00:00+08:00",
    "date_type": "应为日期，例如 2026-01-31",
    "date_parsing": "应为日期，例如 2026-01-31",
    "date_from_datetime_parsing": "应为日期，例如 2026-01-31",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected} 之一",
    "list_type": "应为数组",
    "tuple_type": "应为数组",
    "dict_type": "应为 JSON 对象",
    "model_type": "应为 JSON 对象",
    "model_attributes_type": "应为 JSON 对象",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "string_too_short": "太短，至少 {min_length} 个字符",
    "string_too_long": "太长，至多 {max_length} 个字符",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "json_invalid": "不是 JSON：{error}",
    "value_error": "{error}",
}


def sentence(detail: Mapping[str, Any]) -> str:
    """What is wrong with one value, without the value: it may be a secret."""
    known = _SAID.get(detail["type"])
    context = {name: _plain(value) for name, value in detail.get("ctx", {}).items()}
    return known.format_map(context) if known else str(detail["msg"])


def place(detail: Mapping[str, Any], top: str = "") -> str:
    """Where it stands, such as entries.0.title."""
    return ".".join(map(str, detail["loc"])) or top


def explain(error: ValidationError) -> str:
    """Every mistake of a body in one line: where, what."""
    return "；".join(f"{place(each, 'body')}：{sentence(each)}" for each in error.errors(include_url=False))


def _plain(value: Any) -> str:
    return str(value).replace(" or ", "、").replace(", ", "、").replace("'", "")
