"""Finds the record of a presented secret."""

from __future__ import annotations

import hmac

from .account import Account
from .keys import ApiKey, digest_of, prefix_of

__all__ = ["KeyIndex"]


class KeyIndex:
    """The keys of all accounts.

    Candidates are looked up by the part of the key that is no secret; their digests are then compared in
    constant time, so that the time of an answer says nothing of the part that is.
    """

    def __init__(self) -> None:
        self._by_prefix: dict[str, list[tuple[bytes, Account, str]]] = {}

    def add(self, account: Account, key: ApiKey) -> None:
        """Put a new key into its account, and into the index."""
        account.keys[key.id] = key
        self._by_prefix.setdefault(key.prefix, []).append((key.digest, account, key.id))

    def find(self, secret: str) -> tuple[Account, ApiKey] | None:
        """The key with this secret, as it is now, and its account."""
        presented = digest_of(secret)
        found = None
        for digest, account, key_id in self._by_prefix.get(prefix_of(secret), ()):
            if hmac.compare_digest(digest, presented):
                found = account, account.keys[key_id]
        return found
