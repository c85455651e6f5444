"""A pytest plugin: every call of the tests also goes through Prism, which holds it to the OpenAPI document.

``pytest -p tests.mock_server.through_prism tests/mock_server/test_tasks.py``

Prism stands before a server that answers with whatever the app of the test's own world does. So the calls of
any test pass through as they are, and without a change to the test. What Prism refuses (`--errors`), because
the document has no such request, is answered by the app all the same: tests that send it are about that
answer. What cannot be sent over HTTP at all is only counted.
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn

from mock_server.scenarios import open_scene
from tests.mock_server.driver import Answer, Client

__all__ = ["COUNTS"]

PRISM = Path(__file__).parents[2] / "node_modules" / ".bin" / "prism"
COUNTS = "calls through Prism"
"""What the line begins with that tells how many there were."""

_HOP_BY_HOP = {"host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"}

_call: Callable[[Client, dict[str, Any], list[bytes]], Answer] = Client._call


class Upstream:
    """The server behind Prism. It answers with what the pending call gives, whatever it is asked."""

    def __init__(self) -> None:
        self.pending: Callable[[], Answer] | None = None
        self.answer: Answer | None = None
        ready = threading.Event()
        config = uvicorn.Config(self, port=0, lifespan="off", log_level="warning", server_header=False)
        self._server = _Announcing(config, ready)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        assert ready.wait(20)
        self.port: int = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        if self.pending is None:  # Prism asks for the document
            self.pending = lambda: Client(open_scene()).get("/openapi.json", key=None)
        self.answer, self.pending = self.pending(), None
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.answer.headers]
        # Prism would send the next call over a connection that is just being closed.
        headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": self.answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.answer.body})


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._ready.set()


class Prism:
    """The proxy, and what has come of the calls."""

    def __init__(self) -> None:
        self._upstream = Upstream()
        address = f"http://127.0.0.1:{self._upstream.port}"
        self._process = subprocess.Popen(
            [PRISM, "proxy", "--errors", "--no-cors", "--port", "0", f"{address}/openapi.json", address],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if found := re.search(r"listening on http://127\.0\.0\.1:([0-9]+)", line):
                self._port = int(found[1])
                break
        else:
            raise AssertionError("".join(said))
        # It writes a line a request, which somebody has to read.
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        self.counts: Counter[str] = Counter()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._upstream.stop()

    def call(self, client: Client, scope: dict[str, Any], chunks: list[bytes]) -> Answer:
        """Make a call through Prism; gives the app's own answer, byte for byte."""
        if "http_version" not in scope:  # the driver's own, for the document
            return _call(client, scope, chunks)
        self._upstream.answer = None
        self._upstream.pending = lambda: _call(client, scope, chunks)
        try:
            status, headers, body = self._send(scope, b"".join(chunks))
        except (ValueError, http.client.HTTPException, OSError):
            if self._upstream.answer is not None:
                raise
            return self._answer_all_the_same("cannot be sent")
        answer = self._upstream.answer
        if answer is None:
            assert body.get("type") != "FetchError", f"Prism lost the call: {body}"
            return self._answer_all_the_same(f"refused by Prism as {body.get('type', status)}")
        violations = [
            violation
            for violation in [*body.get("validation", []), *json.loads(headers.get("sl-violations", "[]"))]
            if violation["location"][0] == "response"
        ]
        assert violations == [], f"{scope['method']} {scope['path']} {answer}"
        assert status == answer.status, body
        self.counts["judged"] += 1
        return answer

    def _answer_all_the_same(self, reason: str) -> Answer:
        self.counts[reason] += 1
        pending, self._upstream.pending = self._upstream.pending, None
        assert pending is not None
        return pending()

    def _send(self, scope: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            target = (
                quote(scope["path"], safe="/:@!$&'()*+,;=~") + "?" + scope["query_string"].decode("ascii")
            )
            connection.putrequest(scope["method"], target.removesuffix("?"), skip_accept_encoding=True)
            for name, value in scope["headers"]:
                if name.decode("latin-1") not in _HOP_BY_HOP:
                    connection.putheader(name.decode("latin-1"), value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        is_problem = headers.get("content-type") == "application/problem+json"
        return answer.status, headers, json.loads(content) if is_problem else {}


_running: list[Prism] = []


def pytest_sessionstart() -> None:
    prism = Prism()
    _running.append(prism)

    def call(client: Client, scope: dict[str, Any], chunks: list[bytes]) -> Answer:
        return prism.call(client, scope, chunks)

    Client._call = call  # type: ignore[method-assign]


def pytest_sessionfinish() -> None:
    for prism in _running:
        prism.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for prism in _running:
        terminalreporter.write_line(f"{COUNTS}: {json.dumps(dict(prism.counts))}")
