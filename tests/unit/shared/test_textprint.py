"""Prints of texts are kept for months and compared across releases: the same text has the same print for ever."""

from shared.textprint import print_of

NOTICE = "各县区人民政府，市政府各部门：为切实做好今年防汛抗旱工作，现将有关事项通知如下。"


def test_a_print_stays_what_it_was() -> None:
    """Also the bits that exactly half of the pieces vote for, and blanks and punctuation that count for nothing."""
    assert print_of(NOTICE * 4) == 0x6D48974228583E21
    assert print_of(" ".join(NOTICE) * 4 + "！") == 0x6D48974228583E21
    assert print_of("一二三四五六七八" * 15) == 0x041AA948C52C848C


def test_what_is_too_short_has_none() -> None:
    """120 characters are enough, 119 are not."""
    assert print_of("防" * 120) is not None
    assert print_of("防" * 119) is None
