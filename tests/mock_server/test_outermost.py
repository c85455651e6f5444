"""What holds for every answer."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from mock_server.key_index import KeyIndex
from mock_server.scenarios import open_scene
from mock_server.task_query import TaskQuery
from tests.mock_server.driver import Client, run_in_loop


def test_requests_are_counted_whatever_becomes_of_them(client: Client) -> None:
    answers = [
        client.get("/v1/tasks"),
        client.get("/v1/tasks", key=None),
        client.get("/health", key=None),
        client.request("HEAD", "/v1/nowhere"),
        client.get("/nowhere"),
    ]
    assert [answer["x-request-id"] for answer in answers] == [f"req_{number:06}" for number in range(1, 6)]


def test_a_clients_own_request_id_is_not_taken_over(client: Client) -> None:
    assert client.get("/health", headers=[("x-request-id", "mine")])["x-request-id"] == "req_000001"


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("/v1/tasks", "reader"),
        ("/v1/tasks/task_000001", "reader"),
        ("/v1/tasks/x", "reader"),
        ("/v1/tasks?limit=0", "reader"),
        ("/v1/tasks", None),
        ("/v1/tasks", "busy"),
        ("/health", None),
        ("/openapi.json", None),
        ("/nowhere", None),
    ],
)
def test_head_answers_like_get_without_the_body(target: str, key: str | None) -> None:
    got = Client(open_scene()).get(target, key=key)
    head = Client(open_scene()).request("HEAD", target, key=key)
    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


def test_an_unexpected_error_leaks_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(TaskQuery, "select", fail)
    answer = client.get("/v1/tasks")

    assert answer.body == b'{"error":{"code":"server_error","message":"Something went wrong on our side"}}'
    assert answer["x-request-id"] == "req_000001"
    assert [record.getMessage() for record in caplog.records] == ["GET '/v1/tasks' failed as req_000001"]
    assert client.scene.keys["reader"] not in caplog.text


def test_a_key_in_the_path_of_a_failed_request_is_not_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(KeyIndex, "find")
    key = client.scene.keys["reader"]
    assert client.request(key, f"/v1/tasks/{key}").status == 500
    assert "'/v1/tasks/tmk_MZ4W…ROK3' failed" in caplog.text
    assert key not in caplog.text


def test_an_error_before_the_router_is_caught_as_well(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(KeyIndex, "find")
    answer = client.get("/v1/tasks")
    assert (answer.status, answer.code) == (500, "server_error")
    assert "find" in caplog.text


def test_nothing_is_logged_of_good_and_refused_requests(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for key in (None, "reader", "expired", "office", "busy"):
        client.get("/v1/tasks", key=key)
    assert caplog.records == []


def test_a_client_that_hangs_up_is_no_error_of_ours(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [
        (b"authorization", f"Bearer {client.scene.keys['reader']}".encode()),
        (b"content-type", b"application/json"),
    ]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/v1/tasks",
        "query_string": b"",
        "headers": headers,
        "client": None,
    }
    run_in_loop(client.scene, scope, receive, send)
    assert caplog.records == []
    assert issubclass(ClientDisconnect, Exception)


def test_no_answer_names_the_server_or_opens_itself_to_other_origins(client: Client) -> None:
    for method in ("GET", "OPTIONS"):
        answer = client.request(method, "/v1/tasks", headers=[("origin", "https://example.com")])
        names = {name for name, _ in answer.headers}
        assert not {name for name in names if name == "server" or name.startswith("access-control")}
