"""Where the secrets of new keys come from: 32 bytes for each."""

from __future__ import annotations

import hashlib
import secrets
from itertools import count
from typing import Protocol

__all__ = ["CountedEntropy", "Entropy", "RandomEntropy"]


class Entropy(Protocol):
    """What the server asks for bytes that nobody can guess."""

    def next_bytes(self) -> bytes:
        """32 bytes, never the same twice."""


class RandomEntropy:
    """What a server uses for which time passes."""

    def next_bytes(self) -> bytes:
        return secrets.token_bytes(32)


class CountedEntropy:
    """The same bytes in every world, so that an answer which shows a new key is exact. It keeps no secret."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def next_bytes(self) -> bytes:
        return hashlib.sha256(f"mock server, new key {next(self._numbers)}".encode()).digest()
