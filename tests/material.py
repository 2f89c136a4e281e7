"""Stored pages and notices beside the checkout: used where present, visibly skipped where not."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]


def material(name: str) -> Path:
    """The file or folder of this name in the shared material; the test is skipped, saying why, if it is absent.

    Looked for in `XUNJIAN_SHARED_MATERIAL`, by default the directory `shared` beside the checkout.
    """
    place = Path(os.environ.get("XUNJIAN_SHARED_MATERIAL") or _ROOT.parent / "shared") / name
    if not place.exists():
        pytest.skip(f"shared material {name!r} is absent: {place} (set XUNJIAN_SHARED_MATERIAL)")
    return place
