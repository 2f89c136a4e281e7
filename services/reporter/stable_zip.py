"""Zip containers (docx) that are the same bytes whenever they are written."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold."""


def restamped(container: bytes, *, leave_out: frozenset[str] = frozenset()) -> bytes:
    """The same members in the same order, with one fixed time, one system and one compression."""
    made = BytesIO()
    with ZipFile(BytesIO(container)) as source, ZipFile(made, "w") as target:
        for member in source.infolist():
            if member.filename in leave_out:
                continue
            info = ZipInfo(member.filename, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            target.writestr(info, source.read(member))
    return made.getvalue()
