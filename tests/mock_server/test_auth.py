"""What a good key may do, from where, and what its answers tell of it. Who gets in: test_authorization.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.mock_server.driver import Client


def test_a_key_from_an_address_outside_its_allow_list_is_forbidden(client: Client) -> None:
    answer = client.get("/v1/tasks", key="office")
    assert (answer.status, answer.code, answer.details) == (403, "forbidden", {"reason": "ip_not_allowed"})
    assert answer["www-authenticate"] is None


@pytest.mark.parametrize("address", ["203.0.113.7", "203.0.113.255", "::ffff:203.0.113.7"])
def test_a_key_from_an_address_in_its_allow_list_goes_on(client: Client, address: str) -> None:
    assert client.get("/v1/tasks", key="office", address=address).status == 200


@pytest.mark.parametrize("address", ["203.0.114.7", "::1", "2001:db8::1", "testclient", None])
def test_an_unknown_address_is_in_no_allow_list(client: Client, address: str | None) -> None:
    assert client.get("/v1/tasks", key="office", address=address).status == 403


def test_a_missing_scope_is_forbidden_and_named(client: Client) -> None:
    answer = client.post("/v1/tasks", {"title": "x"}, key="read-only")
    assert (answer.status, answer.code, answer.details) == (
        403,
        "forbidden",
        {"requiredScope": "tasks:write"},
    )
    assert answer["www-authenticate"] == (
        'Bearer realm="Task Management API", error="insufficient_scope", scope="tasks:write"'
    )


def test_a_missing_role_is_forbidden_and_named_and_no_matter_of_credentials(client: Client) -> None:
    answer = client.post("/v1/tasks", {"title": "x", "assigneeId": "usr_000001"}, key="member")
    assert (answer.status, answer.code, answer.details) == (403, "forbidden", {"requiredRole": "manager"})
    assert answer["www-authenticate"] is None


@pytest.mark.parametrize("scenario", ["default", "read-only", "rotated", "one-request-left", "many-tasks"])
def test_the_readers_key_works_in(open_client: Callable[[str], Client], scenario: str) -> None:
    assert open_client(scenario).get("/v1/tasks").status == 200


def test_a_rotated_key_works_and_names_its_end_and_its_successor(
    open_client: Callable[[str], Client],
) -> None:
    client = open_client("rotated")
    for answer in (client.get("/v1/tasks"), client.get("/v1/nowhere"), client.post("/v1/tasks", {})):
        assert answer["api-key-expires"] == "2025-05-14T10:30:00Z"
        assert answer["api-key-replaced-by"] == "key_000002"


def test_a_key_without_an_end_says_nothing_of_one(client: Client) -> None:
    answer = client.get("/v1/tasks")
    assert answer["api-key-expires"] is answer["api-key-replaced-by"] is None
