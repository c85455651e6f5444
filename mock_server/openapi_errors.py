"""The errors of the OpenAPI document: one answer an error, and one for several that share a status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import ERRORS, ErrorCode
from .openapi_headers import COUNTED, TO_A_KEY, with_headers

__all__ = ["ERROR_SCHEMA", "error_answer"]

JsonObject = dict[str, Any]

_ERROR_HEADERS: dict[ErrorCode, list[str]] = {
    "unauthorized": [*TO_A_KEY, "WWW-Authenticate"],
    "forbidden": [*COUNTED, "WWW-Authenticate"],
    "method_not_allowed": [*COUNTED, "Allow"],
    "unsupported_media_type": [*COUNTED, "Accept"],
    "rate_limit_exceeded": [*COUNTED, "Retry-After"],
}

_ERROR_DETAILS: dict[ErrorCode, dict[str, JsonObject]] = {
    "invalid_request": {
        "parameter": {"limit": "must be at most 100"},
        "body": {"body": "is not JSON in UTF-8: EOF while parsing an object at line 1 column 11"},
    },
    "forbidden": {
        "address": {"reason": "ip_not_allowed"},
        "scope": {"requiredScope": "tasks:write"},
        "role": {"requiredRole": "manager"},
        "anothersKey": {"reason": "not_your_key"},
    },
    "conflict": {
        "email": {"email": "is already used in this account"},
        "assignedTasks": {"assignedTaskCount": 1},
        "lastAdmin": {"reason": "last_admin"},
        "inactiveKey": {"status": "deprecated"},
        "stillRunning": {"reason": "first_request_still_runs"},
    },
    "validation_error": {
        "fields": {"title": "is required", "dueDate": "must be in the future"},
        "statusChange": {
            "currentStatus": "DONE",
            "requestedStatus": "TODO",
            "allowedTransitions": ["CANCELED"],
        },
        "scopes": {"scopes": "can't grow by tasks:write"},
    },
    "rate_limit_exceeded": {
        "minute": {"limit": 60, "remaining": 0, "resetAt": "2025-05-13T10:31:00Z"},
        "day": {"limit": 10_000, "remaining": 0, "resetAt": "2025-05-14T00:00:00Z"},
    },
}
"""Examples of ``details``, by error and by what caused it."""

ERROR_SCHEMA: JsonObject = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "additionalProperties": False,
            "properties": {
                "code": {"enum": list(ERRORS), "description": "For programs"},
                "message": {"type": "string", "description": "For people; it may change"},
                "details": {"type": "object", "description": "What exactly; its fields depend on the code"},
            },
        }
    },
}


def error_answer(*codes: ErrorCode) -> JsonObject:
    """The answer with one of these errors, which share a status."""
    first, *others = codes
    if others:
        code_schema: JsonObject = {"enum": list(codes)}
    else:
        code_schema = {"const": first}
    # The other fields are named as well: to some validators, what a schema does not name is one too many.
    fields: JsonObject = {"code": code_schema, "message": {}, "details": {}}
    narrowed = {"properties": {"error": {"properties": fields}}}
    examples = {name: example for code in codes for name, example in _examples(code)}
    return {
        "description": " ".join(ERRORS[code].when for code in codes),
        **with_headers(*_ERROR_HEADERS.get(first, COUNTED)),
        "content": {
            "application/json": {
                "schema": {"allOf": [{"$ref": "#/components/schemas/Error"}, narrowed]},
                "examples": examples,
            }
        },
    }


def _examples(code: ErrorCode) -> Iterator[tuple[str, JsonObject]]:
    body: JsonObject = {"code": code, "message": ERRORS[code].message}
    for cause, details in _ERROR_DETAILS.get(code, {}).items():
        yield cause, {"value": {"error": {**body, "details": details}}}
    if code not in _ERROR_DETAILS:
        yield code, {"value": {"error": body}}
