"""The usage of a key by day: as rows of a table, and as the bars of a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..usage import DayCount

__all__ = ["DAYS", "HEIGHT", "Bar", "Chart", "DayUsage", "by_day", "draw"]

DAYS = 14
"""How many the chart shows."""

HEIGHT = 100
"""Of the chart, in its own units; a bar is ten wide, gap included."""


@dataclass(frozen=True, slots=True)
class DayUsage:
    """What came with a key on one day."""

    date: date
    statuses: tuple[tuple[int, int], ...] = ()
    """Status, number of requests."""

    @property
    def good(self) -> int:
        return sum(count for status, count in self.statuses if status < 400)

    @property
    def refused(self) -> int:
        return sum(count for status, count in self.statuses if status >= 400)

    @property
    def total(self) -> int:
        return self.good + self.refused


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart: answered requests below, refused ones on top of them."""

    day: DayUsage
    x: int
    good: float
    """Height."""
    refused: float


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    """The oldest day first."""
    top: int
    """The requests that the full height stands for."""

    @property
    def total(self) -> int:
        return sum(bar.day.total for bar in self.bars)

    @property
    def refused(self) -> int:
        return sum(bar.day.refused for bar in self.bars)


def by_day(summary: Iterable[DayCount]) -> list[DayUsage]:
    """The summary of a key's usage with one row a day, in the order that it has."""
    days: dict[date, list[tuple[int, int]]] = {}
    for count in summary:
        days.setdefault(count.date, []).append((count.status, count.requests))
    return [DayUsage(day, tuple(statuses)) for day, statuses in days.items()]


def draw(days: Sequence[DayUsage], today: date) -> Chart:
    """The chart of the last days, those without a request included."""
    known = {day.date: day for day in days}
    dates = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    shown = [known.get(day, DayUsage(day)) for day in dates]
    top = _round_up(max(day.total for day in shown))
    bars = [
        Bar(day, 10 * index, HEIGHT * day.good / top, HEIGHT * day.refused / top)
        for index, day in enumerate(shown)
    ]
    return Chart(tuple(bars), top)


def _round_up(number: int) -> int:
    """The next of 5, 10, 20, 50, 100 … that is not below, so that the axis has a number to read."""
    step = 5
    while step < number:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return step
