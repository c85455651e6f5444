"""Reading a request's body: its media type, its size, and its form as JSON."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic_core import from_json

from .errors import ApiError

__all__ = ["MAX_BODY_SIZE", "JsonRequest"]

MAX_BODY_SIZE = 1024 * 1024
"""In bytes."""


class JsonRequest(Request):
    """A request whose body must be JSON (RFC 8259), in UTF-8, and of a bearable size."""

    async def body(self) -> bytes:
        """Read the body, but no more of it than is needed to refuse it. An empty one needs no media type.

        Raises:
            ApiError: 415, then 413.
        """
        if not hasattr(self, "_body"):
            body = bytearray()
            length = self.headers.get("content-length", "")
            if length.isdecimal() and float(length) > MAX_BODY_SIZE:
                self._check_media_type()
                raise ApiError("payload_too_large")
            async for chunk in self.stream():
                if chunk and not body:
                    self._check_media_type()
                body += chunk
                if len(body) > MAX_BODY_SIZE:
                    raise ApiError("payload_too_large")
            self._body = bytes(body)
        return self._body

    async def json(self) -> Any:
        """Parse the body; an empty one is ``None``.

        Python's own parser would also take UTF-16, ``NaN`` and unpaired surrogates, which no answer could
        give back.

        Raises:
            ApiError: 400.
        """
        if not hasattr(self, "_json"):
            body = await self.body()
            try:
                self._json = from_json(body, allow_inf_nan=False) if body else None
            except ValueError as error:
                raise ApiError("invalid_request", {"body": f"is not JSON in UTF-8: {error}"}) from error
        return self._json

    def _check_media_type(self) -> None:
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            # RFC 9110 §15.5.16: the answer says what would have been accepted.
            raise ApiError("unsupported_media_type", headers={"accept": "application/json"})
