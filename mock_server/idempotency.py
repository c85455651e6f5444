"""``Idempotency-Key``: a request that is sent again, because its answer was lost, is carried out once.

Nothing is ever carried out twice: a key is claimed before the body is read, so that of two requests at the
same time only one runs. Only what was carried out is kept; after a refusal the same key may be tried again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.requests import ClientDisconnect

from .errors import ApiError, error_response

__all__ = ["IDEMPOTENCY_KEY", "Attempt", "KeptAnswers"]

_LIFETIME = timedelta(hours=24)

IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Names this request, so that sending it again within 24 hours carries it out only once",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$", "examples": ["2f6c1f0a-create-task"]},
}
"""The request header, as the OpenAPI document has it. A route that documents it honours it."""


@dataclass(slots=True)
class _Entry:
    """One use of a key: what was asked, and the answer, once there is one."""

    claimed_at: datetime
    fingerprint: bytes = b""
    answer: Response | None = None


_Name = tuple[str, str]
"""The operation and the key."""


class KeptAnswers:
    """The answers that one account can ask for again."""

    def __init__(self) -> None:
        self._entries: dict[_Name, _Entry] = {}
        """In the order of the claims, so that the oldest are the first to go."""

    def claim(self, name: _Name, now: datetime) -> _Entry | None:
        """Take a key, if nobody has it: then the entry is the caller's, to fill or to release."""
        while self._entries:
            oldest = next(iter(self._entries))
            if self._entries[oldest].claimed_at + _LIFETIME > now:
                break
            del self._entries[oldest]
        return None if name in self._entries else self._entries.setdefault(name, _Entry(now))

    def find(self, name: _Name) -> _Entry | None:
        """What is known of a key, where it is taken."""
        return self._entries.get(name)

    def release(self, name: _Name, entry: _Entry) -> None:
        """Give a key back, if the entry is still the one that holds it."""
        if self._entries.get(name) is entry:
            del self._entries[name]


class Attempt:
    """One request, from before its body is read to its answer; without a key it makes no difference."""

    def __init__(self, request: Request, operation: str | None) -> None:
        """``operation`` is what a key is bound to; ``None`` honours none."""
        self._request = request
        self._values = request.headers.getlist("idempotency-key") if operation else []
        self._name = operation or "", ",".join(self._values)
        self._kept: KeptAnswers = request.state.principal.account.kept_answers
        self._entry: _Entry | None = None
        self._objection: ApiError | None = None
        request.state.attempt = self

    def __enter__(self) -> Self:
        if self._values:
            self._claim()
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if self._entry is None or self._entry.answer is not None:
            return
        if isinstance(error, Exception) and not isinstance(error, _REFUSALS):
            # Nobody knows how far it came, so it must not run again.
            self._entry.answer = error_response(ApiError("server_error"))
        else:
            self._kept.release(self._name, self._entry)

    def replay(self, body: bytes) -> Response | None:
        """The answer of the first request, where this is the same one again: byte for byte, by the same
        user in the same role.

        Raises:
            ApiError: 400, where the header is no key.
        """
        if not self._values:
            return None
        if len(self._values) > 1 or not re.fullmatch("[!-~]{1,255}", self._values[0]):
            raise ApiError("invalid_request", {"Idempotency-Key": "must be 1–255 visible ASCII characters"})
        if self._entry is None:
            self._claim()  # the first request may have been refused meanwhile
        user = self._request.state.principal.user
        fingerprint = hashlib.sha256(f"{user.id} {user.role}\n".encode() + body).digest()
        if self._entry is not None:
            self._entry.fingerprint = fingerprint
            return None
        first = self._kept.find(self._name)
        if first is None or first.answer is None:
            self._objection = ApiError("conflict", {"reason": "first_request_still_runs"})
        elif first.fingerprint != fingerprint:
            self._objection = ApiError("idempotency_key_reused")
        else:
            return _again(first.answer)
        return None

    def check(self) -> None:
        """Check that nothing stands against carrying the request out; a route asks at the very last.

        Raises:
            ApiError: 409, while the first request with this key runs; 422, where it had another body.
        """
        if self._objection is not None:
            raise self._objection

    def keep(self, answer: Response) -> None:
        """Remember the answer of a request that was carried out."""
        if self._entry is not None:
            self._entry.answer = answer

    def _claim(self) -> None:
        self._entry = self._kept.claim(self._name, self._request.state.store.clock.now())


_REFUSALS = (ApiError, RequestValidationError, ClientDisconnect)


def _again(answer: Response) -> Response:
    response = Response(answer.body, answer.status_code)
    response.raw_headers = [*answer.raw_headers, (b"idempotent-replayed", b"true")]
    return response
