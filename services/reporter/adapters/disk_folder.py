"""The folder a report is written to: the newest version in it, all that was there before under `versions/`."""

import json
import shutil
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from shared.errors import BadInput

SUMS = "SHA256SUMS"
"""Names every file of the report that stands in the folder; `sha256sum -c SHA256SUMS` checks them."""

VERSIONS = "versions"

_CONTRACT = ("report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf")


class DiskFolder:
    """Writes files so that a reader finds the old one or the new one, never half."""

    def write(self, folder: Path, files: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
        """Put the files there once all of them are on disk.

        If any file of an earlier report there is not what is written now, because the report was corrected or a
        person edited the file, all of the earlier files are first kept under `versions/<its version>/`.

        Raises:
            BadInput: the folder cannot be written to.
        """
        sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files)
        everything = [*files, (SUMS, sums.encode())]
        try:
            drafts = [_draft(folder, name, content) for name, content in everything]
            _keep_earlier(folder, dict(everything))
            for draft, final in drafts:
                draft.replace(final)
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadInput(f"不能写入 {folder}：{reason}；请换一个 --out 文件夹，或检查权限和磁盘空间") from error
        return tuple(folder / name for name, _ in files)


def _draft(folder: Path, name: str, content: bytes) -> tuple[Path, Path]:
    final = folder / name
    final.parent.mkdir(parents=True, exist_ok=True)
    draft = final.with_name(f".{final.name}.draft")
    draft.write_bytes(content)
    return draft, final


def _keep_earlier(folder: Path, new: dict[str, bytes]) -> None:
    earlier = [name for name in _earlier_files(folder) if (folder / name).is_file()]
    if all((folder / name).read_bytes() == new.get(name) for name in earlier):
        return
    place = _free_place(folder, earlier)
    if place is not None:
        draft = place.with_name(f".{place.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        for name in earlier:
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, draft / name)
        draft.replace(place)
    for name in earlier:
        if name not in new:
            (folder / name).unlink()


def _earlier_files(folder: Path) -> list[str]:
    """What an earlier report left: its own list, or the five files every report has. Nothing above the folder."""
    try:
        listed = [line.partition("  ")[2] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    except (FileNotFoundError, UnicodeDecodeError):
        listed = list(_CONTRACT)
    return [*(name for name in listed if _is_below(name)), SUMS]


def _is_below(name: str) -> bool:
    return bool(name) and not Path(name).is_absolute() and ".." not in Path(name).parts


def _free_place(folder: Path, names: Iterable[str]) -> Path | None:
    """Where to keep it: `versions/1`, `versions/1.2` if that is taken; None if just this is kept there already."""
    number = _version(folder)
    names = list(names)
    for again in range(1, 1000):
        place = folder / VERSIONS / (number if again == 1 else f"{number}.{again}")
        if not place.exists():
            return place
        if all(_same(folder / name, place / name) for name in names):
            return None
    raise OSError(f"{folder / VERSIONS} 中同一版本的副本过多，请清理")


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _version(folder: Path) -> str:
    """The version its report.json tells; 1 if that cannot be read."""
    try:
        return str(int(json.loads((folder / "report.json").read_text(encoding="utf-8")).get("version", 1)))
    except (OSError, ValueError, AttributeError, TypeError):
        return "1"
