"""A self-signed certificate for a server of a test, made afresh in plain Python: no key lies in the repository."""

import base64
import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_E = 65537
_SHA256_WITH_RSA = "1.2.840.113549.1.1.11"
_RSA = "1.2.840.113549.1.1.1"
_DIGEST_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def write_certificate(folder: Path, *, host: str = "localhost", address: str = "127.0.0.1") -> tuple[Path, Path]:
    """The files of a certificate for that host and address, and of its key."""
    p, q = _prime(1024), _prime(1024)
    n, d = p * q, pow(_E, -1, (p - 1) * (q - 1))
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    numbers = (0, n, _E, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
    key.write_text(_pem("RSA PRIVATE KEY", _sequence(*map(_integer, numbers))), encoding="ascii")
    certificate.write_text(_pem("CERTIFICATE", _certificate(n, d, host, address)), encoding="ascii")
    return certificate, key


def _certificate(n: int, d: int, host: str, address: str) -> bytes:
    public = _sequence(_integer(n), _integer(_E))
    algorithm = _sequence(_oid(_SHA256_WITH_RSA), b"\x05\x00")
    name = _sequence(_tlv(0x31, _sequence(_oid("2.5.4.3"), _tlv(0x0C, host.encode()))))
    now = datetime.now(UTC)  # noqa: TID251 - the certificate is read by OpenSSL, which asks the real clock
    validity = _sequence(_time(now - timedelta(days=1)), _time(now + timedelta(days=2)))
    body = _sequence(
        _tlv(0xA0, _integer(2)),
        _integer(random.getrandbits(63)),
        algorithm,
        name,
        validity,
        name,
        _sequence(_sequence(_oid(_RSA), b"\x05\x00"), _bits(public)),
        _tlv(0xA3, _sequence(*_extensions(public, host, address))),
    )
    size = (n.bit_length() + 7) // 8
    digest = _DIGEST_SHA256 + hashlib.sha256(body).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    signature = pow(int.from_bytes(padded), d, n).to_bytes(size)
    return _sequence(body, algorithm, _bits(signature))


def _extensions(public: bytes, host: str, address: str) -> list[bytes]:
    key_id = hashlib.sha1(public).digest()
    ip = bytes(int(part) for part in address.split("."))
    return [
        _extension("2.5.29.17", _sequence(_tlv(0x82, host.encode()), _tlv(0x87, ip))),
        _extension("2.5.29.19", _sequence(b"\x01\x01\xff"), critical=True),
        _extension("2.5.29.15", b"\x03\x02\x02\x84", critical=True),
        _extension("2.5.29.14", _tlv(0x04, key_id)),
        _extension("2.5.29.35", _sequence(_tlv(0x80, key_id))),
    ]


def _extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    return _sequence(_oid(oid), *([b"\x01\x01\xff"] if critical else []), _tlv(0x04, value))


def _tlv(tag: int, value: bytes) -> bytes:
    if len(value) < 0x80:
        return bytes((tag, len(value))) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + value


def _sequence(*parts: bytes) -> bytes:
    return _tlv(0x30, b"".join(parts))


def _integer(number: int) -> bytes:
    return _tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def _bits(value: bytes) -> bytes:
    return _tlv(0x03, b"\x00" + value)


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray([first * 40 + second])
    for number in rest:
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(0x80 | (number & 0x7F))
        out += bytes(reversed(septets))
    return _tlv(0x06, bytes(out))


def _time(moment: datetime) -> bytes:
    return _tlv(0x17, f"{moment:%y%m%d%H%M%SZ}".encode())


def _pem(label: str, der: bytes) -> str:
    text = base64.b64encode(der).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _prime(bits: int) -> int:
    """A probable prime with its two highest bits set."""
    while True:
        candidate = random.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(candidate % small for small in _SMALL) and candidate % _E != 1 and _is_probably_prime(candidate):
            return candidate


_SMALL = [number for number in range(3, 2000, 2) if all(number % d for d in range(3, int(number**0.5) + 1, 2))]


def _is_probably_prime(n: int) -> bool:
    odd = n - 1
    twos = (odd & -odd).bit_length() - 1
    odd >>= twos
    for _ in range(8):
        x = pow(random.randrange(2, n - 1), odd, n)
        if x in {1, n - 1}:
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True
