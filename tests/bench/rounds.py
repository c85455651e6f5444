"""Paired rounds: all contestants are measured in each round, one after the other, and compared within it.

What else the machine does slows all contestants of a round alike. So a ratio within a round says more than
two figures of different minutes, and the median of several rounds more than any one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["Contestant", "Ratio", "Results", "run"]

Contestant = Callable[[], Mapping[str, float]]
"""Measures one contestant once, and gives a figure for each of its measures."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How two contestants compare: in the middle, and in the rounds that differ most from it."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Ratio:
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.lowest:.2f}–{self.highest:.2f})"


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of all rounds: for each round, contestant → measure → figure."""

    rounds: Sequence[Mapping[str, Mapping[str, float]]]

    def median(self, contestant: str, measure: str) -> float:
        return median(figures[contestant][measure] for figures in self.rounds)

    def ratio(self, contestant: str, other: str, measure: str) -> Ratio:
        """How many times the other's figure this contestant's is, round by round."""
        return Ratio.of([figures[contestant][measure] / figures[other][measure] for figures in self.rounds])


def run(
    contestants: Mapping[str, Contestant], rounds: int, say: Callable[[str], None] = lambda _: None
) -> Results:
    """Measure all contestants, as many times as there are rounds."""
    figures = []
    for number in range(rounds):
        measured = {}
        for name in _turned(list(contestants), number):
            say(f"round {number + 1} of {rounds}: {name}")
            measured[name] = contestants[name]()
        figures.append(measured)
    return Results(figures)


def _turned(names: Sequence[str], by: int) -> Iterator[str]:
    """Each round begins with another contestant, so that none profits from its place."""
    for index in range(len(names)):
        yield names[(index + by) % len(names)]
