"""The clocks that a world can live by. All give UTC, in the whole seconds that the API shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from .timestamp import parse_timestamp

__all__ = ["STANDING_TIME", "Clock", "StandingClock", "TickingClock", "open_clock"]

STANDING_TIME = datetime(2025, 5, 13, 10, 30, tzinfo=UTC)
"""Where a standing clock stands: the moment at which all documented answers were given."""


class Clock(Protocol):
    """What the server asks for the time."""

    def now(self) -> datetime:
        """The current moment in UTC, whole seconds."""

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""


class StandingClock:
    """A clock that moves only when told to, so that answers are exact."""

    def __init__(self, start: datetime = STANDING_TIME) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now.replace(microsecond=0)

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError(f"a clock only moves forward, not by {seconds} seconds")
        self._now += timedelta(seconds=seconds)


class TickingClock:
    """A clock that runs at the pace of the real one, from a chosen start."""

    def __init__(self, start: datetime, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._standing = StandingClock(start)
        self._monotonic = monotonic
        self._read_at = monotonic()

    def now(self) -> datetime:
        read_at = self._monotonic()
        self._standing.advance(read_at - self._read_at)
        self._read_at = read_at
        return self._standing.now()

    def advance(self, seconds: float) -> None:
        self._standing.advance(seconds)


def open_clock(spec: str | None = None, *, ticks: bool = False) -> Clock:
    """Make a clock from its description.

    ``None`` stands still at :data:`STANDING_TIME`, ``"now"`` ticks from the real time, and a timestamp such
    as ``"2025-05-13T10:30:00Z"`` stands still there, or ``ticks`` from there.

    Raises:
        ValueError: the text is neither ``now`` nor a timestamp.
    """
    if spec == "now":
        return TickingClock(datetime.now(UTC))
    start = STANDING_TIME if spec is None else parse_timestamp(spec)
    return TickingClock(start) if ticks else StandingClock(start)
