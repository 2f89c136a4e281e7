"""Hints in texts: what is suspected, and above all what is not."""

from datetime import timedelta

import pytest

from services.evaluator.adapters.lexicon_files import LexiconFiles, load_lexicon
from services.evaluator.hints import attachments, clumped, duplicates, wording
from services.evaluator.hints.characters import oddities
from services.evaluator.hints.line import RECENT, Line, lines_of
from services.evaluator.hints.wording import BadLexicon, Lexicon, read_lexicon
from shared.contracts.observations import Entry
from shared.contracts.target import TargetKind
from shared.errors import BadInput
from shared.textprint import bands, difference, print_of
from tests.builders import NOW, a_column_look, a_feed_look, a_visit, days_ago

PLACES = "山河湖海江溪泉源谷岭峰坡原野林草花木竹松柏梅兰菊荷桃李杏桂枫"
TEXT = "".join(
    f"{place}乡第{n}村民小组应当在汛期到来之前完成{place}渠清淤{n * 7}米，加固堤防{n * 13}处，并报{place}办备案。"
    for n, place in enumerate(PLACES)
)


def a_line(title="关于召开全市防汛抗旱工作会议的通知", **fields):
    known = {
        "target_kind": TargetKind.WEBSITE,
        "target_id": "w1",
        "page": "column:c1",
        "title": title,
        "url": "https://www.example.gov.cn/a.html",
        "published_at": days_ago(1),
        "seen_at": NOW,
    }
    return Line(**{**known, **fields})


def words(title, lexicon):
    return [suspicion.hint.text for suspicion in wording.suspected(a_line(title), lexicon)]


LEXICON = read_lexicon([("a.txt", "布署 = 部署\n按排 = 安排 # 说明\n- 按排名\n某词 =\n")])


def test_a_wrong_word_is_suspected_with_what_is_meant():
    """And where it stands."""
    (text,) = words("关于布署防汛工作的通知", LEXICON)

    assert text == "疑似用词不当：“关于布署防汛工作的通知”中的“布署”，疑为“部署”"


@pytest.mark.parametrize("title", ["关于部署防汛工作的通知", "按排名公布结果", ""])
def test_right_words_are_left_alone(title):
    """Also where a right word holds a wrong one."""
    assert [] == words(title, LEXICON)


def test_a_word_is_suspected_once_a_title():
    """Twice the same is one thing to look at."""
    assert 1 == len(words("按排按排", LEXICON))


def test_an_exception_covers_only_its_own_place():
    """The wrong word beside it is still wrong."""
    assert 1 == len(words("按排名按排工作", LEXICON))


def test_a_word_only_a_person_can_correct():
    """Nothing is proposed."""
    assert "疑为" not in words("某词", LEXICON)[0]


@pytest.mark.parametrize("text", ["布署", "甲 = 乙", "布署 = 布署"])
def test_a_line_that_is_no_pair_says_where_it_stands(text):
    """File and line."""
    with pytest.raises(BadLexicon, match=r"a\.txt 第 2 行"):
        read_lexicon([("a.txt", f"# 说明\n{text}")])


def test_the_lists_of_the_product_can_be_read():
    """And find what they are for."""
    assert words("关于布署工作的通知", load_lexicon())


@pytest.mark.parametrize(
    "title",
    [
        "做好究竟争议的处理",
        "关于实现年度目的的通知",
        "分布署名文章",
        "全市统一部署安排即使遇雨",
        "按排序公示",
        "国防碍难",
    ],
)
def test_the_lists_of_the_product_do_not_accuse_ordinary_titles(title):
    """Words that contain a wrong one by chance."""
    assert [] == words(title, load_lexicon())


def test_the_operators_lists_come_on_top(tmp_path):
    """They are read again when they change; a broken one leaves the last good one in force."""
    (tmp_path / "own.txt").write_text("错词 = 对词", encoding="utf-8")
    lexicon = LexiconFiles(tmp_path)
    first, found = lexicon()
    (tmp_path / "own.txt").write_text("错词 = 对词\n又错 = 又对", encoding="utf-8")
    second, more = lexicon()
    (tmp_path / "own.txt").write_text("坏行坏行坏行", encoding="utf-8")
    third, still = lexicon()

    assert ("错词" in found.words, "又错" in more.words, "又错" in still.words) == (True, True, True)
    assert (first != second, second == third) == (True, True)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """At the start, not in silence."""
    with pytest.raises(BadInput, match="LEXICON_DIR"):
        LexiconFiles(tmp_path / "none")()


@pytest.mark.parametrize(
    ("title", "word"),
    [
        pytest.param("关于\u200b召开会议的通知", "U+200B", id="invisible"),
        pytest.param("锟斤拷锟斤拷", "乱码", id="mojibake"),
        pytest.param("市政府&nbsp;通知", "&nbsp;", id="entity"),
        pytest.param("关于　　召开会议的通知", "多余空格", id="blanks"),
        pytest.param(" 关于召开会议的通知", "多余空格", id="leading-blank"),
        pytest.param("关于召开会议的通知。。", "。。", id="repeated"),
        pytest.param("关于印发《办法的通知", "《", id="lonely-bracket"),
    ],
)
def test_odd_characters_are_told(title, word):
    """With what is odd."""
    assert word in "".join(oddities(title))


