"""The state of one world: its clock, its accounts and their keys, and the counters that ids come from.

Two worlds share nothing, so a fresh one is the way to start over.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

from .account import Account
from .clock import Clock
from .keys import ApiKey, KeyIndex
from .rate_limit import RateLimiter
from .user import User

__all__ = ["IdKind", "Store"]

IdKind = Literal["usr", "task", "key", "req"]


class Store:
    """What the server remembers between requests."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.accounts: dict[str, Account] = {}
        self.keys = KeyIndex()
        self.limiter = RateLimiter()
        self._counters: Counter[IdKind] = Counter()

    def next_id(self, kind: IdKind) -> str:
        """Count the next id of a kind, such as ``task_000001``. One counter a kind serves all accounts."""
        self._counters[kind] += 1
        return f"{kind}_{self._counters[kind]:06}"

    def delete_user(self, account: Account, user_id: str) -> None:
        """Remove a user from its account, and revoke its keys: they acted as somebody who is gone."""
        now = self.clock.now()
        account.remove_user(user_id, now)
        self.keys.revoke_all_of(user_id, now)

    def owner_of(self, key: ApiKey) -> tuple[Account, User]:
        """The account and the user that a key acts for.

        Raises:
            LookupError: nobody owns the key; a world that holds such a key was built wrongly.
        """
        for account in self.accounts.values():
            if key.user_id in account.users:
                return account, account.users[key.user_id]
        raise LookupError(f"no user {key.user_id} for key {key.id}")
