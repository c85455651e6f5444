"""The documented API, for the length of one snippet: fresh state, and a record of what was said.

A page prints a placeholder where its reader puts a key. The world plays that reader: it puts the
scene's key in on the wire, so that a snippet runs as printed and the server needs no bypass.
"""

import importlib
import re
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping, MutableMapping
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from snippets.model import Answer, Exchange, Headers, Request
from snippets.settings import Settings, SettingsError

__all__ = ["ASGIApp", "OpenScene", "Scene", "World", "scene_factory"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Scene(Protocol):
    """One state of the documented API, fresh from its factory."""

    @property
    def app(self) -> ASGIApp: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def keys(self) -> Mapping[str, str]:
        """Name → credential, for `[tool.snippets.placeholders]` and `[tool.snippets.env]`."""


class OpenScene(Protocol):
    def __call__(self, scenario: str | None = None, clock: str | None = None) -> Scene:
        """Opens a scene; LookupError names the valid scenarios, clock `"now"` is real time."""


def scene_factory(settings: Settings) -> OpenScene:
    """The function that `[tool.snippets] app` names.

    Raises SettingsError when it can't be imported.
    """
    module, _, name = settings.app.partition(":")
    try:
        factory: OpenScene = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"[tool.snippets] app = {settings.app!r} can't be imported: {error}") from error
    turn = threading.Lock()  # an app need not be made for threads: what it builds once is built once

    def open_scene(scenario: str | None = None, clock: str | None = None) -> Scene:
        with turn:
            return factory(scenario, clock)

    return open_scene


class World:
    """An ASGI app around a scene's: puts the reader's keys in and records each exchange."""

    def __init__(self, scene: Scene, settings: Settings) -> None:
        self.exchanges: list[Exchange] = []
        self.scene = scene
        self.hosts = settings.hosts
        self._keys = {
            name: scene.keys[key] for name, key in settings.placeholders.items() if key in scene.keys
        }
        self._names = {key: name for name, key in self._keys.items()}
        self._env = {name: scene.keys[key] for name, key in settings.env.items()}
        self._placeholder = _any_of(self._keys)
        self._key = _any_of(self._names)

    def __repr__(self) -> str:
        return f"World({self.scene.title}, {len(self.exchanges)} exchanges)"

    @property
    def env(self) -> dict[str, str]:
        """The environment variables that hold keys."""
        return dict(self._env)

    def as_printed(self, text: str) -> str:
        """`text` with each key of the scene replaced by the placeholder that pages print for it."""
        return self._key.sub(lambda match: self._names[match[0]], text)

    def _with_keys(self, text: str) -> str:
        return self._placeholder.sub(lambda match: self._keys[match[0]], text)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        sent = scope["raw_path"].decode("latin-1")
        if scope["query_string"]:
            sent += "?" + scope["query_string"].decode("latin-1")
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        request = Request(
            scope["method"],
            self.as_printed(sent),
            tuple((name, self.as_printed(value)) for name, value in headers),
            body,
        )
        scope["headers"] = _raw(tuple((name, self._with_keys(value)) for name, value in headers))
        scope["query_string"] = self._with_keys(scope["query_string"].decode("latin-1")).encode("latin-1")
        answer = await _answered(self.scene.app, scope, body)
        # Recorded before a byte of it is sent: the client may be gone a moment later.
        self.exchanges.append(Exchange(request, answer))
        await send({"type": "http.response.start", "status": answer.status, "headers": _raw(answer.headers)})
        await send({"type": "http.response.body", "body": answer.body})

    def call(self, method: str, url: str, headers: Headers, body: bytes) -> Answer:
        """One exchange in this process, without a socket: for clients that can be handed an answer."""
        parts = urlsplit(url)
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": parts.scheme,
            "path": unquote(parts.path or "/"),
            "raw_path": (parts.path or "/").encode("ascii"),
            "query_string": parts.query.encode("ascii"),
            "root_path": "",
            "headers": [
                (b"host", parts.netloc.encode("ascii")),
                *((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers),
            ],
            "client": ("127.0.0.1", 50000),
            "server": (parts.hostname or "", parts.port or 443),
        }
        return _completed(_answered(self, scope, body))


async def _answered(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """The whole answer of an ASGI app to one request."""
    started: Message = {}
    chunks: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in started["headers"])
    return Answer(started["status"], headers, b"".join(chunks))


def _completed(call: Coroutine[Any, Any, Answer]) -> Answer:
    """The value of a coroutine that never really waits, without an event loop."""
    try:
        call.send(None)
    except StopIteration as done:
        answer: Answer = done.value
        return answer
    call.close()
    raise RuntimeError("the app waits for something: it can't be called without an event loop")


async def _body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(chunks)


def _raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for any of `words`, none of them inside a longer word."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b")
