"""The folder a report is written to."""

from collections.abc import Sequence
from pathlib import Path

from shared.errors import BadInput


class DiskFolder:
    """Writes files so that a reader finds the old one or the new one, never half."""

    def write(self, folder: Path, files: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
        """Put the files there; those of an earlier run are replaced once all of the new ones are on disk.

        Raises:
            BadInput: the folder cannot be written to.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            drafts = [(folder / f".{name}.draft", folder / name, content) for name, content in files]
            for draft, _, content in drafts:
                draft.write_bytes(content)
            for draft, final, _ in drafts:
                draft.replace(final)
        except OSError as error:
            raise BadInput(f"不能写入 {folder}：{error.strerror or error}；请换一个 --out 文件夹") from error
        return tuple(final for _, final, _ in drafts)
