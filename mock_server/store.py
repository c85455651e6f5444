"""The state of one world: its clock, its accounts and their keys, and the counters that ids come from.

Two worlds share nothing, so a fresh one is the way to start over.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

from .account import Account
from .allow_list import AllowList
from .clock import Clock
from .entropy import Entropy, RandomEntropy
from .key_index import KeyIndex
from .rate_limit import RateLimiter

__all__ = ["IdKind", "Store"]

IdKind = Literal["usr", "task", "key", "req"]


class Store:
    """What the server remembers between requests."""

    def __init__(
        self, clock: Clock, entropy: Entropy | None = None, trusted_proxies: AllowList | None = None
    ) -> None:
        self.clock = clock
        self.entropy = entropy or RandomEntropy()
        self.trusted_proxies = trusted_proxies
        """Whose word on a client's address counts; ``None`` trusts nobody."""
        self.accounts: dict[str, Account] = {}
        self.keys = KeyIndex()
        self.limiter = RateLimiter()
        self._counters: Counter[IdKind] = Counter()

    def next_id(self, kind: IdKind) -> str:
        """Count the next id of a kind, such as ``task_000001``. One counter a kind serves all accounts."""
        self._counters[kind] += 1
        return f"{kind}_{self._counters[kind]:06}"
