"""Whatever the keys of two accounts ask, and whenever: the API counts as the library ``limits`` does."""

from __future__ import annotations

import time
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.rate_limit import MINUTE, Plan
from mock_server.scenarios import open_scene
from mock_server.timestamp import parse_timestamp
from tests.mock_server.driver import Answer, Client
from tests.mock_server.law import tried
from tests.mock_server.limits_oracle import Oracle, told

ACCOUNT_OF = {
    "reader": "acme",
    "manager": "acme",
    "member": "acme",
    "read-only": "acme",
    "stranger": "globex",
}
REQUESTS = [
    ("GET", "/v1/tasks"),
    ("HEAD", "/v1/tasks/task_000001"),
    ("GET", "/v1/nowhere"),
    ("BREW", "/v1/tasks"),
    ("POST", "/v1/tasks"),
    ("DELETE", "/v1/users/usr_000001"),
]

plans = st.builds(Plan, st.just("test"), st.integers(1, 5), st.integers(1, 12))
bursts = st.tuples(st.sampled_from(list(ACCOUNT_OF)), st.sampled_from(REQUESTS), st.integers(1, 4))
refusals = st.sampled_from([None, "expired", "revoked", "office"])
pauses = st.sampled_from([1, 17, 59, 60, 61, 3_600, 48_600, 86_400])


@pytest.mark.slow
@tried(80)
@given(plans, plans, st.lists(bursts | bursts | pauses | refusals, min_size=5, max_size=25))
def test_the_api_counts_as_limits_does(
    acme: Plan, globex: Plan, steps: list[tuple[str, tuple[str, str], int] | int | str | None]
) -> None:
    client, plan_of = Client(open_scene()), {"acme": acme, "globex": globex}
    for account, plan in plan_of.items():
        client.store.accounts[account].plan = plan
    now = [client.scene.clock.now().timestamp()]
    with mock.patch.object(time, "time", side_effect=lambda: now[0]):
        oracles = {account: Oracle(plan, now[0]) for account, plan in plan_of.items()}
        for step in steps:
            if isinstance(step, int):
                client.scene.advance(step)
                now[0] += step
            elif isinstance(step, tuple):
                key, (method, target), times = step
                account = ACCOUNT_OF[key]
                for _ in range(times):
                    allowed, left = oracles[account].count(now[0])
                    agrees(client.request(method, target, key=key), plan_of[account], now[0], allowed, left)
            else:
                answer = client.get("/v1/tasks", key=step)
                assert answer.status in (401, 403)
                assert answer["x-ratelimit-remaining"] is None


def agrees(answer: Answer, plan: Plan, now: float, allowed: bool, left: dict[int, int]) -> None:
    """Hold an answer to what the oracle says of its request."""
    length = told(allowed, left)
    limit = plan.per_minute if length == MINUTE else plan.per_day
    reset = int((now // length + 1) * length)
    assert (answer.status == 429) == (not allowed)
    assert answer["x-ratelimit-limit"] == str(limit)
    assert answer["x-ratelimit-remaining"] == str(left[length])
    assert answer["x-ratelimit-reset"] == str(reset)
    assert answer["retry-after"] == (None if allowed else str(int(reset - now)))
    if answer.status == 429 and answer.body:
        assert (answer.details["limit"], answer.details["remaining"]) == (limit, 0)
        assert parse_timestamp(answer.details["resetAt"]).timestamp() == reset
