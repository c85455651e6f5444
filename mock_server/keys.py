"""API keys: the form of the secret, and the record that the server keeps of one.

A key is ``tmk_``, 30 base62 characters, and a checksum of 6 base62 digits: the CRC-32 of the ASCII text
before it. With the checksum, a program can tell a mistyped key, and a scanner a leaked one, without asking
the server. The server itself never judges the form: a malformed key is simply one that it does not know.

The secret is shown once, when it is made. Afterwards only its SHA-256 exists; with 178 random bits behind it,
a slow password hash would add nothing.
"""

from __future__ import annotations

import hashlib
import re
import string
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from .allow_list import AllowList

__all__ = [
    "ApiKey",
    "KeyStatus",
    "digest_of",
    "has_valid_form",
    "make_secret",
    "masked",
    "prefix_of",
]

_PREFIX = "tmk_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_LENGTH = 30
_CHECKSUM_LENGTH = 6
_LENGTH = len(_PREFIX) + _RANDOM_LENGTH + _CHECKSUM_LENGTH
_SHOWN_LENGTH = len(_PREFIX) + 4
_KEY = re.compile(rf"{_PREFIX}[0-9A-Za-z]{{{_RANDOM_LENGTH + _CHECKSUM_LENGTH}}}")


def make_secret(entropy: bytes) -> str:
    """Turn 32 random bytes into a key.

    256 bits are reduced to the 178.6 that 30 base62 characters hold; the bias is below 2**-77.

    Raises:
        ValueError: fewer than 32 bytes.
    """
    if len(entropy) < 32:
        raise ValueError("a key needs 32 bytes of entropy")
    body = _PREFIX + _base62(int.from_bytes(entropy) % 62**_RANDOM_LENGTH, _RANDOM_LENGTH)
    return body + _checksum(body)


def has_valid_form(text: str) -> bool:
    """Whether a text looks like a key and its checksum is right; says nothing of whether the key exists."""
    body, checksum = text[:-_CHECKSUM_LENGTH], text[-_CHECKSUM_LENGTH:]
    return (
        len(text) == _LENGTH
        and text.startswith(_PREFIX)
        and all(character in _ALPHABET for character in text[len(_PREFIX) :])
        and _checksum(body) == checksum
    )


def digest_of(secret: str) -> bytes:
    """The SHA-256 of a secret: 32 bytes, all that is stored of it."""
    return hashlib.sha256(secret.encode()).digest()


def prefix_of(secret: str) -> str:
    """The part of a key that may be shown: enough to recognise one's own key, too little to guess it."""
    return secret[:_SHOWN_LENGTH]


def masked(text: str) -> str:
    """The text with all that looks like a key cut to what may be shown of one."""
    return _KEY.sub(lambda key: f"{prefix_of(key[0])}…{key[0][-4:]}", text)


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode("ascii")), _CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


class KeyStatus(StrEnum):
    ACTIVE = "active"
    DEPRECATED = "deprecated"
    """Rotated: it still works, until its end."""
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What the server knows of a key: everything but the secret."""

    id: str
    name: str
    user_id: str
    """The user that made the key, and as whom it acts."""
    prefix: str
    last_four: str
    digest: bytes = field(repr=False)
    scopes: frozenset[str]
    allowed_ips: AllowList
    created_at: datetime
    expires_at: datetime | None = None
    """The moment from which the key no longer works; for a rotated key, the end of the overlap."""
    revoked_at: datetime | None = None
    replaced_by: str | None = None
    """The id of the key that rotation made."""

    @classmethod
    def of(cls, secret: str, **known: Any) -> Self:
        """The record of a key with this secret.

        Args:
            known: the fields that don't come of the secret.
        """
        return cls(prefix=prefix_of(secret), last_four=secret[-4:], digest=digest_of(secret), **known)

    def status(self, now: datetime) -> KeyStatus:
        """The key's state at a moment. A revoked key stays revoked when its end passes."""
        if self.revoked_at is not None:
            return KeyStatus.REVOKED
        if self.expires_at is not None and now >= self.expires_at:
            return KeyStatus.EXPIRED
        return KeyStatus.DEPRECATED if self.replaced_by is not None else KeyStatus.ACTIVE
