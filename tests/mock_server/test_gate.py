"""The order of checks under ``/v1``, and what counts against the rate limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.mock_server.driver import Answer, Client

BIG = b'"' + b"x" * 1024 * 1024 + b'"'
TO_ANOTHER = b'{"title": "x", "assigneeId": "usr_000001"}'
TO_NOBODY_KNOWN = b'{"title": "x", "assigneeId": "usr_999999"}'
IN_THE_PAST = b'{"title": "x", "assigneeId": "usr_000001", "dueDate": "2001-01-01T00:00:00Z"}'

JSON = "application/json"

# Each request fails two neighbouring checks and gets the answer of the first.
ORDER: list[tuple[str, int, str, str, dict[str, Any]]] = [
    (
        "credentials before address",
        401,
        "GET",
        "/v1/tasks",
        {"key": "office", "headers": [("authorization", "Bearer x")]},
    ),
    ("address before rate limit", 403, "GET", "/v1/tasks", {"key": "office"}),
    ("rate limit before path", 429, "GET", "/v1/nowhere", {"key": "busy"}),
    ("path before method", 404, "BREW", "/v1/nowhere", {}),
    ("method before scope", 405, "DELETE", "/v1/tasks", {"key": "read-only"}),
    (
        "scope before media type",
        403,
        "POST",
        "/v1/tasks",
        {"key": "read-only", "body": b"x", "media_type": "text/plain"},
    ),
    ("media type before size", 415, "POST", "/v1/tasks", {"body": BIG, "media_type": "text/plain"}),
    ("size before validity", 413, "POST", "/v1/tasks?x=1", {"body": BIG, "media_type": JSON}),
    ("query before body", 400, "POST", "/v1/tasks?x=1", {"body": b"{}", "media_type": JSON}),
    ("form before fields", 400, "POST", "/v1/tasks", {"body": b'{"title": ""', "media_type": JSON}),
    ("validity before visibility", 400, "GET", "/v1/tasks/task_999999?x=1", {}),
    ("visibility before role", 404, "GET", "/v1/tasks/task_000002", {"key": "member"}),
    (
        "validity before role",
        422,
        "POST",
        "/v1/tasks",
        {"key": "member", "body": IN_THE_PAST, "media_type": JSON},
    ),
    (
        "media type before validity",
        415,
        "PATCH",
        "/v1/tasks/task_000001?x=1",
        {"body": b"{", "media_type": "application/merge-patch+json"},
    ),
    (
        "validity of a patch before visibility",
        422,
        "PATCH",
        "/v1/tasks/task_000002",
        {"key": "member", "body": b'{"title": ""}', "media_type": JSON},
    ),
    (
        "visibility of a task before role",
        404,
        "PATCH",
        "/v1/tasks/task_000002",
        {"key": "member", "body": b'{"assigneeId": "usr_000001"}', "media_type": JSON},
    ),
    (
        "role before status change",
        403,
        "PATCH",
        "/v1/tasks/task_000001",
        {"key": "member", "body": b'{"assigneeId": "usr_000001", "status": "DONE"}', "media_type": JSON},
    ),
    (
        "visibility before version",
        404,
        "DELETE",
        "/v1/tasks/task_000002",
        {"key": "member", "headers": [("if-match", '"x"')]},
    ),
    (
        "role before version",
        403,
        "PATCH",
        "/v1/tasks/task_000001",
        {
            "key": "member",
            "body": b'{"assigneeId": "usr_000001"}',
            "media_type": JSON,
            "headers": [("if-match", '"x"')],
        },
    ),
    (
        "version before status change",
        412,
        "PATCH",
        "/v1/tasks/task_000001",
        {"body": b'{"status": "DONE"}', "media_type": JSON, "headers": [("if-match", '"x"')]},
    ),
    ("visibility of a user before role", 404, "DELETE", "/v1/users/usr_000001", {"key": "manager"}),
    (
        "role before conflict",
        403,
        "POST",
        "/v1/users",
        {
            "key": "manager",
            "body": b'{"name": "x", "email": "ada@example.com", "role": "admin"}',
            "media_type": JSON,
        },
    ),
    ("role before assigned tasks", 403, "DELETE", "/v1/users/usr_000003", {"key": "manager"}),
    (
        "conflict before version",
        409,
        "DELETE",
        "/v1/users/usr_000003",
        {"headers": [("if-match", '"x"')]},
    ),
    (
        "conflict of a patch before version",
        409,
        "PATCH",
        "/v1/users/usr_000003",
        {
            "body": b'{"email": "ada@example.com"}',
            "media_type": JSON,
            "headers": [("if-match", '"x"')],
        },
    ),
    (
        "role before state",
        403,
        "POST",
        "/v1/tasks",
        {"key": "member", "body": TO_NOBODY_KNOWN, "media_type": JSON},
    ),
]


@pytest.mark.parametrize(
    ("status", "method", "target", "options"), [row[1:] for row in ORDER], ids=[row[0] for row in ORDER]
)
def test_the_first_failed_check_answers(
    client: Client, status: int, method: str, target: str, options: dict[str, Any]
) -> None:
    if options.get("key") == "office":
        for _ in range(60):
            client.get("/v1/tasks")
    assert client.request(method, target, **options).status == status


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
