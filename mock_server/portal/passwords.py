"""Passwords, kept as scrypt digests (RFC 7914): people choose them, so that guessing must be made slow."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field

__all__ = ["COST", "LONGEST", "SHORTEST", "PasswordRecord", "Passwords"]

COST = 2**14
"""scrypt's N. With r = 8 and p = 1, a guess takes 16 MiB and some tens of milliseconds."""

SHORTEST, LONGEST = 12, 128
"""Lengths in characters. There is no rule on which characters: length is what makes guessing hard."""


@dataclass(frozen=True, slots=True)
class PasswordRecord:
    """What is kept of a password."""

    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)


class Passwords:
    """Makes records of passwords, and compares passwords with them."""

    def __init__(self, cost: int = COST) -> None:
        self._cost = cost
        self._nobodys = PasswordRecord(os.urandom(16), os.urandom(32))

    def record(self, password: str) -> PasswordRecord:
        """Make the record of a password, under a salt of its own."""
        salt = os.urandom(16)
        return PasswordRecord(salt, self._digest(password, salt))

    def match(self, password: str, record: PasswordRecord | None) -> bool:
        """Whether this is the password of the record. Where there is none, finding out takes as long."""
        kept = record or self._nobodys
        is_same = hmac.compare_digest(self._digest(password, kept.salt), kept.digest)
        return is_same and record is not None

    def _digest(self, password: str, salt: bytes) -> bytes:
        # Keyboards differ in how they compose an accented letter; it is the same password.
        text = unicodedata.normalize("NFKC", password).encode()
        return hashlib.scrypt(text, salt=salt, n=self._cost, r=8, p=1, dklen=32)
