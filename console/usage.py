"""Wrong usage told in Chinese: the library that reads the command line speaks English."""

import re

_SAID = (
    (r"No such command '(.+?)'\.(?: Did you mean '(.+?)'\?)?.*", "没有命令 {0}", "是否要用 {1}？"),
    (
        r"No such option: (\S+?)\.?(?: Did you mean (\S+?)\?| \(Possible options: (.+?)\))?",
        "没有选项 {0}",
        "是否要用 {1}{2}？",
    ),
    (r"Missing argument '(.+?)'\..*", "缺少参数 {0}", ""),
    (r"Missing option '(.+?)'\..*", "缺少选项 {0}", ""),
    (r"Missing command\.", "缺少命令", ""),
    (r"Option '(.+?)' requires an argument\.", "选项 {0} 后面要有值", ""),
    (r"Got unexpected extra argument\(s\) \((.+)\)", "多余的参数：{0}", ""),
    (
        r"Invalid value for '(.+?)': .*'(.*)' does not match the formats '%Y-%m-%d'\.",
        "{0} 应为日期，例如 2026-01-31，实为 {1}",
        "",
    ),
    (r"Invalid value for '(.+?)': .*valid number.*", "{0} 应为数字", ""),
    (r"Invalid value for '(.+?)': .*valid integer.*", "{0} 应为整数", ""),
    (r"Invalid value for '(.+?)': (.*)", "{0} 的值不对：{1}", ""),
)
"""What the library says, what we say, and what we add where it knows a near word."""


def in_chinese(message: str) -> str:
    """The sentence; one that is not known stays as it is."""
    for pattern, said, hint in _SAID:
        if found := re.fullmatch(pattern, message.strip(), re.DOTALL):
            words = [word or "" for word in found.groups()]
            near = hint.format(*words) if any(words[1:]) else ""
            return f"{said.format(*words)}{'；' if near else ''}{near}"
    return message
