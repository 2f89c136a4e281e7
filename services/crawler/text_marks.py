"""What the running text of an article gives away for later comparison, without being kept itself."""

import re

from shared.textprint import print_of

_ATTACHMENT = re.compile(
    r"(?:详?见|参见|下载|填写|报送|附)附件[^，。；]{0,12}|附件\s*[一二三四五六七八九十\d]*\s*[:：.．][^，。；\n]{0,20}|附件下载"
)


def text_marks(text: str) -> dict[str, str]:
    """`attachment_promised`: the words that speak of an attachment; `text_print`: its print, to find copies of it."""
    marks = {}
    if "附" in text and (promised := _ATTACHMENT.search(text)):
        marks["attachment_promised"] = promised[0].strip()[:40]
    value = print_of(text[:20_000])
    if value is not None:
        marks["text_print"] = f"{value:016x}"
    return marks
