"""What a text gives away: a promised attachment, and its print."""

import pytest

from services.crawler.text_marks import text_marks


@pytest.mark.parametrize(
    "text",
    ["具体名单见附件。", "附件：1.申报表", "附件1：名单", "请下载附件填写", "详见附件2《目录》"],
)
def test_an_attachment_is_promised(text):
    """In the words people use for it."""
    assert text_marks(text)["attachment_promised"]


@pytest.mark.parametrize("text", ["会议强调安全生产。", "", "该附件条款已废止"])
def test_no_attachment_is_promised(text):
    """The word alone is no promise."""
    assert "attachment_promised" not in text_marks(text)


def test_a_long_text_has_a_print_and_a_short_one_has_none():
    """Sixteen hexadecimal digits."""
    text = "".join(f"第{n}条 各单位应当做好第{n * 7}项工作。" for n in range(40))

    assert 16 == len(text_marks(text)["text_print"])
    assert "text_print" not in text_marks("太短")
