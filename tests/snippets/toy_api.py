"""A small API for the engine's own tests: the engine knows nothing of the one that this project documents.

`GET /v1/notes` lists notes, `POST /v1/notes` adds one, `GET /v1/time` says what its clock shows. In the
scenario `busy`, the requests of the first 30 seconds are too many.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Notes API", "version": "v2"},
    "servers": [{"url": "/v1"}],
    "paths": {
        "/notes": {
            "get": {
                "operationId": "listNotes",
                "summary": "List notes",
                "responses": {"200": {"description": "Notes"}, "401": {"$ref": "#/components/responses/No"}},
            },
            "post": {"responses": {"201": {"description": "Made"}, "4XX": {"description": "No"}}},
        },
    },
    "components": {"responses": {"No": {"description": "Unauthorized"}}},
}
"""What `/openapi.json` says of it; that one can delete is missing."""

KEYS = {
    "reader": "note_key_of_the_reader",
    "expired": "note_key_that_expired",
    "spare": "note_key_to_spare",
}


def open_scene(scenario: str | None = None, clock: str | None = None) -> "Scene":
    if scenario not in (None, "empty", "busy"):
        raise LookupError(f"there is no scenario {scenario!r}; there are: empty, busy")
    notes = [] if scenario == "empty" else [{"id": 1, "text": "Buy milk"}]
    return Scene(notes, busy_until=30 if scenario == "busy" else 0)


def open_standing_scene(scenario: str | None = None, clock: str | None = None) -> SimpleNamespace:
    """A scene whose clock nobody can move."""
    scene = open_scene(scenario, clock)
    return SimpleNamespace(app=scene.app, title=scene.title, version=scene.version, keys=scene.keys)


@dataclass
class Scene:
    notes: list[dict[str, Any]]
    busy_until: float = 0
    now: float = 0
    """Seconds since the scene began; it stands still unless it is moved."""
    title: str = "Notes API"
    version: str = "v2"
    keys: Mapping[str, str] = field(default_factory=lambda: KEYS)

    def advance(self, seconds: float) -> None:
        self.now += seconds

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, answer, extra = self._answer(
            scope["method"], scope["path"], headers.get("authorization", ""), body
        )
        content = b"" if answer is None else json.dumps(answer, separators=(",", ":")).encode()
        fields = {"content-type": "application/json", "content-length": str(len(content)), **extra}
        raw = [(name.encode(), value.encode()) for name, value in fields.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})

    def _answer(
        self, method: str, path: str, authorization: str, body: bytes
    ) -> tuple[int, Any, dict[str, str]]:
        if path == "/openapi.json":
            return 200, DOCUMENT, {}
        if authorization == f"Bearer {KEYS['expired']}":
            return 401, {"error": "expired"}, {"www-authenticate": 'Bearer error="invalid_token"'}
        if authorization != f"Bearer {KEYS['reader']}":
            return 401, {"error": "unauthorized"}, {"www-authenticate": "Bearer"}
        if self.now < self.busy_until:
            return 429, {"error": "busy"}, {"retry-after": f"{self.busy_until - self.now:g}"}
        if path == "/v1/time":
            return 200, {"seconds": self.now}, {}
        if path != "/v1/notes":
            return 404, {"error": "not_found"}, {}
        if method == "DELETE":
            self.notes.clear()
            return 204, None, {}
        if method == "POST":
            self.notes.append({"id": len(self.notes) + 1, **json.loads(body)})
            return 201, self.notes[-1], {"location": f"/v1/notes/{self.notes[-1]['id']}"}
        return 200, {"notes": self.notes}, {}
