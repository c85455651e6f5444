"""A client without a network: it calls the app, and holds every answer to the OpenAPI document.

A call is one step of a coroutine. An app that really waited for something would fail here, and that is meant:
it could then not run where there is no event loop.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import coroutine
from typing import Any

import jsonschema_rs

from mock_server.scenarios import KeyRing, Scene, open_scene
from mock_server.store import Store

__all__ = ["Answer", "Client", "SlowRequest", "check_answer", "document", "run_in_loop"]

WITHOUT_CONTENT = (204, 304)
"""RFC 9110 §15.3.5 and §15.4.5: the status alone says that nothing follows."""

HOST = "api.taskmanagement.example.com"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        """A header's value; ``None`` where it is missing. It may not come twice."""
        values = [value for key, value in self.headers if key == name.lower()]
        assert len(values) < 2, f"{name} comes {len(values)} times"
        return values[0] if values else None

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])

    @property
    def details(self) -> Any:
        return self.json["error"].get("details")

    @property
    def titles(self) -> list[str]:
        return [task["title"] for task in self.json["data"]]


class Client:
    """Talks to one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    @property
    def store(self) -> Store:
        """What the world remembers, for a test to arrange what no request can."""
        app: Any = self.scene.app
        store: Store = app._store
        return store

    def with_key(self, secret: str) -> Client:
        """The same world, asked with this key."""
        return Client(replace(self.scene, keys=KeyRing({"reader": secret})))

    def get(self, target: str, **options: Any) -> Answer:
        return self.request("GET", target, **options)

    def post(self, target: str, content: Any = None, **options: Any) -> Answer:
        body = json.dumps(content).encode()
        return self.request("POST", target, **{"body": body, "media_type": "application/json", **options})

    def patch(self, target: str, content: Any = None, **options: Any) -> Answer:
        body = json.dumps(content).encode()
        return self.request("PATCH", target, **{"body": body, "media_type": "application/json", **options})

    def delete(self, target: str, **options: Any) -> Answer:
        return self.request("DELETE", target, **options)

    def request(
        self,
        method: str,
        target: str,
        *,
        key: str | None = "reader",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes | Sequence[bytes] = b"",
        media_type: str | None = None,
        address: str | None = "127.0.0.1",
        host: str = HOST,
    ) -> Answer:
        """Send a request and check the answer.

        Args:
            key: the name of the key to send; ``None`` sends no ``Authorization``.
            headers: more headers; names may repeat.
            body: the whole body, or the chunks in which it arrives.
        """
        scope = self._scope(method, target, key, headers, media_type, address, host)
        answer = self._call(scope, [body] if isinstance(body, bytes) else list(body))
        check_answer(method, scope["path"], answer)
        return answer

    def begin(
        self, method: str, target: str, *, key: str = "reader", headers: Iterable[tuple[str, str]] = ()
    ) -> SlowRequest:
        """Send a request's head; its body, which is JSON, comes later."""
        scope = self._scope(method, target, key, headers, "application/json", "127.0.0.1", HOST)
        return SlowRequest(self.scene, scope)

    def _scope(
        self,
        method: str,
        target: str,
        key: str | None,
        headers: Iterable[tuple[str, str]],
        media_type: str | None,
        address: str | None,
        host: str,
    ) -> dict[str, Any]:
        sent = [("host", host), *headers]
        if key is not None:
            sent.append(("authorization", f"Bearer {self.scene.keys[key]}"))
        if media_type is not None:
            sent.append(("content-type", media_type))
        path, _, query = target.partition("?")
        return {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in sent],
            "client": None if address is None else (address, 50_000),
        }

    def _call(self, scope: dict[str, Any], chunks: list[bytes]) -> Answer:
        messages: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            chunk = chunks.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

        async def send(message: Any) -> None:
            messages.append(message)

        call: Any = self.scene.app(scope, receive, send)
        try:
            call.send(None)
        except StopIteration:
            pass
        else:
            raise AssertionError("the app waits for something")
        return _answer(messages)


