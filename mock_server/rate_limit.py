"""The rate limit: how many requests an account may make in a minute and in a day, and how many are left.

Windows are fixed and aligned to the clock, so that every key of an account, and every reader of the headers,
agrees on where one begins. Time comes from outside; nothing here runs by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from .timestamp import format_timestamp

__all__ = ["DAY", "MINUTE", "PLANS", "Allowance", "Plan", "RateLimiter"]

MINUTE, DAY = 60, 86_400
"""The lengths of the windows, in seconds. A day is one of UTC."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many requests an account may make."""

    name: str
    per_minute: int
    per_day: int

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """Length and limit of each window, the shortest first."""
        return (MINUTE, self.per_minute), (DAY, self.per_day)


PLANS: Mapping[str, Plan] = {
    plan.name: plan
    for plan in (
        Plan("Free", 60, 10_000),
        Plan("Standard", 120, 50_000),
        Plan("Professional", 300, 150_000),
        Plan("Enterprise", 6_000, 5_000_000),
    )
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the limiter says of one request, and what its answer tells the client: of one window."""

    allowed: bool
    limit: int
    remaining: int
    """Requests left in the window after this one."""
    reset: int
    """When the next window begins, in epoch seconds."""
    retry_after: int
    """Seconds until then."""

    @property
    def headers(self) -> dict[str, str]:
        headers = {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-reset": str(self.reset),
        }
        # RFC 9110 §10.2.3: seconds, and only where the client has to wait.
        return headers if self.allowed else {**headers, "retry-after": str(self.retry_after)}

    @property
    def details(self) -> dict[str, object]:
        reset_at = format_timestamp(datetime.fromtimestamp(self.reset, UTC))
        return {"limit": self.limit, "remaining": self.remaining, "resetAt": reset_at}


class RateLimiter:
    """Counts the requests of each account in its current windows; a window that is over is forgotten."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, int], tuple[int, int]] = {}
        """Account and length of window → start of the window, requests in it."""
        self._elsewhere: dict[tuple[str, int], int] = {}

    def occupy(self, account_id: str, requests: int) -> None:
        """Take this many requests of each minute as made by the account's other programs."""
        self._elsewhere[account_id, MINUTE] = requests

    def take(self, account_id: str, length: int, requests: int, now: datetime) -> None:
        """Take requests from the account's current window of this length, without a look at its limit."""
        seconds = int(now.timestamp())
        used = self._in_window(account_id, length, seconds)
        self._used[account_id, length] = seconds - seconds % length, used + requests

    def count(self, account_id: str, plan: Plan, now: datetime) -> Allowance:
        """Count a request against both windows of the account, and say whether it fits into both.

        A refused request takes nothing from either. What is told is that of the window with fewer requests
        left: of equals the minute, and of two that are used up the day, or the wait would be untrue.
        """
        seconds = int(now.timestamp())
        rooms = [
            (limit - self._in_window(account_id, length, seconds), length, limit)
            for length, limit in plan.windows
        ]
        allowed = all(room > 0 for room, _, _ in rooms)
        if allowed:
            for length, _ in plan.windows:
                self.take(account_id, length, 1, now)
        room, length, limit = min(rooms) if allowed else max(window for window in rooms if window[0] <= 0)
        wait = length - seconds % length
        return Allowance(allowed, limit, max(room - allowed, 0), seconds + wait, wait)

    def _in_window(self, account_id: str, length: int, seconds: int) -> int:
        """The requests in the window that holds a moment."""
        start, used = self._used.get((account_id, length), (None, 0))
        if start != seconds - seconds % length:
            return self._elsewhere.get((account_id, length), 0)
        return used
