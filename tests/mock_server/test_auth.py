"""Who gets in: the authentication table of the API, row by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_server.keys import make_secret
from tests.mock_server.driver import Answer, Client

NO_ERROR = 'Bearer realm="Task Management API"'
INVALID = 'Bearer realm="Task Management API", error="invalid_token"'
EXPIRED = 'Bearer realm="Task Management API", error="invalid_token", error_description="The API key expired"'
REVOKED = (
    'Bearer realm="Task Management API", error="invalid_token", error_description="The API key was revoked"'
)
BODY = b'{"error":{"code":"unauthorized","message":"Invalid or missing API key"}}'

SPARE = make_secret(bytes(32))
"""A well-formed key that nobody has."""


def ask(client: Client, *authorization: str, target: str = "/v1/tasks") -> Answer:
    """Send these ``Authorization`` headers; ``KEY`` in them is the reader's good key."""
    headers = [
        ("authorization", value.replace("KEY", client.scene.keys["reader"])) for value in authorization
    ]
    return client.get(target, key=None, headers=headers)


def refused(answer: Answer, challenge: str) -> bool:
    """Whether this is the 401 with that challenge, and no word of quotas."""
    assert answer["x-ratelimit-remaining"] is None
    return (answer.status, answer["www-authenticate"], answer.body) == (401, challenge, BODY)


@pytest.mark.parametrize(
    "authorization",
    ["Bearer KEY", "bearer KEY", "BEARER KEY", "bEaReR KEY", "Bearer    KEY", " Bearer KEY\t"],
)
def test_a_good_key_goes_on_with_its_scheme_in_any_case_and_one_or_more_spaces(
    client: Client, authorization: str
) -> None:
    assert ask(client, authorization).status == 200


def test_no_header_is_challenged_without_an_error(client: Client) -> None:
    assert refused(ask(client), NO_ERROR)


@pytest.mark.parametrize(
    "authorization", ["Basic dXNlcjpwYXNz", "Token KEY", "KEY", "Digest a=b", "", "BearerKEY", "Bearer\tKEY"]
)
def test_another_scheme_is_challenged_without_an_error(client: Client, authorization: str) -> None:
    assert refused(ask(client, authorization), NO_ERROR)


@pytest.mark.parametrize("authorization", ["Bearer", "Bearer ", "bearer   "])
def test_bearer_without_a_token_is_challenged_without_an_error(client: Client, authorization: str) -> None:
    assert refused(ask(client, authorization), NO_ERROR)


@pytest.mark.parametrize("parameter", ["api_key", "key", "access_token"])
def test_a_key_in_the_query_is_no_credential(client: Client, parameter: str) -> None:
    answer = client.get(f"/v1/tasks?{parameter}={client.scene.keys['reader']}", key=None)
    assert refused(answer, NO_ERROR)


@pytest.mark.parametrize("header", ["x-api-key", "api-key", "proxy-authorization", "cookie"])
def test_a_key_in_another_header_is_no_credential(client: Client, header: str) -> None:
    answer = client.get("/v1/tasks", key=None, headers=[(header, f"Bearer {client.scene.keys['reader']}")])
    assert refused(answer, NO_ERROR)


def test_a_key_in_the_body_is_no_credential(client: Client) -> None:
    answer = client.post("/v1/tasks", {"title": "x", "access_token": client.scene.keys["reader"]}, key=None)
    assert refused(answer, NO_ERROR)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(SPARE, id="well-formed"),
        pytest.param("YOUR_API_KEY", id="the placeholder of the docs"),
        pytest.param("tmk_short", id="malformed"),
        pytest.param("KEYx", id="too long"),
        pytest.param("KEY KEY", id="two tokens"),
        pytest.param("KEY, Bearer KEY", id="two headers that a proxy joined"),
        pytest.param('"KEY"', id="quoted"),
        pytest.param("schlüssel", id="not ASCII"),
        pytest.param("a" * 10_000, id="very long"),
    ],
)
def test_an_unknown_token_is_invalid_whatever_its_form(client: Client, token: str) -> None:
    assert refused(ask(client, f"Bearer {token}"), INVALID)


def test_a_mistyped_key_is_invalid(client: Client) -> None:
    key = client.scene.keys["reader"]
    for index in range(len(key)):
        typo = key[:index] + ("x" if key[index] != "x" else "y") + key[index + 1 :]
        assert refused(ask(client, f"Bearer {typo}"), INVALID)


@pytest.mark.parametrize(
    "authorization",
    [
        ("Bearer KEY", "Bearer KEY"),
        ("Bearer KEY", "Basic dXNlcjpwYXNz"),
        ("Basic dXNlcjpwYXNz", "Bearer KEY"),
        ("Bearer", "Bearer KEY"),
        ("Bearer KEY", "Bearer KEY", "Bearer KEY"),
    ],
)
def test_of_two_headers_nobody_knows_which_is_meant(client: Client, authorization: tuple[str, ...]) -> None:
    assert refused(ask(client, *authorization), INVALID)


@pytest.mark.parametrize(
    "authorization", [("Basic a", "Digest b"), ("Bearer", "Bearer "), ("Bearer", "Basic a")]
)
def test_two_headers_without_a_token_are_challenged_without_an_error(
    client: Client, authorization: tuple[str, ...]
) -> None:
    assert refused(ask(client, *authorization), NO_ERROR)


def test_an_expired_key_is_told_so_and_since_when(client: Client) -> None:
    answer = client.get("/v1/tasks", key="expired")
    assert refused(answer, EXPIRED)
    assert answer["api-key-expires"] == "2025-05-12T10:30:00Z"


def test_a_revoked_key_is_told_so(client: Client) -> None:
    assert refused(client.get("/v1/tasks", key="revoked"), REVOKED)


def test_a_key_expires_at_the_very_second(client: Client) -> None:
    client.scene.advance(24 * 3600 - 1)
    answer = client.get("/v1/tasks", key="deprecated")
    assert (answer.status, answer["api-key-expires"]) == (200, "2025-05-14T10:30:00Z")

    client.scene.advance(1)
    answer = client.get("/v1/tasks", key="deprecated")
    assert refused(answer, EXPIRED)
    assert answer["api-key-replaced-by"] == "key_000002"


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
