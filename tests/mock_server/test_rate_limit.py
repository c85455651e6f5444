"""The windows of the rate limit, with the library ``limits`` as the oracle."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.rate_limit import DAY, MINUTE, PLANS, Allowance, Plan, RateLimiter
from tests.mock_server.limits_oracle import Oracle, told

START = datetime(2025, 5, 13, 10, 30, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def counted(limiter: RateLimiter, plan: Plan, moments: list[float], account: str = "a") -> list[Allowance]:
    return [limiter.count(account, plan, at(seconds)) for seconds in moments]


@pytest.mark.parametrize(
    ("plan", "per_minute", "per_day"),
    [
        ("Free", 60, 10_000),
        ("Standard", 120, 50_000),
        ("Professional", 300, 150_000),
        ("Enterprise", 6_000, 5_000_000),
    ],
)
def test_what_a_plan_allows(plan: str, per_minute: int, per_day: int) -> None:
    assert PLANS[plan].windows == ((MINUTE, per_minute), (DAY, per_day))
    allowed = [answer.allowed for answer in counted(RateLimiter(), PLANS[plan], [0] * (per_minute + 2))]
    assert allowed == [True] * per_minute + [False] * 2


@given(
    st.integers(min_value=1, max_value=4),
    st.integers(min_value=1, max_value=9),
    st.lists(st.sampled_from([0, 1, 17, 59, 60, 61, 3_600, 50_000, 86_400]), max_size=40),
)
def test_it_counts_as_limits_does(per_minute: int, per_day: int, pauses: list[int]) -> None:
    plan, limiter, now = Plan("test", per_minute, per_day), RateLimiter(), [START.timestamp()]
    with mock.patch.object(time, "time", side_effect=lambda: now[0]):
        oracle = Oracle(plan, now[0])
        for pause in pauses:
            now[0] += pause
            allowed, left = oracle.count(now[0])

            answer = limiter.count("a", plan, datetime.fromtimestamp(now[0], UTC))

            length = told(allowed, left)
            assert answer.allowed == allowed
            assert answer.remaining == left[length]
            assert answer.limit == (per_minute if length == MINUTE else per_day)
            assert answer.reset == (now[0] // length + 1) * length
            assert answer.retry_after == answer.reset - now[0]
            assert ("retry-after" in answer.headers) == (not allowed)


def test_accounts_are_counted_apart() -> None:
    limiter, plan = RateLimiter(), Plan("test", 1, 9)
    assert [answer.allowed for answer in counted(limiter, plan, [0, 0], "a")] == [True, False]
    assert [answer.allowed for answer in counted(limiter, plan, [0, 0], "b")] == [True, False]


@pytest.mark.parametrize(("seconds", "retry_after"), [(0, 60), (1, 59), (59, 1)])
def test_the_wait_ends_with_the_window_and_is_never_none(seconds: int, retry_after: int) -> None:
    limiter, plan = RateLimiter(), Plan("test", 1, 9)
    _, refused, after = counted(limiter, plan, [0, seconds, 60])
    assert refused.headers["retry-after"] == str(retry_after)
    assert after.allowed


def test_it_tells_of_the_window_with_fewer_left() -> None:
    first, second, third = counted(RateLimiter(), Plan("test", 2, 3), [0, 0, 60])
    assert (first.limit, first.remaining) == (2, 1)
    assert (second.limit, second.remaining) == (2, 0)
    assert (third.limit, third.remaining) == (3, 0)


def test_of_equals_it_tells_of_the_minute() -> None:
    (answer,) = counted(RateLimiter(), Plan("test", 2, 2), [0])
    assert (answer.limit, answer.reset) == (2, START.timestamp() + 60)


def test_of_two_that_are_used_up_it_tells_of_the_day() -> None:
    *_, refused, then = counted(RateLimiter(), Plan("test", 2, 2), [0, 0, 0, 60])
    assert (refused.reset, refused.retry_after) == (then.reset, then.retry_after + 60)


def test_a_day_that_is_used_up_ends_at_midnight() -> None:
    *_, refused = counted(RateLimiter(), Plan("test", 9, 2), [0, 0, 0])
    assert refused.details == {"limit": 2, "remaining": 0, "resetAt": "2025-05-14T00:00:00Z"}
    assert refused.retry_after == 13.5 * 3600


def test_a_request_that_the_minute_refuses_takes_nothing_from_the_day() -> None:
    *_, answer = counted(RateLimiter(), Plan("test", 1, 2), [0, 0, 0, 60])
    assert answer.allowed


def test_what_other_programs_make_is_taken_from_every_minute() -> None:
    limiter, plan = RateLimiter(), Plan("test", 2, 99)
    limiter.occupy("a", 1)
    assert [answer.remaining for answer in counted(limiter, plan, [0, 60])] == [0, 0]
    assert not limiter.count("a", plan, at(61)).allowed
    assert limiter.count("b", plan, at(61)).remaining == 1
