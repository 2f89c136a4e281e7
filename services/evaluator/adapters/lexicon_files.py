"""Reads the lists of words: the product's own, and those in a folder the operator names."""

from pathlib import Path

from services.evaluator.hints.wording import BadLexicon, Lexicon, read_lexicon
from shared.contracts.event import content_id
from shared.errors import BadInput

OWN_FOLDER = Path(__file__).parent.parent / "lexicon"
"""The lists that come with the product."""


def load_lexicon(further: Path | None = None) -> Lexicon:
    """All lists. One in `further` replaces the product's own file of the same name.

    Raises:
        BadInput: a file cannot be read or understood; says which line.
    """
    texts = []
    for file in _files(further):
        try:
            texts.append((file.name, file.read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"用词表 {file} 无法读取：应为 UTF-8 文本（{error}）") from error
    try:
        return read_lexicon(texts)
    except BadLexicon as error:
        raise BadInput(f"用词表有误：{error}") from error


class LexiconFiles:
    """The lexicon as the files say it now. When somebody breaks one, the last good one goes on."""

    def __init__(self, further: Path | None = None) -> None:
        self._further = further
        self._stamp: object = None
        self._lexicon = Lexicon()
        self._edition = ""

    def __call__(self) -> tuple[str, Lexicon]:
        """What names this edition, and the lexicon.

        Raises:
            BadInput: there was no good one yet.
        """
        stamp = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in _files(self._further)]
        if stamp != self._stamp:
            try:
                self._lexicon = load_lexicon(self._further)
            except BadInput:
                if self._stamp is None:
                    raise
            words = sorted(self._lexicon.words.items()), sorted(self._lexicon.exceptions)
            self._edition = content_id("lexicon", words).hex[:12]
            self._stamp = stamp
        return self._edition, self._lexicon


def _files(further: Path | None) -> list[Path]:
    folders = [OWN_FOLDER, *([further] if further else [])]
    if further and not further.is_dir():
        raise BadInput(f"XUNJIAN_EVALUATOR_LEXICON_DIR 指向的 {further} 不是文件夹")
    return sorted({file.name: file for folder in folders for file in sorted(folder.glob("*.txt"))}.values())
