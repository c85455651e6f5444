"""The errors of the OpenAPI document: one answer an error, and one for several that share a status."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from .errors import ERRORS, ErrorCode, help_link
from .openapi_docs import explained
from .openapi_headers import COUNTED, TO_A_KEY, with_headers

__all__ = ["ERROR_SCHEMA", "caused_by", "error_answer", "take_causes"]

JsonObject = dict[str, Any]

_ERROR_HEADERS: dict[ErrorCode, list[str]] = {
    "unauthorized": [*TO_A_KEY, "WWW-Authenticate"],
    "forbidden": [*COUNTED, "WWW-Authenticate"],
    "method_not_allowed": [*COUNTED, "Allow"],
    "unsupported_media_type": [*COUNTED, "Accept"],
    "rate_limit_exceeded": [*COUNTED, "Retry-After"],
}

_DETAILS: dict[ErrorCode, dict[str, JsonObject]] = {
    "invalid_request": {
        "unknownParameter": {"colour": "is not a known parameter"},
        "parameter": {"limit": "must be at most 100"},
        "body": {"body": "is not JSON in UTF-8: EOF while parsing an object at line 1 column 11"},
        "idempotencyKey": {"Idempotency-Key": "must be 1–255 visible ASCII characters"},
    },
    "forbidden": {
        "address": {"reason": "ip_not_allowed"},
        "scope": {"requiredScope": "tasks:write"},
        "role": {"requiredRole": "manager"},
        "adminRole": {"requiredRole": "admin"},
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
        "taskFields": {"title": "is required", "dueDate": "must be in the future"},
        "statusChange": {
            "currentStatus": "DONE",
            "requestedStatus": "TODO",
            "allowedTransitions": ["CANCELED"],
        },
        "userFields": {"email": "must be an email address, such as ada@example.com"},
        "keyFields": {
            "allowedIps[0]": "must be an IP address, or a CIDR block such as 203.0.113.0/24",
            "expiresAt": "must be in the future",
        },
        "scopes": {"scopes": "can't grow by tasks:write"},
        "overlap": {"overlapHours": "must be at most 168"},
    },
    "rate_limit_exceeded": {
        "minute": {"limit": 60, "remaining": 0, "resetAt": "2025-05-13T10:31:00Z"},
        "day": {"limit": 10_000, "remaining": 0, "resetAt": "2025-05-14T00:00:00Z"},
    },
}
"""Examples of ``details``, by error and by what caused it."""

_BAD_FIELD = "a field is missing, unknown or has a bad value"

_WHEN: dict[str, str] = {
    "unknownParameter": "a query parameter is unknown",
    "parameter": "a query parameter has a bad value",
    "body": "the body is not JSON in UTF-8",
    "idempotencyKey": "the `Idempotency-Key` has a bad form",
    "address": "the key doesn't permit your address",
    "scope": "the key lacks the scope",
    "role": "it takes the role of a manager",
    "adminRole": "it takes the role of an admin",
    "anothersKey": "the key acts as another user",
    "email": "the email is already used in the account",
    "assignedTasks": "tasks are assigned to the user",
    "lastAdmin": "the user is the account's last admin",
    "inactiveKey": "the key is not active",
    "stillRunning": "the first request with this `Idempotency-Key` still runs",
    "taskFields": _BAD_FIELD,
    "userFields": _BAD_FIELD,
    "keyFields": _BAD_FIELD,
    "overlap": _BAD_FIELD,
    "statusChange": "the status can't become the one that you ask for",
    "scopes": "the key would gain a scope",
}
"""The causes in words, for the operations that know not all of an error's."""

_ALWAYS = {"unknownParameter", "address", "scope", "minute", "day"}
"""The causes that every operation knows."""


def caused_by(*causes: str) -> JsonObject:
    """What else makes an operation answer with a status: ``responses={409: caused_by("email")}``."""
    return {"x-causes": causes}


def take_causes(operation: JsonObject) -> set[str]:
    """Every cause that an operation has an error for; what its route named is taken out of its responses."""
    causes = set(_ALWAYS)
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", ())):
        causes.add("parameter")
    if "requestBody" in operation:
        causes.add("body")
    for response in operation["responses"].values():
        causes.update(response.pop("x-causes", ()))
    return causes


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
                "details": {
                    "type": "object",
                    "description": "What exactly; its fields depend on the code",
                    "properties": {"resetAt": {"type": "string", "format": "date-time"}},
                    "additionalProperties": True,
                },
            },
        }
    },
}


def error_answer(*codes: ErrorCode, causes: Collection[str] | None = None, scope: str = "") -> JsonObject:
    """The answer with one of these errors, which share a status.

    Args:
        causes: those of which it shows examples; ``None`` shows all.
        scope: what the operation needs.
    """
    first, *others = codes
    code_schema: JsonObject = {"enum": list(codes)} if others else {"const": first}
    # The other fields are named as well: to some validators, what a schema does not name is one too many.
    fields: JsonObject = {"code": code_schema, "message": {}, "details": {}}
    narrowed = {"properties": {"error": {"properties": fields}}}
    examples = {name: example for code in codes for name, example in _examples(code, causes, scope)}
    return {
        "description": "\n\n".join(explained(code, _when(code, causes)) for code in codes),
        "headers": {
            **with_headers(*_ERROR_HEADERS.get(first, COUNTED))["headers"],
            "Link": _link_to_help(codes),
        },
        "content": {
            "application/json": {
                "schema": {"allOf": [{"$ref": "#/components/schemas/Error"}, narrowed]},
                "examples": examples,
            }
        },
    }


def _link_to_help(codes: Collection[ErrorCode]) -> JsonObject:
    """Not one of the shared headers: there, ``Link`` is the header of a list, which leads to its pages."""
    return {
        "description": "What the documentation says about the error (RFC 8288)",
        "schema": {"type": "string", "enum": [help_link(code) for code in codes]},
    }


def _when(code: ErrorCode, causes: Collection[str] | None) -> str:
    """When an operation with these causes answers so; empty where that is as everywhere."""
    known = [cause for cause in _DETAILS.get(code, {}) if cause in _WHEN and cause in (causes or ())]
    said = "; or ".join(dict.fromkeys(_WHEN[cause] for cause in known))
    which = (
        " `details` says which." if len(known) > 1 or code in ("invalid_request", "validation_error") else ""
    )
    return f"{said[0].upper()}{said[1:]}.{which}" if said else ""


def _examples(
    code: ErrorCode, causes: Collection[str] | None, scope: str
) -> Iterator[tuple[str, JsonObject]]:
    body: JsonObject = {"code": code, "message": ERRORS[code].message}
    for cause, details in _DETAILS.get(code, {}).items():
        if causes is None or cause in causes:
            shown = {"requiredScope": scope} if cause == "scope" and scope else details
            yield cause, {"value": {"error": {**body, "details": shown}}}
    if code not in _DETAILS:
        yield code, {"value": {"error": body}}
