"""One envelope for every error, and every error can happen."""

from __future__ import annotations

import pytest

from mock_server.errors import DOCS, ERRORS, ApiError, error_response
from mock_server.task_query import TaskQuery
from tests.mock_server.driver import Answer, Client


def ask_for(code: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Send a request that is answered with this error."""
    match code:
        case "invalid_request":
            return client.get("/v1/tasks?limit=0")
        case "unauthorized":
            return client.get("/v1/tasks", key=None)
        case "forbidden":
            return client.get("/v1/tasks", key="office")
        case "not_found":
            return client.get("/v1/tasks/x")
        case "method_not_allowed":
            return client.request("DELETE", "/v1/tasks")
        case "conflict":
            return client.delete("/v1/users/usr_000001")
        case "precondition_failed":
            return client.delete("/v1/tasks/task_000001", headers=[("if-match", '"x"')])
        case "payload_too_large":
            return client.post("/v1/tasks", "x" * 1024 * 1024)
        case "unsupported_media_type":
            return client.post("/v1/tasks", {}, media_type="text/plain")
        case "validation_error":
            return client.post("/v1/tasks", {})
        case "idempotency_key_reused":
            key = [("idempotency-key", "x")]
            client.post("/v1/tasks", {"title": "x"}, headers=key)
            return client.post("/v1/tasks", {"title": "y"}, headers=key)
        case "rate_limit_exceeded":
            return client.get("/v1/tasks", key="busy")
        case _:
            with monkeypatch.context() as broken:
                broken.delattr(TaskQuery, "select")
                return client.get("/v1/tasks")


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_happens_with_its_status_and_message(
    client: Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    answer = ask_for(code, client, monkeypatch)
    row = next(row for known, row in ERRORS.items() if known == code)
    assert (answer.status, answer.code, answer.json["error"]["message"]) == (row.status, code, row.message)
    assert set(answer.json) == {"error"}
    assert answer["link"] == f'<{DOCS}core-concepts/error-handling/#{code}>; rel="help"'


def test_the_link_stands_beside_the_headers_of_the_error(client: Client) -> None:
    answer = client.get("/v1/tasks", key=None)
    assert answer["www-authenticate"] == 'Bearer realm="Task Management API"'
    assert answer["link"] is not None


def test_the_pages_of_a_list_stay_its_only_links(client: Client) -> None:
    assert "help" not in str(client.get("/v1/tasks")["link"])
    assert client.get("/v1/tasks/task_000001")["link"] is None


def test_details_are_left_out_where_there_are_none() -> None:
    assert (
        error_response(ApiError("not_found")).body
        == b'{"error":{"code":"not_found","message":"No such resource"}}'
    )


def test_details_are_kept_to_the_letter() -> None:
    body = bytes(error_response(ApiError("validation_error", {"title": "ü"})).body).decode()
    assert body.endswith('"details":{"title":"ü"}}}')


def test_a_key_is_in_no_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ERRORS:
        answer = ask_for(code, client, monkeypatch)
        shown = answer.body.decode() + str(answer.headers)
        assert not [name for name, key in client.scene.keys.items() if key in shown]
