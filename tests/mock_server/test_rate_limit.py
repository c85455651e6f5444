"""The window of the rate limit."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.rate_limit import PLANS, Plan, RateLimiter

START = datetime(2025, 5, 13, 10, 30, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("plan", "per_minute"), [("Free", 60), ("Standard", 120), ("Professional", 300), ("Enterprise", 6_000)]
)
def test_what_a_plan_allows(plan: str, per_minute: int) -> None:
    limiter = RateLimiter()
    allowed = [limiter.count("a", PLANS[plan], START).allowed for _ in range(per_minute + 2)]
    assert allowed == [True] * per_minute + [False] * 2


@given(
    st.integers(min_value=1, max_value=5),
    st.lists(st.tuples(st.integers(min_value=0, max_value=45), st.sampled_from("ab")), max_size=60),
)
def test_a_request_passes_if_its_account_has_made_fewer_in_this_clock_minute(
    limit: int, requests: list[tuple[int, str]]
) -> None:
    limiter, passed, seconds = RateLimiter(), Counter[tuple[str, int]](), 17
    for pause, account in requests:
        seconds += pause
        window = (account, seconds // 60)
        expected = passed[window] < limit
        passed[window] += expected

        allowance = limiter.count(account, Plan(per_minute=limit), at(seconds))

        assert allowance.allowed == expected
        assert allowance.remaining == limit - passed[window]
        assert allowance.reset == START.timestamp() + (seconds // 60 + 1) * 60
        assert allowance.retry_after == 60 - seconds % 60
        assert ("retry-after" in allowance.headers) == (not expected)


@pytest.mark.parametrize(("seconds", "retry_after"), [(0, 60), (1, 59), (59, 1)])
def test_the_wait_ends_with_the_window_and_is_never_none(seconds: int, retry_after: int) -> None:
    limiter = RateLimiter()
    limiter.count("a", Plan(1), at(0))
    assert limiter.count("a", Plan(1), at(seconds)).headers["retry-after"] == str(retry_after)
    assert limiter.count("a", Plan(1), at(60)).allowed


def test_what_other_programs_make_is_taken_from_every_window() -> None:
    limiter = RateLimiter()
    limiter.occupy("a", 1)
    assert [limiter.count("a", Plan(2), at(seconds)).remaining for seconds in (0, 60)] == [0, 0]
    assert not limiter.count("a", Plan(2), at(61)).allowed
    assert limiter.count("b", Plan(2), at(61)).remaining == 1
