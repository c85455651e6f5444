"""What the gate before ``/v1`` gives away, which is nothing, and what counts against the rate limit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.mock_server.driver import Answer, Client


@pytest.mark.parametrize("target", ["/v1", "/v1/", "/v1/nowhere", "/v1/tasks/task_999999"])
def test_without_a_key_nobody_learns_what_exists(client: Client, target: str) -> None:
    assert client.get(target, key=None).status == 401
    assert client.get(target).status == 404


@pytest.mark.parametrize("method", ["OPTIONS", "DELETE", "BREW"])
def test_without_a_key_nobody_learns_what_can_be_done(client: Client, method: str) -> None:
    assert client.request(method, "/v1/tasks", key=None).status == 401
    assert client.request(method, "/v1/tasks")["allow"] == "GET, HEAD, POST"


def remaining(answer: Answer) -> int | None:
    value = answer["x-ratelimit-remaining"]
    return None if value is None else int(value)


@pytest.mark.parametrize(
    ("status", "method", "target", "key"),
    [
        (200, "GET", "/v1/tasks", "reader"),
        (200, "HEAD", "/v1/tasks", "reader"),
        (404, "GET", "/v1/nowhere", "reader"),
        (405, "PUT", "/v1/tasks", "reader"),
        (403, "POST", "/v1/tasks", "read-only"),
        (400, "GET", "/v1/tasks?x=1", "reader"),
        (422, "POST", "/v1/tasks", "reader"),
    ],
)
def test_every_request_of_a_good_key_counts(
    client: Client, status: int, method: str, target: str, key: str
) -> None:
    answer = client.request(method, target, key=key)
    assert (answer.status, remaining(answer)) == (status, 59)


def test_the_keys_of_an_account_share_its_quota(client: Client) -> None:
    assert [remaining(client.get("/v1/tasks", key=key)) for key in ("reader", "member", "read-only")] == [
        59,
        58,
        57,
    ]


def test_refused_credentials_and_addresses_burn_nobodys_quota(client: Client) -> None:
    for options in ({"key": None}, {"key": "expired"}, {"key": "revoked"}, {"key": "office"}):
        assert remaining(client.get("/v1/tasks", **options)) is None
    assert remaining(client.get("/v1/tasks")) == 59


def test_the_last_request_passes_and_the_next_has_to_wait(open_client: Callable[[str], Client]) -> None:
    client = open_client("one-request-left")
    client.scene.advance(40)
    assert remaining(client.get("/v1/tasks")) == 0

    answer = client.get("/v1/tasks")
    assert (answer.status, answer.code) == (429, "rate_limit_exceeded")
    assert answer.details == {"limit": 60, "remaining": 0, "resetAt": "2025-05-13T10:31:00Z"}
    assert answer["retry-after"] == "20"
    assert (answer["x-ratelimit-limit"], answer["x-ratelimit-remaining"]) == ("60", "0")
    assert answer["x-ratelimit-reset"] == "1747132260"

    client.scene.advance(20)
    assert remaining(client.get("/v1/tasks")) == 59


def test_one_accounts_haste_is_not_anothers_wait(client: Client) -> None:
    assert client.get("/v1/tasks", key="busy").status == 429
    assert client.get("/v1/tasks", key="reader").status == 200


def test_accounts_never_see_each_other(client: Client) -> None:
    assert client.get("/v1/tasks", key="stranger").json["data"] == []
    assert client.get("/v1/tasks/task_000001", key="stranger").status == 404


def test_the_busy_account_has_no_request_left_in_any_minute(client: Client) -> None:
    client.scene.advance(60)
    assert client.get("/v1/tasks", key="busy").status == 429


def test_what_stands_outside_v1_needs_no_key_and_counts_for_nothing(client: Client) -> None:
    for target in ("/health", "/openapi.json"):
        answer = client.get(target, key=None)
        assert (answer.status, remaining(answer)) == (200, None)
