"""The documented API, for the length of one snippet: fresh state, and a record of what was said.

A page prints a placeholder where its reader puts a key. The world plays that reader: it puts the
scene's key in on the wire, so that a snippet runs as printed and the server needs no bypass.
"""

import importlib
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, MutableMapping
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from snippets.model import Answer, Exchange, Failure, Headers, Request, Result
from snippets.settings import Settings, SettingsError

__all__ = [
    "ASGIApp",
    "Message",
    "OpenScene",
    "Receive",
    "Scene",
    "Scope",
    "Send",
    "UnknownScenario",
    "World",
    "scene_factory",
]

_log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Scene(Protocol):
    """One state of the documented API, fresh from its factory.

    One that lives by a clock of its own may have `advance(seconds: float) -> None`, which moves it: a
    snippet that sleeps then calls this, and waits for nothing. Elsewhere its sleep takes real time.
    """

    @property
    def app(self) -> ASGIApp: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def keys(self) -> Mapping[str, str]:
        """Name → credential, for `[tool.snippets.placeholders]` and `[tool.snippets.env]`."""


class UnknownScenario(Exception):
    """The app has no scenario of this name."""

    @property
    def failure(self) -> Failure:
        return Failure(str(self), detail=(("fix", "take one of these, or add it to the app"),))


class OpenScene(Protocol):
    """What `[tool.snippets] app` names: the factory of scenes."""

    def __call__(self, scenario: str | None = None, clock: str | None = None) -> Scene:
        """Opens a scene. Its clock stands at the documented time; with an RFC 3339 timestamp it stands there,
        and with `"now"` it goes with the real one.

        Raises LookupError (an app's factory) or UnknownScenario (`scene_factory`'s), naming the valid ones.
        """


def scene_factory(settings: Settings, clock: str | None = None) -> OpenScene:
    """The function that `[tool.snippets] app` names; `clock` is what it is called with where nothing is said.

    Raises SettingsError when it can't be imported, as does the function when the app can't stand at `clock`.
    """
    module, _, name = settings.app.partition(":")
    try:
        factory: OpenScene = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"[tool.snippets] app = {settings.app!r} can't be imported: {error}") from error

    def open_scene(scenario: str | None = None, clock: str | None = clock) -> Scene:
        try:
            return factory(scenario, clock)
        except LookupError as error:
            raise UnknownScenario(str(error.args[0] if error.args else error)) from error
        except (ValueError, OverflowError) as error:
            if clock is None:
                raise
            raise SettingsError(f"the app can't be opened at {clock}: {error}") from error

    return open_scene


class World:
    """An ASGI app around a scene's: puts the reader's keys in and records each exchange.

    Raises SettingsError when the settings name a key that the scene doesn't have.
    """

    def __init__(
        self, scene: Scene, settings: Settings, also: tuple[str, ...] = (), keep: int | None = None
    ) -> None:
        """`also`: hosts that are answered beside the documented ones, as the `Host` field names them.

        `keep`: how many exchanges to remember, the last ones; None: all.
        """
        self.exchanges: deque[Exchange] = deque(maxlen=keep)
        self.scene = scene
        self._hosts = {*settings.hosts, *(f"{host}:443" for host in settings.hosts), *also}
        if unknown := {*settings.placeholders.values(), *settings.env.values()} - set(scene.keys):
            raise SettingsError(
                f"[tool.snippets] names the keys {', '.join(sorted(unknown))}, "
                f"but the app's scene has: {', '.join(sorted(scene.keys))}"
            )
        self._keys = {word: scene.keys[name] for word, name in settings.placeholders.items()}
        words = {name: word for word, name in settings.placeholders.items()}
        self._words = {key: words.get(name, f"<the key {name}>") for name, key in scene.keys.items()}
        self._env = {name: scene.keys[key] for name, key in settings.env.items()}
        self._placeholder = _any_of(self._keys)
        self._key = _any_of(self._words)

    def __repr__(self) -> str:
        return f"World({self.scene.title}, {len(self.exchanges)} exchanges)"

    @property
    def env(self) -> dict[str, str]:
        """The environment variables that hold keys."""
        return dict(self._env)

    @property
    def advance(self) -> Callable[[float], None] | None:
        """Moves the scene's clock by seconds; None when it has none to move."""
        return getattr(self.scene, "advance", None)

    def as_printed(self, text: str) -> str:
        """`text` with each key of the scene replaced by the word that pages print for it."""
        return self._key.sub(lambda match: self._words[match[0]], text)

    def masked(self, result: Result) -> Result:
        """The result with no key of the scene in its output or in the words of its failure."""
        failure = result.failure
        if failure is not None:
            detail = tuple((label, self.as_printed(text)) for label, text in failure.detail)
            failure = Failure(self.as_printed(failure.message), failure.line, detail)
        return replace(result, output=self.as_printed(result.output), failure=failure)

    def _with_keys(self, text: str) -> str:
        return self._placeholder.sub(lambda match: self._keys[match[0]], text)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        answer = await self._exchange(scope, headers, await _body(receive))
        await send({"type": "http.response.start", "status": answer.status, "headers": _raw(answer.headers)})
        await send({"type": "http.response.body", "body": answer.body})

    async def _exchange(self, scope: Scope, headers: Headers, body: bytes) -> Answer:
        """Carries one request into the app, as the reader would have sent it, and records what was said."""
        sent = scope["raw_path"].decode("latin-1")
        if scope["query_string"]:
            sent += "?" + scope["query_string"].decode("latin-1")
        request = Request(
            scope["method"],
            self.as_printed(sent),
            tuple((name, self.as_printed(value)) for name, value in headers),
            self.as_printed(body.decode("latin-1")).encode("latin-1"),
        )
        scope["headers"] = _raw(tuple((name, self._with_keys(value)) for name, value in headers))
        scope["query_string"] = self._with_keys(scope["query_string"].decode("latin-1")).encode("latin-1")
        answer = await self._answered(scope, request, body)
        # Recorded before a byte of it is sent: the client may be gone a moment later.
        self.exchanges.append(Exchange(request, answer))
        return answer

    async def _answered(self, scope: Scope, request: Request, body: bytes) -> Answer:
        """The app's answer; the world's own where the request is for another host, or the app breaks."""
        host = (request.header("host") or "").lower()
        if host not in self._hosts:
            return _own(421, f"the snippet reaches for {host}, which is not a documented host over HTTPS")
        try:
            return await _answered(self.scene.app, scope, body)
        except Exception as error:  # noqa: BLE001 - whatever breaks, the exchange is kept
            _log.exception("%s %s broke the app", request.method, request.target)
            return _own(500, f"the app raised {type(error).__name__}")

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
            "client": ("127.0.0.1", 50000),
            "server": (parts.hostname or "", parts.port or 443),
        }
        sent = (("host", parts.netloc), *((name.lower(), value) for name, value in headers))
        return _completed(self._exchange(scope, sent, body))


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


def _own(status: int, words: str) -> Answer:
    body = words.encode()
    return Answer(status, (("content-type", "text/plain"), ("content-length", str(len(body)))), body)


def _raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for any of `words`, none of them inside a longer word."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b")
