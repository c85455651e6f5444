"""The rate limit: how many requests an account may make in a window, and how many are left.

Windows are fixed and aligned to the clock, so that every key of an account, and every reader of the headers,
agrees on where one begins. Time comes from outside; nothing here runs by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from .timestamp import format_timestamp

__all__ = ["MINUTE", "PLANS", "Allowance", "Plan", "RateLimiter"]

MINUTE = 60
"""The length of the window, in seconds."""


@dataclass(frozen=True, slots=True)
class Plan:
    per_minute: int
    """Requests an account may make in a minute."""


PLANS: Mapping[str, Plan] = {
    "Free": Plan(per_minute=60),
    "Standard": Plan(per_minute=120),
    "Professional": Plan(per_minute=300),
    "Enterprise": Plan(per_minute=6_000),
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the limiter says of one request, and what its answer tells the client."""

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
    """Counts the requests of each account in the current window; a window that is over is forgotten."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[int, int]] = {}
        self._elsewhere: dict[str, int] = {}

    def occupy(self, account_id: str, requests: int) -> None:
        """Take this many requests of each window as made by the account's other programs."""
        self._elsewhere[account_id] = requests

    def count(self, account_id: str, plan: Plan, now: datetime, requests: int = 1) -> Allowance:
        """Count requests against the account's window and say whether they fit.

        A refused request takes nothing from the window.
        """
        seconds = int(now.timestamp())
        start = seconds - seconds % MINUTE
        window, used = self._windows.get(account_id, (None, 0))
        if window != start:
            used = self._elsewhere.get(account_id, 0)
        allowed = used + requests <= plan.per_minute
        if allowed:
            used += requests
        self._windows[account_id] = (start, used)
        reset = start + MINUTE
        return Allowance(allowed, plan.per_minute, plan.per_minute - used, reset, reset - seconds)
