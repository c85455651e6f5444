"""The OpenAPI 3.1 document: what FastAPI reads from the routes, and what the layers around them add.

Headers and errors come from outside the routes, so they are added here, to every operation that they can
happen to. An operation therefore documents only its success.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from threading import Lock
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic_core import to_json, to_jsonable_python

from . import examples
from .errors import DOCS, ERRORS, ErrorCode
from .idempotency import IDEMPOTENCY_KEY
from .openapi_docs import GUIDES, TAGS
from .openapi_errors import ERROR_SCHEMA, error_answer, take_causes
from .openapi_headers import COUNTED, EVERYWHERE, HEADERS, with_headers
from .openapi_links import add_links
from .user import Role

__all__ = ["TITLE", "VERSION", "build_document", "document_json"]

TITLE = "Task Management API"
VERSION = "1.0.0"

JsonObject = dict[str, Any]

_DESCRIPTION = """\
Create, find and follow tasks, and manage the users and the API keys of your account.
Every request under `/v1` needs an API key: `Authorization: Bearer YOUR_API_KEY`.

Times are ISO 8601 in UTC. Checks have an order, and the first that fails answers: credentials (401),
address (403), rate limit (429), path (404), method (405), scope (403), media type and size (415, 413),
validity (400, 422), visibility (404), role (403), state (409, 412, 422)."""

_DECLARED: list[ErrorCode] = ["conflict", "precondition_failed"]
"""The errors that nothing else of an operation tells of: a route names their status in its ``responses``."""


_OF_THE_OPERATION = (400, 403, 409, 422)
"""The statuses whose causes depend on the operation; the others mean the same everywhere."""


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
        tags=TAGS,
        external_docs={"url": DOCS},
        routes=app.routes,
    )
    answers = examples.responses()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(operation, answers, is_guarded=path.startswith("/v1/"))
    add_links(document)
    components = document["components"]
    components["headers"] = {
        name: {"description": description, "schema": schema}
        for name, (description, schema) in HEADERS.items()
    }
    components["responses"] = {code: error_answer(code) for code in ERRORS}
    components["schemas"] = {
        name: _without_titles(schema)
        for name, schema in sorted({**components["schemas"], "Error": ERROR_SCHEMA}.items())
        if name not in ("HTTPValidationError", "ValidationError")  # FastAPI's own, which this API never sends
    }
    return document


def _complete(operation: JsonObject, answers: Mapping[str, BaseModel], *, is_guarded: bool) -> None:
    """Add the errors and headers that the layers around a route give it."""
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _parameter_schema(parameter["schema"])
    causes = take_causes(operation)
    responses = operation["responses"]
    responses.pop("422", None)
    success = next(response for status, response in responses.items() if status.startswith("2"))
    outer = with_headers(*(COUNTED if is_guarded else EVERYWHERE))["headers"]
    for status, response in responses.items():
        if status < "400":
            response.setdefault("headers", {}).update(outer)
    _add_examples(operation, success, answers)
    if operation["operationId"] in GUIDES:
        operation["externalDocs"] = GUIDES[operation["operationId"]]
    if is_guarded:
        operation.setdefault("x-roles", list(Role))
    operation.setdefault("security", [])  # says that it needs no key, where leaving it out would say nothing
    codes: list[ErrorCode] = _errors_of(operation) if is_guarded else ["server_error"]
    scope = _scope_of(operation)
    for status, group in groupby(sorted(codes, key=_status_of), _status_of):
        first, *others = group
        responses.pop(str(status), None)
        responses[str(status)] = (
            error_answer(first, *others, causes=causes, scope=scope)
            if status in _OF_THE_OPERATION
            else {"$ref": f"#/components/responses/{first}"}
        )
    if IDEMPOTENCY_KEY in operation.get("parameters", ()):  # a 500 is kept too: nobody knows how far it came
        responses["500"] = error_answer("server_error")
        responses["500"]["headers"].update(with_headers("Idempotent-Replayed")["headers"])


def _scope_of(operation: JsonObject) -> str:
    return "".join(
        scope for scheme in operation["security"] for scopes in scheme.values() for scope in scopes
    )


def _status_of(code: ErrorCode) -> int:
    return ERRORS[code].status


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
    if IDEMPOTENCY_KEY in operation.get("parameters", ()):
        codes.append("idempotency_key_reused")
    return codes + [code for code in _DECLARED if str(ERRORS[code].status) in operation["responses"]]


def _add_examples(operation: JsonObject, success: JsonObject, answers: Mapping[str, BaseModel]) -> None:
    example = answers.get(operation["operationId"])
    if example is not None:
        success["content"]["application/json"]["example"] = to_jsonable_python(example)
    for parameter in operation.get("parameters", ()):
        values = examples.PARAMETERS.get(operation["operationId"], {})
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]
    if operation["operationId"] in examples.IN_USE:
        operation["x-scenario"] = "used"
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
