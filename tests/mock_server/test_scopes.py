"""What a key permits, operation by operation."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.errors import ApiError
from mock_server.scopes import SCOPES, in_order, require_scopes
from tests.mock_server.driver import Client, document

METHODS = ("get", "post", "patch", "delete")
REQUIRED = [
    ("GET", "/v1/tasks", "tasks:read"),
    ("POST", "/v1/tasks", "tasks:write"),
    ("GET", "/v1/tasks/task_000001", "tasks:read"),
    ("PATCH", "/v1/tasks/task_000001", "tasks:write"),
    ("DELETE", "/v1/tasks/task_000001", "tasks:write"),
    ("GET", "/v1/users", "users:read"),
    ("POST", "/v1/users", "users:write"),
    ("GET", "/v1/users/usr_000001", "users:read"),
    ("PATCH", "/v1/users/usr_000001", "users:write"),
    ("DELETE", "/v1/users/usr_000001", "users:write"),
    ("GET", "/v1/api-keys", "keys:manage"),
    ("POST", "/v1/api-keys", "keys:manage"),
    ("GET", "/v1/api-keys/key_000001", "keys:manage"),
    ("PATCH", "/v1/api-keys/key_000001", "keys:manage"),
    ("DELETE", "/v1/api-keys/key_000001", "keys:manage"),
    ("POST", "/v1/api-keys/key_000001/rotate", "keys:manage"),
    ("GET", "/v1/api-keys/key_000001/usage", "keys:manage"),
]


def test_every_operation_stands_in_this_table() -> None:
    operations = [method for path in document()["paths"].values() for method in path if method in METHODS]
    assert len(operations) == len(REQUIRED) + 1, "and /health needs no scope"


@pytest.mark.parametrize(("method", "target", "scope"), REQUIRED)
def test_a_key_with_every_scope_but_one_is_told_that_one(
    client: Client, method: str, target: str, scope: str
) -> None:
    scopes = [other for other in SCOPES if other != scope]
    weaker = client.with_key(client.post("/v1/api-keys", {"name": "x", "scopes": scopes}).json["key"])
    answer = weaker.request(method, target)
    assert (answer.status, answer.details) == (403, {"requiredScope": scope})
    assert answer["www-authenticate"] == (
        f'Bearer realm="Task Management API", error="insufficient_scope", scope="{scope}"'
    )


@pytest.mark.parametrize(("method", "target", "scope"), REQUIRED)
def test_a_key_with_this_scope_alone_goes_on(client: Client, method: str, target: str, scope: str) -> None:
    only = client.with_key(client.post("/v1/api-keys", {"name": "x", "scopes": [scope]}).json["key"])
    answer = only.request(method, target)
    assert answer.status != 403 or answer.details["requiredScope"] != scope
    assert answer.status in (200, 201, 204, 403, 409, 422)


def test_scopes_come_each_once_in_their_own_order() -> None:
    assert in_order(["keys:manage", "tasks:write", "keys:manage"]) == ["tasks:write", "keys:manage"]
    assert in_order(reversed(SCOPES)) == list(SCOPES)


@pytest.mark.parametrize(
    ("held", "required", "missing"),
    [
        ([], [], None),
        (["tasks:read"], ["tasks:read"], None),
        (["tasks:read"], ["tasks:write"], "tasks:write"),
        (["tasks:write"], ["tasks:read"], "tasks:read"),
        (["tasks:read"], ["tasks:read", "users:write", "users:read"], "users:write"),
    ],
)
def test_no_scope_includes_another_and_the_first_missing_is_named(
    held: list[str], required: list[str], missing: Any
) -> None:
    if missing is None:
        require_scopes(frozenset(held), required)
        return
    with pytest.raises(ApiError) as refusal:
        require_scopes(frozenset(held), required)
    assert refusal.value.details == {"requiredScope": missing}
