"""The app as an ASGI server sees it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from typing import Any

from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client, run_in_loop


def test_a_call_is_over_after_one_step(client: Client) -> None:
    # The driver of these tests takes one step and no more; here a thread would show as well.
    before = threading.active_count()
    assert client.get("/v1/tasks").status == 200
    assert client.post("/v1/tasks", {"title": "x"}).status == 201
    assert client.post("/v1/tasks", {}).status == 422
    assert threading.active_count() == before


def test_it_answers_in_an_event_loop_as_well() -> None:
    messages: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        await asyncio.sleep(0)
        messages.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/health",
        "query_string": b"",
        "headers": [],
        "client": None,
    }
    run_in_loop(open_scene(), scope, receive, send)
    assert messages[1]["body"] == b'{"status":"ok"}'


def test_it_takes_part_in_a_lifespan_without_needing_one() -> None:
    to_app = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    from_app: list[str] = []

    async def receive() -> dict[str, Any]:
        return to_app.pop(0)

    async def send(message: Any) -> None:
        from_app.append(message["type"])

    run_in_loop(open_scene(), {"type": "lifespan"}, receive, send)
    assert from_app == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_websocket_is_closed() -> None:
    from_app: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        from_app.append(message["type"])

    scope: dict[str, Any] = {"type": "websocket", "path": "/v1/tasks", "query_string": b"", "headers": []}
    run_in_loop(open_scene(), scope, receive, send)
    assert from_app == ["websocket.close"]


def test_it_needs_neither_a_server_nor_certificates() -> None:
    # It also runs in a reader's browser, where neither exists.
    code = (
        "import sys, mock_server.scenarios; print({'uvicorn', 'trustme', 'cryptography'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "set()\n"


def test_worlds_may_be_opened_by_several_threads_at_once() -> None:
    # A process of its own: what is made once has been made here.
    code = """
import threading
from tests.mock_server.driver import Client
from mock_server.scenarios import open_scene

def use() -> None:
    barrier.wait()
    answers.append(Client(open_scene()).get("/openapi.json", key=None).body)
    answers.append(Client(open_scene()).get("/v1/tasks").body)

answers: list[bytes] = []
barrier = threading.Barrier(8)
threads = [threading.Thread(target=use) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(answers), len(set(answers)))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "16 2\n", run.stderr


def test_scenes_share_no_state() -> None:
    one, other = Client(open_scene()), Client(open_scene())
    one.post("/v1/tasks", {"title": "x"})
    assert other.get("/v1/tasks").json["pagination"]["total"] == 3
    assert other.get("/v1/tasks")["x-ratelimit-remaining"] == "58"