class SlowRequest:
    """A request whose body is still on its way, while the world answers others."""

    def __init__(self, scene: Scene, scope: dict[str, Any]) -> None:
        self._scope = scope
        self._messages: list[dict[str, Any]] = []
        receive: Any = _wait
        call: Any = scene.app(scope, receive, self._send)
        self._call: Coroutine[None, Any, None] = call
        self._call.send(None)

    def finish(self, content: Any) -> Answer:
        """Let the body arrive; gives the answer, once it is checked."""
        self._resume({"type": "http.request", "body": json.dumps(content).encode(), "more_body": False})
        answer = _answer(self._messages)
        check_answer(self._scope["method"], self._scope["path"], answer)
        return answer

    def hang_up(self) -> None:
        """Leave before the body has arrived: there is nobody to answer."""
        self._resume({"type": "http.disconnect"})
        assert self._messages == []

    def _resume(self, message: dict[str, Any]) -> None:
        try:
            self._call.send(message)
        except StopIteration:
            return
        raise AssertionError("the app waits for more")

    async def _send(self, message: Any) -> None:
        self._messages.append(message)


@coroutine
def _wait() -> Generator[None, dict[str, Any], dict[str, Any]]:
    """The next message, whenever somebody sends it into the call."""
    return (yield)


def _answer(messages: Sequence[dict[str, Any]]) -> Answer:
    start, *rest = messages
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in rest))


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, as it is served."""
    loaded: dict[str, Any] = json.loads(
        Client(open_scene())._call({**_PLAIN, "path": "/openapi.json"}, [b""]).body
    )
    return loaded


_PLAIN: dict[str, Any] = {"type": "http", "method": "GET", "query_string": b"", "headers": [], "client": None}


def run_in_loop(scene: Scene, scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Call the app as a server would."""

    async def call() -> None:
        await scene.app(scope, receive, send)

    asyncio.run(call())


def check_answer(method: str, path: str, answer: Answer) -> None:
    """Hold an answer to the document: status, headers and body."""
    assert answer["server"] is None
    if path == "/openapi.json" and answer.status == 200:
        return
    response = _documented(method, path, answer)
    known = {name.lower() for name in response["headers"]} | {"content-length", "content-type"}
    assert {name for name, _ in answer.headers} <= known, f"{answer.headers} has more than {known}"
    for name, header in response["headers"].items():
        value = answer[name]
        if value is not None:
            schema = _resolve(header)["schema"]
            typed = int(value) if schema["type"] == "integer" else value
            jsonschema_rs.validate(schema, typed, validate_formats=True)
    if answer.status in WITHOUT_CONTENT:
        assert (answer.body, answer["content-length"], answer["content-type"]) == (b"", None, None)
        assert "content" not in response
        return
    assert answer["content-length"] is not None
    if method != "HEAD":
        assert answer["content-length"] == str(len(answer.body))
        assert answer["content-type"] == "application/json"
        _validator(json.dumps(response["content"]["application/json"]["schema"])).validate(answer.json)


def _documented(method: str, path: str, answer: Answer) -> dict[str, Any]:
    """What the document says of this answer: under its operation, or for what has none, under its error."""
    method = "get" if method == "HEAD" else method.lower()
    for template, operations in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in operations:
            return _resolve(operations[method]["responses"][str(answer.status)])
    assert answer.status in (401, 403, 404, 405, 429, 500), "only these are left for what does not exist"
    if answer.body:
        response: dict[str, Any] = document()["components"]["responses"][answer.code]
        return response
    return next(
        response
        for code, response in document()["components"]["responses"].items()
        if answer.status == {"unauthorized": 401, "not_found": 404, "method_not_allowed": 405}.get(code)
    )


def _resolve(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        reference = node["$ref"]
        node = document()
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
    return node


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    whole = {**json.loads(schema), "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
