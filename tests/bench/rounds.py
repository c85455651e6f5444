"""Paired rounds: all contestants are measured in turn, a slice at a time, and compared within a round.

What else the machine does slows all contestants of a round alike, because their turns are short. So a ratio
within a round says more than two figures of different minutes, and their median more than any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from statistics import median

__all__ = ["Contestant", "Entrant", "Ratio", "Results", "run"]


@dataclass(frozen=True, slots=True)
class Entrant:
    """A contestant in one round."""

    known: Mapping[str, float] = field(default_factory=dict)
    """Figures that it brings along, by their measure."""
    turns: Mapping[str, Callable[[], float]] = field(default_factory=dict)
    """What it does in one turn of a measure; gives the figure of that turn."""


Contestant = Callable[[], AbstractContextManager[Entrant]]
"""Enters one round, and leaves it with the context."""


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

    def beside(self, others: Results) -> Results:
        """The figures of these contestants and of others, which had as many rounds of their own."""
        pairs = zip(self.rounds, others.rounds, strict=True)
        return Results([{**mine, **theirs} for mine, theirs in pairs])

    def ratio(self, contestant: str, other: str, measure: str) -> Ratio:
        """How many times the other's figure this contestant's is, round by round."""
        return Ratio.of([figures[contestant][measure] / figures[other][measure] for figures in self.rounds])


def run(
    contestants: Mapping[str, Contestant],
    measures: Sequence[str],
    rounds: int,
    warm_up: int,
    turns: int,
    say: Callable[[str], None] = lambda _: None,
) -> Results:
    """Run all rounds.

    Args:
        measures: what is measured in turns, one after the other.
        warm_up: how many turns of each measure come first and don't count.
        turns: how many count; the figure of a round is their median.
        say: is told what happens.
    """
    results = []
    for number in range(rounds):
        name_of_round = f"round {number + 1} of {rounds}"
        order = list(_turned(list(contestants), number))
        with ExitStack() as stack:
            entrants = {}
            for name in order:
                say(f"{name_of_round}: {name}")
                entrants[name] = stack.enter_context(contestants[name]())
            figures = {name: dict(entrant.known) for name, entrant in entrants.items()}
            for measure in measures:
                say(f"{name_of_round}: {measure}")
                racing = {
                    name: each.turns[measure] for name, each in entrants.items() if measure in each.turns
                }
                taken = [{name: turn() for name, turn in racing.items()} for _ in range(warm_up + turns)]
                for name in racing:
                    figures[name][measure] = median(turn[name] for turn in taken[warm_up:])
        results.append(figures)
    return Results(results)


def _turned(names: Sequence[str], by: int) -> Iterator[str]:
    """Each round begins with another contestant, so that none profits from its place."""
    for index in range(len(names)):
        yield names[(index + by) % len(names)]
