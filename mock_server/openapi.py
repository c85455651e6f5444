"""The OpenAPI 3.1 document: what FastAPI reads from the routes, and what the layers around them add.

Headers and errors come from outside the routes, so they are added here, to every operation that they can
happen to. An operation therefore documents only its success.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic_core import to_json, to_jsonable_python

from . import examples
from .errors import ERRORS, ErrorCode
from .openapi_links import add_links

__all__ = ["TITLE", "VERSION", "build_document", "document_json", "with_headers"]

TITLE = "Task Management API"
VERSION = "1.0.0"

JsonObject = dict[str, Any]

_DESCRIPTION = """\
Create, find and follow tasks, and manage the users of your account.
Every request under `/v1` needs an API key: `Authorization: Bearer YOUR_API_KEY`.

Times are ISO 8601 in UTC. Checks have an order, and the first that fails answers: credentials (401),
address (403), rate limit (429), path (404), method (405), scope (403), media type and size (415, 413),
validity (400, 422), visibility (404), role (403), state (409, 412, 422)."""

_HEADERS: dict[str, tuple[str, JsonObject]] = {
    "X-Request-Id": (
        "Names this answer in a report to support",
        {"type": "string", "pattern": "^req_[0-9]{6,}$"},
    ),
    "X-RateLimit-Limit": ("Requests the account may make in the window", {"type": "integer"}),
    "X-RateLimit-Remaining": ("Requests that are left in the window", {"type": "integer", "minimum": 0}),
    "X-RateLimit-Reset": ("When the next window begins, in epoch seconds", {"type": "integer"}),
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
    "Location": ("The path of the new resource", {"type": "string", "format": "uri-reference"}),
    "Link": ("Links to the `first`, `prev`, `next` and `last` page (RFC 8288)", {"type": "string"}),
}

_EVERYWHERE = ["X-Request-Id"]
_TO_A_KEY = [*_EVERYWHERE, "Api-Key-Expires", "Api-Key-Replaced-By"]
_COUNTED = [*_TO_A_KEY, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]

_ERROR_HEADERS: dict[ErrorCode, list[str]] = {
    "unauthorized": [*_TO_A_KEY, "WWW-Authenticate"],
    "forbidden": [*_COUNTED, "WWW-Authenticate"],
    "method_not_allowed": [*_COUNTED, "Allow"],
    "unsupported_media_type": [*_COUNTED, "Accept"],
    "rate_limit_exceeded": [*_COUNTED, "Retry-After"],
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
    },
    "conflict": {
        "email": {"email": "is already used in this account"},
        "assignedTasks": {"assignedTaskCount": 1},
        "lastAdmin": {"reason": "last_admin"},
    },
    "validation_error": {
        "fields": {"title": "is required", "dueDate": "must be in the future"},
        "statusChange": {
            "currentStatus": "DONE",
            "requestedStatus": "TODO",
            "allowedTransitions": ["CANCELED"],
        },
    },
    "rate_limit_exceeded": {"minute": {"limit": 60, "remaining": 0, "resetAt": "2025-05-13T10:31:00Z"}},
}
"""Examples of ``details``, by error and by what caused it."""

_DECLARED: list[ErrorCode] = ["conflict", "precondition_failed"]
"""The errors that nothing else of an operation tells of: a route names their status in its ``responses``."""

_ERROR_SCHEMA: JsonObject = {
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

_REST: JsonObject = {"message": {}, "details": {}}
"""What else is in an error: named again wherever its code is narrowed, so that validators know all of it."""


def with_headers(*names: str) -> JsonObject:
    """The headers of an operation's own answer, to be given as ``responses={200: with_headers("Link")}``."""
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}


def document_json(app: FastAPI) -> bytes:
    """The document as it is served; made when it is first asked for."""
    with _making:
        return _document_json(app)


@cache
def _document_json(app: FastAPI) -> bytes:
    return to_json(build_document(app))


_making = Lock()
"""FastAPI can't read its routes in two threads at once."""


