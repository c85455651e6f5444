"""The oracle of the rate limit: the library ``limits``."""

from __future__ import annotations

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from mock_server.rate_limit import DAY, MINUTE, Plan

__all__ = ["Oracle", "told"]


def told(allowed: bool, left: dict[int, int]) -> int:
    """The length of the window that an answer tells of: the one with fewer requests left, of equals the
    minute, and of two that refuse the one that ends last.
    """
    if not allowed:
        return DAY if left[DAY] == 0 else MINUTE
    return MINUTE if left[MINUTE] <= left[DAY] else DAY


class Oracle:
    """Two windows of ``limits``, which are fixed and begin with the first request: here, on a boundary.

    Its clock is the system's, so that is patched. Its windows count from their first request and not by the
    clock, so they are forgotten by hand where one is over.
    """

    def __init__(self, plan: Plan, now: float) -> None:
        self._items = {
            MINUTE: RateLimitItemPerMinute(plan.per_minute),
            DAY: RateLimitItemPerDay(plan.per_day),
        }
        self._starts = {length: now // length for length in self._items}
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def count(self, now: float) -> tuple[bool, dict[int, int]]:
        """Whether a request passes, and what is left of each window."""
        for length, item in self._items.items():
            if now // length != self._starts[length]:
                self._limiter.clear(item)
                self._starts[length] = now // length
        allowed = all(self._limiter.test(item) for item in self._items.values())
        if allowed:
            for item in self._items.values():
                assert self._limiter.hit(item)
        return allowed, {
            length: self._limiter.get_window_stats(item).remaining for length, item in self._items.items()
        }
