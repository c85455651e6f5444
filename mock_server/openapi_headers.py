"""The headers of the API's answers, as the OpenAPI document has them, and which of them come with what."""

from __future__ import annotations

from typing import Any

__all__ = ["COUNTED", "EVERYWHERE", "HEADERS", "TO_A_KEY", "with_headers"]

JsonObject = dict[str, Any]

HEADERS: dict[str, tuple[str, JsonObject]] = {
    "X-Request-Id": (
        "Names this answer in a report to support",
        {"type": "string", "pattern": "^req_[0-9]{6,}$"},
    ),
    "X-RateLimit-Limit": (
        "Requests the account may make in the window: minute or day, whichever has fewer left",
        {"type": "integer"},
    ),
    "X-RateLimit-Remaining": ("Requests that are left in the window", {"type": "integer", "minimum": 0}),
    "X-RateLimit-Reset": (
        "When the next window begins, in epoch seconds",
        {"type": "integer", "format": "unixtime"},
    ),
    "Retry-After": ("Seconds to wait", {"type": "integer", "minimum": 1}),
    "Api-Key-Expires": (
        "When the key stops working; only where it has an end",
        {"type": "string", "format": "date-time"},
    ),
    "Api-Key-Replaced-By": (
        "The id of the key to change to; only once the key was rotated",
        {"type": "string", "pattern": "^key_[0-9]{6,}$"},
    ),
    "WWW-Authenticate": ("What is wrong with the credentials (RFC 6750)", {"type": "string"}),
    "Allow": ("The methods that the path has", {"type": "string"}),
    "Accept": ("The media type that a body must have", {"type": "string"}),
    "ETag": (
        "Names this version of the resource, for `If-Match` and `If-None-Match`",
        {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    ),
    "Cache-Control": (
        "Nothing may keep this answer: it shows a key",
        {"type": "string", "const": "no-store"},
    ),
    "Idempotent-Replayed": (
        "Only on an answer that was given before: nothing was carried out this time",
        {"type": "string", "const": "true"},
    ),
    "Location": ("The path of the new resource", {"type": "string", "format": "uri-reference"}),
    "Link": ("Links to the `first`, `prev`, `next` and `last` page (RFC 8288)", {"type": "string"}),
}

EVERYWHERE = ["X-Request-Id"]
"""Every answer."""

TO_A_KEY = [*EVERYWHERE, "Api-Key-Expires", "Api-Key-Replaced-By"]
"""The answer to a request with a known key."""

COUNTED = [*TO_A_KEY, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
"""The answer to a request that counts against the rate limit."""


def with_headers(*names: str) -> JsonObject:
    """The headers of an operation's own answer, to be given as ``responses={200: with_headers("Link")}``."""
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}
