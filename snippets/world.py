"""The documented API, for the length of one snippet: fresh state, and a record of what was said.

A page prints a placeholder where its reader puts a key. The world plays that reader: it puts the
scene's key in on the wire, so that a snippet runs as printed and the server needs no bypass.
"""

import importlib
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
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
    return factory


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
        scope["headers"] = [(k.encode("latin-1"), self._with_keys(v).encode("latin-1")) for k, v in headers]
        scope["query_string"] = self._with_keys(scope["query_string"].decode("latin-1")).encode("latin-1")
        started: Message = {}
        chunks: list[bytes] = []

        async def receive_body() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def record(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))
                if not message.get("more_body", False):
                    # Before the client sees the end of it: it may be gone a moment later.
                    self.exchanges.append(Exchange(request, _answer(started, b"".join(chunks))))
            await send(message)

        await self.scene.app(scope, receive_body, record)

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
        started: Message = {}
        chunks: list[bytes] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            else:
                chunks.append(message.get("body", b""))

        _complete(self(scope, receive, send))
        return _answer(started, b"".join(chunks))


def _complete(call: Awaitable[None]) -> None:
    """Runs an awaitable that never really waits, without an event loop."""
    steps = call.__await__()
    try:
        next(steps)
    except StopIteration:
        return
    raise RuntimeError("the app waits for something: it can't be called without an event loop")


async def _body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(chunks)


def _answer(started: Message, body: bytes) -> Answer:
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in started["headers"])
    return Answer(started["status"], headers, body)


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for any of `words`, none of them inside a longer word."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b")
