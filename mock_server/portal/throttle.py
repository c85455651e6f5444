"""Failed log-ins, counted for each address and clock minute, so that passwords can't be tried out."""

from __future__ import annotations

import hashlib
from collections import Counter

from ..clock import Clock

__all__ = ["FAILURES", "Throttle"]

FAILURES = 5
"""How many a minute allows."""

_MINUTE = 60


class Throttle:
    """Counts alike for addresses that exist and for those that don't, and so tells nobody which do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._failures: Counter[bytes] = Counter()

    def wait(self, email: str) -> int:
        """Seconds until a log-in with this address may be tried; 0 where it may now."""
        seconds = self._turn()
        return _MINUTE - seconds % _MINUTE if self._failures[_name(email)] >= FAILURES else 0

    def failed(self, email: str) -> None:
        self._turn()
        self._failures[_name(email)] += 1

    def succeeded(self, email: str) -> None:
        del self._failures[_name(email)]

    def _turn(self) -> int:
        """Forget the minutes before this one; gives the time in seconds."""
        seconds = int(self._clock.now().timestamp())
        if seconds // _MINUTE != self._minute:
            self._minute = seconds // _MINUTE
            self._failures.clear()
        return seconds


def _name(email: str) -> bytes:
    """Of one length, however long the address: what strangers send must not fill the memory."""
    return hashlib.sha256(email.lower().encode()).digest()
