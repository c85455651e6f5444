"""Every error that the API answers with: one row an error, one envelope for all.

To add an error, add its code to ``ErrorCode`` and its row to ``ERRORS``; to answer with it, raise
:class:`ApiError` with the code. The shape on the wire is
``{"error": {"code": str, "message": str, "details"?: {...}}}``. A ``Link`` header leads to what the
documentation says about the code: the body can't, because that of a 401 is fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.responses import Response

__all__ = ["DOCS", "ERRORS", "ApiError", "ErrorCode", "ErrorRow", "error_response", "help_link", "help_url"]

DOCS = "https://docs.taskmanagement.example.com/"
"""Where the documentation is published; the ``site_url`` of ``mkdocs.yml``."""

ErrorCode = Literal[
    "invalid_request",
    "unauthorized",
    "forbidden",
    "not_found",
    "method_not_allowed",
    "conflict",
    "precondition_failed",
    "payload_too_large",
    "unsupported_media_type",
    "validation_error",
    "idempotency_key_reused",
    "rate_limit_exceeded",
    "server_error",
]

Details = Mapping[str, object]


class ErrorRow(NamedTuple):
    status: int
    message: str
    when: str
    """When it is answered; the OpenAPI document describes it with this."""


ERRORS: Mapping[ErrorCode, ErrorRow] = {
    "invalid_request": ErrorRow(
        400,
        "The request is malformed",
        "The body is not JSON in UTF-8, or a query parameter is unknown or has a bad value.",
    ),
    "unauthorized": ErrorRow(
        401,
        "Invalid or missing API key",
        "There is no API key in the `Authorization` header, or it is unknown, expired or revoked.",
    ),
    "forbidden": ErrorRow(
        403,
        "This API key or its user may not do this",
        "The key is good, but its allowed addresses, its scopes or its user's role do not cover the request.",
    ),
    "not_found": ErrorRow(
        404,
        "No such resource",
        "There is no such path or resource, or it is not one that the key's user can see.",
    ),
    "method_not_allowed": ErrorRow(
        405,
        "This path does not support this method",
        "The path exists, but not with this method; `Allow` lists those it has.",
    ),
    "conflict": ErrorRow(
        409,
        "The request conflicts with the state of the account",
        "The email is already used, the user still has assigned tasks, it is the account's last admin, the "
        "API key is not active, or the first request with this `Idempotency-Key` still runs; `details` says "
        "which.",
    ),
    "precondition_failed": ErrorRow(
        412,
        "The resource is not in the version that the request asks for",
        "`If-Match` names another version than the current one: the resource has changed since it was read.",
    ),
    "payload_too_large": ErrorRow(413, "The body is larger than 1 MiB", "The body is larger than 1 MiB."),
    "unsupported_media_type": ErrorRow(
        415,
        "The body must be application/json",
        "There is a body, and its `Content-Type` is not `application/json`.",
    ),
    "validation_error": ErrorRow(
        422,
        "Some fields are invalid",
        "Fields of the body are missing, unknown or have bad values; `details` gives a reason for each. "
        "Or the status can't become the one that is asked for; `details` names those that may follow.",
    ),
    "idempotency_key_reused": ErrorRow(
        422,
        "This Idempotency-Key was used for another request",
        "In the last 24 hours, another body or another user came with this `Idempotency-Key`.",
    ),
    "rate_limit_exceeded": ErrorRow(
        429,
        "Too many requests",
        "The account has used up its requests of this minute or day; `Retry-After` says how long to wait.",
    ),
    "server_error": ErrorRow(
        500, "Something went wrong on our side", "An unexpected error; it is safe to report the request id."
    ),
}


class ApiError(HTTPException):
    """An answer other than success, raised from wherever it is found out.

    It is an ``HTTPException`` so that FastAPI lets it through where it would wrap any other exception.
    """

    def __init__(
        self, code: ErrorCode, details: Details | None = None, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(ERRORS[code].status, detail=code, headers=headers)
        self.code: ErrorCode = code
        self.details = details


def help_url(code: ErrorCode) -> str:
    """The section of the documentation that explains an error."""
    return f"{DOCS}core-concepts/error-handling/#{code}"


def help_link(code: ErrorCode) -> str:
    """The ``Link`` header (RFC 8288 §3) to an error's section in the documentation.

    ``help`` is the relation that the HTML standard has for it (§4.6.7.8): what follows is for people.
    """
    return f'<{help_url(code)}>; rel="help"'


def error_response(error: ApiError) -> Response:
    """Put an error into the envelope."""
    content: dict[str, object] = {"code": error.code, "message": ERRORS[error.code].message}
    if error.details is not None:
        content["details"] = error.details
    return Response(
        to_json({"error": content}),
        status_code=error.status_code,
        headers={**(error.headers or {}), "link": help_link(error.code)},
        media_type="application/json",
    )
