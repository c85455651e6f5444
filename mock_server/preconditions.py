"""Entity tags, and the conditions that a request can set with them (RFC 9110 §8.8.3 and §13).

A tag is strong: it is made of the resource as it is answered, so that two versions never share one, and it
needs no counter. What a model calls ``UNTAGGED`` makes no version: a client that is answered 304 may not know
it in its newest state. A condition is only looked at where the request would succeed without it (§13.2.1).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from .camel_case import CamelCaseModel
from .errors import ApiError

__all__ = ["IF_MATCH", "IF_NONE_MATCH", "check_preconditions", "entity_tag", "represent", "represent_if_new"]

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_LIST = re.compile(rf"[ \t,]*(?:{_TAG}[ \t]*(?:,[ \t,]*|$))*")

_FIELD_VALUE = {"type": "string", "examples": ['"e0141951aac04fc50325ec52d6a3359e"']}


def _parameter(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": _FIELD_VALUE,
    }


IF_MATCH = _parameter("If-Match", "Go on only if the resource still has one of these entity tags; `*`: any")
IF_NONE_MATCH = _parameter(
    "If-None-Match", "Answer 304 if the resource still has one of these entity tags; `*`: any"
)
"""The request headers, as the OpenAPI document has them."""


def entity_tag(model: CamelCaseModel) -> str:
    """The strong tag of a resource as it is answered, but for what makes no new version of it."""
    return _tag_of(model.model_dump_json(exclude=set(model.UNTAGGED)))


def represent(
    model: CamelCaseModel, status_code: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with one resource and its tag."""
    body = model.model_dump_json()
    tag = entity_tag(model) if model.UNTAGGED else _tag_of(body)
    return Response(body, status_code, {"etag": tag, **(headers or {})}, "application/json")


def represent_if_new(request: Request, model: CamelCaseModel) -> Response:
    """Answer a ``GET`` with a resource, or with 304 to a client that has it.

    Raises:
        ApiError: 412.
    """
    tag = entity_tag(model)
    _check_if_match(request, tag)
    if _is_known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    return represent(model)


def check_preconditions(request: Request, model: CamelCaseModel) -> None:
    """Check that a resource is still in the version that a request is about to change.

    Raises:
        ApiError: 412.
    """
    tag = entity_tag(model)
    _check_if_match(request, tag)
    if _is_known(request, tag):
        raise ApiError("precondition_failed")


def _tag_of(content: str) -> str:
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def _check_if_match(request: Request, tag: str) -> None:
    """``If-Match`` compares strongly (§13.1.1): a weak tag equals none."""
    tags = _tags(request, "if-match")
    if tags is not None and not tags & {"*", tag}:
        raise ApiError("precondition_failed")


def _is_known(request: Request, tag: str) -> bool:
    """``If-None-Match`` compares weakly (§13.1.2): whether a tag is weak plays no part."""
    tags = _tags(request, "if-none-match")
    return tags is not None and bool(tags & {"*", tag, f"W/{tag}"})


def _tags(request: Request, name: str) -> set[str] | None:
    """The entity tags in a request's header; none of them, where it is not a list of tags.

    ``None`` stands for a request without the header, ``{"*"}`` for any version.
    """
    lines = request.headers.getlist(name)
    if not lines:
        return None
    value = ", ".join(lines)
    if value.strip(" \t") == "*":
        return {"*"}
    return set(re.findall(_TAG, value)) if _LIST.fullmatch(value) else set()
