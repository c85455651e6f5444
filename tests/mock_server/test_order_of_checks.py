"""The order of checks under ``/v1``: of two faults in a request, the one that is looked for first is told.

Each row is a request with two faults and the change that mends the first of them; what is left must then be
refused for the second. So no row can pass because one of its faults is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from tests.mock_server.driver import Answer, Client

ORDER = [
    "credentials",
    "address",
    "rate limit",
    "path",
    "method",
    "scope",
    "media type and size",
    "validity",
    "visibility",
    "role",
    "state",
]

BIG = b'"' + b"x" * 1024 * 1024 + b'"'
PAST = "2001-01-01T00:00:00Z"
JSON = {"media_type": "application/json"}
TEXT = {"media_type": "text/plain"}
OTHER_VERSION = {"headers": [("if-match", '"x"')]}


@dataclass(frozen=True)
class Row:
    first: str
    second: str
    method: str
    target: str
    options: dict[str, Any]
    mended: dict[str, Any]
    """What to change in the request to have only the second fault."""
    statuses: tuple[int, int]
    requests_before: int = 0

    def __str__(self) -> str:
        return f"{self.first} before {self.second}: {self.method} {self.target}"

    def answers(self, client: Client) -> tuple[Answer, Answer]:
        for _ in range(self.requests_before):
            client.get("/v1/tasks")
        both = {"method": self.method, "target": self.target, **self.options}
        return client.request(**both), client.request(**{**both, **self.mended})


ROWS = [
    Row(
        "credentials",
        "address",
        "GET",
        "/v1/tasks",
        {"key": "office", "headers": [("authorization", "Bearer x")]},
        {"headers": []},
        (401, 403),
    ),
    Row("credentials", "path", "GET", "/v1/nowhere", {"key": "expired"}, {"key": "reader"}, (401, 404)),
    Row(
        "address",
        "rate limit",
        "GET",
        "/v1/tasks",
        {"key": "office"},
        {"address": "203.0.113.7"},
        (403, 429),
        requests_before=60,
    ),
    Row("rate limit", "path", "GET", "/v1/nowhere", {"key": "busy"}, {"key": "reader"}, (429, 404)),
    Row("path", "method", "BREW", "/v1/nowhere", {}, {"target": "/v1/tasks"}, (404, 405)),
    Row("method", "scope", "DELETE", "/v1/tasks", {"key": "read-only"}, {"method": "POST"}, (405, 403)),
    Row(
        "scope",
        "media type and size",
        "POST",
        "/v1/tasks",
        {"key": "read-only", "body": b"x", **TEXT},
        {"key": "reader"},
        (403, 415),
    ),
    Row(
        "media type and size",
        "media type and size",
        "POST",
        "/v1/tasks",
        {"body": BIG, **TEXT},
        JSON,
        (415, 413),
    ),
    Row("media type and size", "validity", "POST", "/v1/tasks?x=1", {"body": b"{", **TEXT}, JSON, (415, 400)),
    Row(
        "media type and size",
        "validity",
        "POST",
        "/v1/tasks?x=1",
        {"body": BIG, **JSON},
        {"body": b"{}"},
        (413, 400),
    ),
    Row(
        "media type and size",
        "validity",
        "PATCH",
        "/v1/tasks/task_000001?x=1",
        {"body": b"{", "media_type": "application/merge-patch+json"},
        JSON,
        (415, 400),
    ),
    Row(
        "validity",
        "validity",
        "POST",
        "/v1/tasks?x=1",
        {"body": b"{}", **JSON},
        {"target": "/v1/tasks"},
        (400, 422),
    ),
    Row(
        "validity",
        "visibility",
        "GET",
        "/v1/tasks/task_999999?x=1",
        {},
        {"target": "/v1/tasks/task_999999"},
        (400, 404),
    ),
    Row(
        "validity",
        "visibility",
        "PATCH",
        "/v1/tasks/task_000002",
        {"key": "member", "body": b'{"title": ""}', **JSON},
        {"body": b"{}"},
        (422, 404),
    ),
    Row(
        "validity",
        "role",
        "POST",
        "/v1/tasks",
        {
            "key": "member",
            "body": f'{{"title": "x", "assigneeId": "usr_000001", "dueDate": "{PAST}"}}'.encode(),
            **JSON,
        },
        {"body": b'{"title": "x", "assigneeId": "usr_000001"}'},
        (422, 403),
    ),
    Row(
        "visibility",
        "role",
        "PATCH",
        "/v1/tasks/task_000002",
        {"key": "member", "body": b'{"assigneeId": "usr_000001"}', **JSON},
        {"target": "/v1/tasks/task_000001"},
        (404, 403),
    ),
    Row(
        "visibility",
        "role",
        "DELETE",
        "/v1/users/usr_000001",
        {"key": "manager"},
        {"target": "/v1/users/usr_000003"},
        (404, 403),
    ),
    Row(
        "visibility",
        "state",
        "DELETE",
        "/v1/tasks/task_000002",
        {"key": "member", **OTHER_VERSION},
        {"key": "reader"},
        (404, 412),
    ),
    Row(
        "role",
        "state",
        "PATCH",
        "/v1/tasks/task_000001",
        {"key": "member", "body": b'{"assigneeId": "usr_000001", "status": "DONE"}', **JSON},
        {"key": "reader"},
        (403, 422),
    ),
    Row(
        "role",
        "state",
        "PATCH",
        "/v1/tasks/task_000001",
        {"key": "member", "body": b'{"assigneeId": "usr_000001"}', **JSON, **OTHER_VERSION},
        {"key": "reader"},
        (403, 412),
    ),
    Row(
        "role",
        "state",
        "POST",
        "/v1/tasks",
        {"key": "member", "body": b'{"title": "x", "assigneeId": "usr_999999"}', **JSON},
        {"key": "reader"},
        (403, 422),
    ),
    Row(
        "role",
        "state",
        "POST",
        "/v1/users",
        {
            "key": "manager",
            "body": b'{"name": "x", "email": "ada@example.com", "role": "admin"}',
            **JSON,
        },
        {"key": "reader"},
        (403, 409),
    ),
    Row("role", "state", "DELETE", "/v1/users/usr_000003", {"key": "manager"}, {"key": "reader"}, (403, 409)),
    Row(
        "state",
        "state",
        "DELETE",
        "/v1/users/usr_000003",
        OTHER_VERSION,
        {"target": "/v1/users/usr_000003?force=true"},
        (409, 412),
    ),
    Row(
        "state",
        "state",
        "PATCH",
        "/v1/users/usr_000003",
        {"body": b'{"email": "ada@example.com"}', **JSON, **OTHER_VERSION},
        {"body": b"{}"},
        (409, 412),
    ),
    Row(
        "state",
        "state",
        "PATCH",
        "/v1/tasks/task_000001",
        {"body": b'{"status": "DONE"}', **JSON, **OTHER_VERSION},
        {"headers": []},
        (412, 422),
    ),
]


def could_come_from(answer: Answer) -> set[str]:
    """The checks that answer so. A 404 never tells whether there is no such path or nothing to see there."""
    details = answer.details or {}
    by_status = {
        400: {"validity"},
        401: {"credentials"},
        403: {"reason": {"address"}, "requiredScope": {"scope"}, "requiredRole": {"role"}}.get(
            next(iter(details), ""), set()
        ),
        404: {"path", "visibility"},
        405: {"method"},
        409: {"state"},
        412: {"state"},
        413: {"media type and size"},
        415: {"media type and size"},
        422: {"state"} if "currentStatus" in details else {"validity", "state"},
        429: {"rate limit"},
    }
    return by_status[answer.status]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_first_of_two_faults_answers_and_once_it_is_mended_the_second(client: Client, row: Row) -> None:
    both, mended = row.answers(client)
    assert (both.status, mended.status) == row.statuses
    assert row.first in could_come_from(both)
    assert row.second in could_come_from(mended)


def test_each_neighbouring_pair_of_the_order_has_a_request() -> None:
    assert set(pairwise(ORDER)) <= {(row.first, row.second) for row in ROWS}


def test_no_request_contradicts_the_order() -> None:
    assert all(ORDER.index(row.first) <= ORDER.index(row.second) for row in ROWS)