@pytest.mark.parametrize(
    "title",
    [
        "关于印发《办法》的通知",
        "王 强同志任前公示",
        "2026年第1期（总第20期）",
        "关于召开全市经济工作会议暨优化营商环境大会的通…",
        "关于印发《某市人民政府关于进一步加强...",
        "R&D经费统计公报",
        "AT&T公司",
        "“放管服”改革",
    ],
)
def test_ordinary_titles_are_left_alone(title):
    """Names with one blank, cut titles, an ampersand."""
    assert [] == list(oddities(title))


def listed(*days):
    return [a_line(f"第{n}条", published_at=days_ago(day)) for n, day in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param([1] * 10 + [31], 1, id="ten-at-once-after-thirty-days"),
        pytest.param([1] * 9 + [31], 0, id="nine-at-once"),
        pytest.param([1] * 10 + [30], 0, id="after-twenty-nine-days"),
        pytest.param([1] * 12, 0, id="nothing-known-before"),
    ],
)
def test_a_list_filled_at_once_after_silence(days, found):
    """Both limits; a list that does not reach back shows no silence."""
    assert found == len(list(clumped.suspected(listed(*days))))


@pytest.mark.parametrize(
    ("title", "article", "found"),
    [
        pytest.param("公示", {"attachment_promised": "详见附件"}, 1, id="the-text-promises"),
        pytest.param("公示（附件）", {}, 1, id="the-title-promises"),
        pytest.param("公示（附件）", {"attachments": [{"url": "a.pdf"}]}, 0, id="it-is-there"),
        pytest.param("公示", {}, 0, id="nobody-promises"),
        pytest.param("公示（附件）", None, 0, id="only-a-line-of-a-list"),
    ],
)
def test_an_attachment_that_is_spoken_of(title, article, found):
    """Only an article can show that it is missing."""
    assert found == len(list(attachments.suspected(a_line(title, article=article))))


def a_print(target, *, days=1, unit=None, title="关于做好某某县2026年秋季开学有关工作的通知", text=None, **article):
    value = print_of(text) if text else None
    body = {**article, **({"text_print": f"{value:016x}"} if value is not None else {})}
    line = a_line(title, target_id=target, url=f"https://{target}.gov.cn/a", published_at=days_ago(days), article=body)
    return duplicates.print_of_line(line, unit or f"u-{target}")


def test_nearly_the_same_text_of_two_units_is_a_hint_against_the_later():
    """Whichever was read first."""
    first, later = a_print("w1", days=3, text=TEXT), a_print("w2", days=1, title="另一个标题", text=TEXT + "特此通知。")

    told = [[one.target_id for one in duplicates.suspected(*pair)] for pair in ((first, [later]), (later, [first]))]

    assert [["w2"], ["w2"]] == told


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"target": "w1"}, id="the-same-site"),
        pytest.param({"target": "w2", "unit": "u-w1"}, id="the-same-unit"),
        pytest.param({"target": "w2", "days": 9}, id="weeks-apart"),
        pytest.param({"target": "w2", "text": "完全不同的内容，讲述另外一件事情。" * 20}, id="another-text"),
    ],
)
def test_what_is_no_copy(other):
    """The same house, another time, another text."""
    known = {"text": TEXT, "days": 1, **other}

    assert [] == list(duplicates.suspected(a_print("w1", text=TEXT), [a_print(**known)]))


def test_what_everybody_reprints_is_no_copy():
    """A national notice stands on many sites."""
    others = [a_print(f"w{n}", text=TEXT) for n in range(2, 6)]

    assert [] == list(duplicates.suspected(a_print("w1", text=TEXT), others))
    assert list(duplicates.suspected(a_print("w1", text=TEXT), others[:3]))


def test_who_names_the_source_copies_nobody():
    """转载 with its source is as it should be."""
    assert a_print("w1", text=TEXT, source="新华社") is None


def test_titles_are_compared_only_where_nothing_else_is_known():
    """And only long ones, word for word."""
    assert list(duplicates.suspected(a_print("w1"), [a_print("w2")]))
    assert a_print("w1", title="会议通知") is None


def test_prints_of_similar_texts_are_near():
    """And of others far; short texts have none."""
    one, other = print_of(TEXT), print_of(TEXT + "特此通知。")

    assert difference(one, other) < 4
    assert set(bands(one)) & set(bands(other))
    assert difference(one, print_of("完全不同的内容，讲述另外一件事情。" * 20)) > 10
    assert print_of("太短") is None


def test_lines_are_read_from_lists_feeds_and_articles():
    """What failed shows none."""
    article = a_visit(NOW, purpose="article", article={"title": "甲", "published_at": days_ago(1).isoformat()})

    assert ["column:c1", "feed", "article"] == [
        next(lines_of(event)).page
        for event in (a_column_look(NOW, days_ago(1)), a_feed_look(NOW, days_ago(1)), article)
    ]
    assert [] == list(lines_of(a_column_look(NOW, outcome="blind")))


def test_the_past_of_years_is_left_alone():
    """Nobody mends it by hints."""
    old, young = NOW - RECENT - timedelta(days=1), NOW - RECENT
    look = a_column_look(NOW, entries=(Entry(title="旧", published_at=old), Entry(title="新", published_at=young)))

    assert ["新"] == [line.title for line in lines_of(look)]


def test_the_same_suspicion_is_the_same_thing_for_ever():
    """However often and when it is seen."""
    once = next(wording.suspected(a_line("布署"), LEXICON))
    again = next(wording.suspected(a_line("布署", seen_at=NOW + timedelta(days=3)), LEXICON))

    assert once.hint == again.hint


def test_an_empty_lexicon_suspects_nothing():
    """No lists, no hints."""
    assert [] == words("布署", Lexicon())
