"""One value, one sequence of bytes, one SHA-256: what snapshots, journals and acts are sealed with.

Canonical JSON in the spirit of RFC 8785: keys sorted by code point, no space, UTF-8, nothing escaped that need
not be. Decimals become strings without trailing zeros, so that 1.50 read back as 1.5 keeps its digest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite

_HEX = re.compile(r"(?:[0-9a-f]{64})?")


def canonical(value: object) -> bytes:
    """The canonical JSON of a value made of None, bool, int, finite float, str, Decimal, date, datetime,
    lists, tuples and mappings with string keys.

    Datetimes are written in UTC with Z, microseconds kept when there are any. Raises TypeError for any other
    type, a number that is not finite, a datetime without zone, a key that is not a string; ValueError for
    text that UTF-8 cannot carry (a lone surrogate).
    """
    plain = _plain(value)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(value: object) -> str:
    """SHA-256 of ``canonical(value)``, 64 lower-case hexadecimal digits. Errors of ``canonical``."""
    return sha256_bytes(canonical(value))


def sha256_bytes(content: bytes) -> str:
    """SHA-256 (FIPS 180-4) of bytes as they are, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def chain(previous: str, value: object) -> str:
    """Digest of a row that follows the row of digest ``previous`` (empty for the first of its chain).

    It is ``sha256([previous, value])``. Raises ValueError when ``previous`` is no digest.
    """
    if not _HEX.fullmatch(previous):
        raise ValueError("The previous digest must be empty or 64 lower-case hexadecimal digits.")
    return sha256([previous, value])


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return _decimal(value)
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} ({type(value).__name__}) has no canonical form.")


def _decimal(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"The key {key!r} is not a string.")
    return key
