"""Paired rounds: who is measured when, and what the figures come to."""

from __future__ import annotations

import pytest

from tests.bench.rounds import Contestant, Ratio, Results, run


def test_every_contestant_is_measured_in_every_round_and_begins_one() -> None:
    order: list[str] = []

    def contestant(name: str) -> Contestant:
        def measure() -> dict[str, float]:
            order.append(name)
            return {"speed": 1.0}

        return measure

    results = run({name: contestant(name) for name in "abc"}, rounds=4)
    assert "".join(order) == "abcbcacababc"
    assert [set(figures) for figures in results.rounds] == [set("abc")] * 4


def test_each_step_is_told() -> None:
    said: list[str] = []
    run({"a": dict, "b": dict}, 2, said.append)
    assert said == ["round 1 of 2: a", "round 1 of 2: b", "round 2 of 2: b", "round 2 of 2: a"]


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
