"""Paired rounds: who is measured when, and what the figures come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import repeat

import pytest

from tests.bench.rounds import Contestant, Entrant, Ratio, Results, run


class Race:
    """Contestants whose turns are written down."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def contestant(self, name: str, figures: Iterable[float] = repeat(1.0)) -> Contestant:
        each = iter(figures)

        def turn() -> float:
            self.order.append(name)
            return next(each)

        @contextmanager
        def enter() -> Iterator[Entrant]:
            self.order.append(f"{name} in")
            yield Entrant({"start": 2.0}, {"speed": turn})
            self.order.append(f"{name} out")

        return enter


@pytest.fixture
def race() -> Race:
    return Race()


def test_all_are_in_before_the_first_turn_and_take_turns(race: Race) -> None:
    run({name: race.contestant(name) for name in "ab"}, ["speed"], rounds=1, warm_up=1, turns=2)
    assert race.order == ["a in", "b in", *"ababab", "b out", "a out"]


def test_each_round_begins_with_another_contestant(race: Race) -> None:
    run({name: race.contestant(name) for name in "abc"}, ["speed"], rounds=4, warm_up=0, turns=1)
    assert [each for each in race.order if len(each) == 1] == [*"abc", *"bca", *"cab", *"abc"]


def test_the_figure_of_a_round_is_the_median_of_its_turns_without_the_warm_up(race: Race) -> None:
    figures = [900.0, 1.0, 5.0, 2.0]
    results = run({"a": race.contestant("a", figures)}, ["speed"], rounds=1, warm_up=1, turns=3)
    assert results.rounds == [{"a": {"start": 2.0, "speed": 2.0}}]


def test_a_contestant_may_bring_all_its_figures_along(race: Race) -> None:
    known = Entrant({"speed": 7.0})
    both: dict[str, Contestant] = {"a": race.contestant("a"), "b": lambda: nullcontext(known)}
    results = run(both, ["speed"], rounds=1, warm_up=0, turns=1)
    assert results.rounds == [{"a": {"start": 2.0, "speed": 1.0}, "b": {"speed": 7.0}}]


def test_an_interrupt_in_a_turn_lets_nobody_stay(race: Race) -> None:
    left = []

    def interrupt() -> float:
        raise KeyboardInterrupt

    @contextmanager
    def entered() -> Iterator[Entrant]:
        try:
            yield Entrant({}, {"speed": interrupt})
        finally:
            left.append("a")

    with pytest.raises(KeyboardInterrupt):
        run({"a": entered}, ["speed"], rounds=1, warm_up=0, turns=1)
    assert left == ["a"]


def test_each_step_is_told(race: Race) -> None:
    said: list[str] = []
    run({"a": race.contestant("a")}, ["speed"], 2, warm_up=0, turns=1, say=said.append)
    assert said == ["round 1 of 2: a", "round 1 of 2: speed", "round 2 of 2: a", "round 2 of 2: speed"]


@pytest.fixture
def results() -> Results:
    """The machine is half as fast in the second round, and a runs into trouble in the third."""
    speeds = [(300.0, 200.0), (150.0, 100.0), (100.0, 200.0)]
    return Results([{"a": {"speed": a}, "b": {"speed": b}} for a, b in speeds])


def test_the_median_is_taken_over_the_rounds(results: Results) -> None:
    assert results.median("a", "speed") == 150
    assert results.median("b", "speed") == 200


def test_a_ratio_is_taken_within_each_round(results: Results) -> None:
    assert results.ratio("a", "b", "speed") == Ratio(median=1.5, lowest=0.5, highest=1.5)
    assert str(results.ratio("a", "b", "speed")) == "1.50 (0.50–1.50)"


def test_an_even_number_of_rounds_has_its_median_between_two() -> None:
    assert Ratio.of([1, 2, 3, 10]) == Ratio(2.5, 1, 10)


def test_rounds_of_others_stand_beside_each_other() -> None:
    mine, theirs = Results([{"a": {"x": 1.0}}, {"a": {"x": 3.0}}]), Results([{"b": {"x": 4.0}}] * 2)
    both = mine.beside(theirs)
    assert (both.median("a", "x"), both.median("b", "x")) == (2.0, 4.0)
    with pytest.raises(ValueError, match="zip"):
        mine.beside(Results([]))
