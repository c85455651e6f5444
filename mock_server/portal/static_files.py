"""Style, script and logo: read once, and asked for again only to see whether they have changed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from starlette.responses import Response

from .problem import Problem
from .visit import Visit

__all__ = ["show_file"]

_TYPES = {
    "portal.css": "text/css",
    "portal.js": "text/javascript",
    "logo.svg": "image/svg+xml",
}


async def show_file(visit: Visit) -> Response:
    """Answer with a file, or with 304 where the browser has it already (RFC 9110 §13.1.2)."""
    name = visit.request.path_params["name"]
    if name not in _TYPES:
        raise Problem(404)
    content = _content(name)
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=_TYPES[name])


@cache
def _content(name: str) -> bytes:
    return (files(__package__) / "static" / name).read_bytes()