def build_document(app: FastAPI) -> JsonObject:
    """Read the routes of an app into a document, and complete it."""
    document = get_openapi(
        title=TITLE,
        version=VERSION,
        description=_DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "https://api.taskmanagement.example.com"}],
        tags=[
            {"name": "Tasks", "description": "What is to be done"},
            {"name": "Users", "description": "Who is in the account"},
            {"name": "Service", "description": "How the service is"},
        ],
        routes=app.routes,
    )
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(operation, is_guarded=path.startswith("/v1/"))
    add_links(document)
    components = document["components"]
    components["headers"] = {
        name: {"description": description, "schema": schema}
        for name, (description, schema) in _HEADERS.items()
    }
    components["responses"] = {code: _error_response(code) for code in ERRORS}
    components["schemas"] = {
        name: _without_titles(schema)
        for name, schema in sorted({**components["schemas"], "Error": _ERROR_SCHEMA}.items())
        if name not in ("HTTPValidationError", "ValidationError")  # FastAPI's own, which this API never sends
    }
    return document


def _complete(operation: JsonObject, *, is_guarded: bool) -> None:
    """Add the errors and headers that the layers around a route give it."""
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _parameter_schema(parameter["schema"])
    responses = operation["responses"]
    responses.pop("422", None)
    success = next(response for status, response in responses.items() if status.startswith("2"))
    outer = with_headers(*(_COUNTED if is_guarded else _EVERYWHERE))["headers"]
    for status, response in responses.items():
        if status < "400":
            response.setdefault("headers", {}).update(outer)
    _add_examples(operation, success)
    operation.setdefault("security", [])  # says that it needs no key, where leaving it out would say nothing
    codes: list[ErrorCode] = _errors_of(operation) if is_guarded else ["server_error"]
    for code in sorted(codes, key=lambda code: ERRORS[code].status):
        responses.pop(str(ERRORS[code].status), None)
        responses[str(ERRORS[code].status)] = {"$ref": f"#/components/responses/{code}"}


def _errors_of(operation: JsonObject) -> list[ErrorCode]:
    codes: list[ErrorCode] = [
        "invalid_request",
        "unauthorized",
        "forbidden",
        "rate_limit_exceeded",
        "server_error",
    ]
    if "requestBody" in operation:
        codes += ["payload_too_large", "unsupported_media_type", "validation_error"]
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", ())):
        codes.append("not_found")
    return codes + [code for code in _DECLARED if str(ERRORS[code].status) in operation["responses"]]


def _add_examples(operation: JsonObject, success: JsonObject) -> None:
    example = examples.RESPONSES.get(operation["operationId"])
    if example is not None:
        success["content"]["application/json"]["example"] = to_jsonable_python(example)
    if "requestBody" in operation:
        request = examples.REQUESTS[operation["operationId"]]
        operation["requestBody"]["content"]["application/json"]["example"] = dict(request)


def _parameter_schema(schema: JsonObject) -> JsonObject:
    """Drop what pydantic says of a parameter twice, and ``null``, which a query can't hold."""
    kept = {name: value for name, value in schema.items() if name not in ("title", "description", "anyOf")}
    for variant in schema.get("anyOf", ()):
        if variant != {"type": "null"}:
            kept.update(variant)
    return kept


def _without_titles(schema: JsonObject) -> JsonObject:
    """Drop the titles that pydantic makes of names: ``Assigneeid`` tells nobody anything."""
    properties = schema.get("properties", {})
    for name, property_schema in properties.items():
        properties[name] = {key: value for key, value in property_schema.items() if key != "title"}
    return schema


def _error_response(code: ErrorCode) -> JsonObject:
    row = ERRORS[code]
    narrowed = {"properties": {"error": {"properties": {"code": {"const": code}, **_REST}}}}
    body: JsonObject = {"code": code, "message": row.message}
    examples = {
        cause: {"value": {"error": {**body, "details": details}}}
        for cause, details in _ERROR_DETAILS.get(code, {}).items()
    }
    return {
        "description": row.when,
        **with_headers(*_ERROR_HEADERS.get(code, _COUNTED)),
        "content": {
            "application/json": {
                "schema": {"allOf": [{"$ref": "#/components/schemas/Error"}, narrowed]},
                "examples": examples or {code: {"value": {"error": body}}},
            }
        },
    }
