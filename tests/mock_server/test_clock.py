"""Clocks that stand and clocks that tick."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.clock import STANDING_TIME, StandingClock, TickingClock, open_clock


def test_a_standing_clock_moves_only_when_told_to() -> None:
    clock = StandingClock()
    assert clock.now() == clock.now() == datetime(2025, 5, 13, 10, 30, tzinfo=UTC)
    clock.advance(90)
    assert clock.now() == STANDING_TIME + timedelta(seconds=90)


@given(st.lists(st.floats(min_value=0, max_value=10), max_size=20))
def test_parts_of_a_second_add_up(steps: list[float]) -> None:
    clock, sum_of_steps = StandingClock(), timedelta()
    for step in steps:
        clock.advance(step)
        sum_of_steps += timedelta(seconds=step)
    assert clock.now() == (STANDING_TIME + sum_of_steps).replace(microsecond=0)


def test_no_clock_moves_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        StandingClock().advance(-1)


def test_a_ticking_clock_runs_from_where_it_started_and_can_be_pushed() -> None:
    monotonic = iter([1000.0, 1000.5, 1003.0, 1003.0])
    clock = TickingClock(STANDING_TIME, lambda: next(monotonic))
    assert clock.now() == STANDING_TIME
    assert clock.now() == STANDING_TIME + timedelta(seconds=3)
    clock.advance(60)
    assert clock.now() == STANDING_TIME + timedelta(seconds=63)


@pytest.mark.parametrize(
    ("spec", "start"), [(None, STANDING_TIME), ("2030-01-01T00:00:00Z", datetime(2030, 1, 1, tzinfo=UTC))]
)
def test_a_clock_is_opened_by_its_description(spec: str | None, start: datetime) -> None:
    standing, ticking = open_clock(spec), open_clock(spec, ticks=True)
    assert isinstance(standing, StandingClock)
    assert isinstance(ticking, TickingClock)
    assert standing.now() == start <= ticking.now() < start + timedelta(seconds=5)


def test_the_real_time_never_stands() -> None:
    clock = open_clock("now")
    assert isinstance(clock, TickingClock)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
