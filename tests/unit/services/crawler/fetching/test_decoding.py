"""Content encodings, honest and hostile."""

import gzip
import zlib

import pytest
import zstandard

from services.crawler.fetching.decoding import Body, Ending, decoded

TEXT = "政务公开".encode() * 100
LIMIT = 10_000


def raw_deflate(content):
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(content) + machine.flush()


def zstd(content):
    return zstandard.ZstdCompressor().compress(content)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT), "X-GZIP"),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (zstd(TEXT), "zstd"),
        (zstd(gzip.compress(TEXT)), "gzip, zstd"),
        (gzip.compress(TEXT[:400]) + gzip.compress(TEXT[400:]), "gzip"),
        (TEXT, "gzip"),
    ],
    ids=["plain", "identity", "gzip", "x-gzip", "deflate", "raw deflate", "zstd", "two layers", "two parts", "a lie"],
)
def test_a_body_comes_back_as_it_was(raw, encoding):
    """Also when it is not encoded at all though the header says so."""
    assert Body(TEXT) == decoded(raw, encoding, limit=LIMIT)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (gzip.compress(b"0" * 50_000_000), "gzip"),
        (zlib.compress(b"0" * 50_000_000), "deflate"),
        (zstd(b"0" * 50_000_000), "zstd"),
        (gzip.compress(gzip.compress(b"0" * 50_000_000)), "gzip, gzip"),
        (b"0" * (LIMIT + 1), ""),
    ],
    ids=["gzip", "deflate", "zstd", "gzip in gzip", "plain"],
)
def test_a_bomb_is_stopped_at_the_limit(raw, encoding):
    """Never more than the limit is held."""
    body = decoded(raw, encoding, limit=LIMIT)

    assert Ending.TOO_LARGE == body.ending
    assert len(body.content) <= LIMIT


def test_exactly_the_limit_is_allowed():
    """One byte more is not."""
    assert Ending.WHOLE == decoded(gzip.compress(b"0" * LIMIT), "gzip", limit=LIMIT).ending
    assert Ending.TOO_LARGE == decoded(gzip.compress(b"0" * (LIMIT + 1)), "gzip", limit=LIMIT).ending


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [(gzip.compress(TEXT)[:-20], "gzip"), (zstd(TEXT)[:-4] + b"xxxx", "zstd"), (b"\xff\xff\xff", "deflate")],
    ids=["gzip cut off", "zstd damaged", "nonsense"],
)
def test_a_damaged_body_is_truncated(raw, encoding):
    """It is not taken for the page."""
    assert Ending.TRUNCATED == decoded(raw, encoding, limit=LIMIT).ending


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip, gzip, gzip", "lzma"])
def test_encodings_nobody_asked_for_are_unknown(encoding):
    """Nor is a pile of layers undone."""
    assert Ending.UNKNOWN == decoded(gzip.compress(TEXT), encoding, limit=LIMIT).ending


def test_thousands_of_tiny_parts_are_given_up():
    """Undoing them all would take minutes."""
    body = decoded(gzip.compress(b"") * 20_000, "gzip", limit=1_000_000)

    assert Ending.TRUNCATED == body.ending


def test_an_empty_body_is_empty():
    """Whatever encoding it claims."""
    assert Body(b"") == decoded(b"", "gzip", limit=LIMIT)
