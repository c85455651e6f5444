"""Reads a form that was sent, if it is one of the portal's own."""

from __future__ import annotations

import hmac

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from .problem import Problem

__all__ = ["Form", "read_form"]

_LARGEST = 64 * 1024
_MEDIA_TYPE = "application/x-www-form-urlencoded"


class Form:
    """The fields of a form. Its ``repr`` shows none of them: one may be a password."""

    def __init__(self, fields: FormData) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        """A field's text as it was typed; one that is missing is empty."""
        return str(self._fields.get(name, ""))

    def line(self, name: str) -> str:
        """A field's text without the blanks around it, which nobody means."""
        return self[name].strip()

    def all(self, name: str) -> list[str]:
        """What was ticked."""
        return [str(value) for value in self._fields.getlist(name)]


async def read_form(request: Request, token: str) -> Form:
    """Read the form of a request.

    Args:
        token: the word that the form must carry, to be one that this visitor was given.

    Raises:
        Problem: 415, 413, 400 or 403.
    """
    again = request.scope["path"], "Open the page again"
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _MEDIA_TYPE:
        raise Problem(415, back=again)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise Problem(413, back=again)
    form = Form(await _parsed(request, body, again))
    # Compared as bytes: text that is not ASCII can't be compared in constant time.
    if not hmac.compare_digest(form["csrf"].encode(), token.encode()):
        raise Problem(403, back=again)
    return form


async def _parsed(request: Request, body: bytes, again: tuple[str, str]) -> FormData:
    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        return await Request(request.scope, replay).form(max_fields=200)
    except MultiPartException:  # it has too many fields
        raise Problem(400, back=again) from None
