"""A small API that tells times, for the engine's tests of other clocks: `GET /v1/launch`.

Its OpenAPI document says which values are times, but for `note`, which is any text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

__all__ = ["open_scene"]

_DOCUMENTED = "2025-05-13T10:30:00Z"

_MOMENT = {"type": "string", "format": "date-time"}
_LAUNCH = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "at": {"$ref": "#/components/schemas/Moment"},
        "day": {"type": "string", "format": "date"},
        "epoch": {"type": "integer", "format": "unixtime"},
        "landedAt": {"anyOf": [_MOMENT, {"type": "null"}]},
        "note": {"type": "string"},
        "tests": {"type": "array", "items": {"properties": {"at": _MOMENT, "crew": {"type": "integer"}}}},
    },
}
_DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Launch API", "version": "1"},
    "paths": {
        "/v1/launch": {
            "get": {
                "responses": {
                    "200": {
                        "description": "The launch",
                        "headers": {
                            "X-Until": {"$ref": "#/components/headers/Until"},
                            "X-Pad": {"schema": {"type": "string"}},
                        },
                        "content": {"application/*": {"schema": _LAUNCH}},
                    }
                }
            }
        }
    },
    "components": {
        "schemas": {"Moment": _MOMENT},
        "headers": {"Until": {"schema": _MOMENT}},
    },
}


def open_scene(scenario: str | None = None, clock: str | None = None) -> "Scene":
    return Scene(datetime.fromisoformat(clock or _DOCUMENTED))


@dataclass
class Scene:
    now: datetime
    title: str = "Launch API"
    version: str = "v1"
    keys: Mapping[str, str] = field(default_factory=dict)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        answer = _DOCUMENT if scope["path"] == "/openapi.json" else self._launch()
        content = json.dumps(answer).encode()
        fields = {
            "content-type": "application/json",
            "content-length": str(len(content)),
            "x-until": _text(self.now + timedelta(days=1)),
            "x-pad": _text(self.now),
            "last-modified": format_datetime(self.now, usegmt=True),
        }
        raw = [(name.encode(), value.encode()) for name, value in fields.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": content})

    def _launch(self) -> dict[str, Any]:
        return {
            "name": "Ada",
            "at": _text(self.now),
            "day": f"{self.now:%Y-%m-%d}",
            "epoch": int(self.now.timestamp()),
            "landedAt": None,
            "note": f"planned on {_text(self.now)}",
            "tests": [{"at": _text(self.now - timedelta(days=7)), "crew": 2}],
        }


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
