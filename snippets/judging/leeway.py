"""What of an answer may differ from the page when it is given at another time: its times, and nothing else.

The OpenAPI document says which values are times, by their `format`. A time of the page then stands for any
time of its format; a text that is none fails, as does any other value that differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from snippets.api.kinds import UNKNOWN, Kind
from snippets.api.openapi import Document
from snippets.api.times import HTTP_FIELDS, is_time, same_but_for_times
from snippets.model import Exchange

__all__ = ["EXACT", "UNTYPED", "Leeway", "Types"]


@dataclass(frozen=True)
class Types:
    """The types of one answer, as far as they are known."""

    body: Kind = UNKNOWN
    headers: Mapping[str, Kind] = field(default_factory=dict)
    """By name, in lower case."""
    http: bool = False
    """Whether HTTP's own fields have the types of their definition."""

    def same_header(self, name: str, page: str, given: str) -> bool:
        if page == given:
            return True
        formats = HTTP_FIELDS.get(name.lower(), ()) if self.http else ()
        by_definition = any(is_time(of, page) and is_time(of, given) for of in formats)
        return by_definition or self.headers.get(name.lower(), UNKNOWN).times(page, given)


UNTYPED = Types()
"""Nothing may differ."""


@dataclass(frozen=True)
class Leeway:
    """How much a run may differ from the page; without a document, in nothing."""

    document: Document | None = None

    def types(self, exchange: Exchange) -> Types:
        """The types of the answer that an exchange met."""
        if self.document is None:
            return UNTYPED
        return _types(self.document, exchange)

    def same_line(self, page: str, given: str) -> bool:
        """Whether a printed line is the page's: no document speaks of it, but a timestamp can be told."""
        return page == given or (self.document is not None and same_but_for_times(page, given))


EXACT = Leeway()


def _types(document: Document, exchange: Exchange) -> Types:
    path = unquote(exchange.request.target.partition("?")[0])
    operation = document.operation(exchange.request.method, path)
    if operation is None:
        return Types(http=True)
    response = document.response(operation, exchange.answer.status)
    media_type = _bare(exchange.answer.header("content-type") or "")
    bodies = [
        content.get("schema")
        for known, content in response.get("content", {}).items()
        if fnmatchcase(media_type, _bare(known))  # the document may speak of a range, such as `text/*`
    ]
    headers = {
        name.lower(): _kind(document, _resolved(document, header).get("schema"))
        for name, header in response.get("headers", {}).items()
    }
    return Types(_kind(document, *bodies), headers, http=True)


def _kind(document: Document, *schemas: Any) -> Kind:
    return Kind(schemas, document.resolve)


def _resolved(document: Document, node: Any) -> Any:
    return document.resolve(node["$ref"]) if "$ref" in node else node


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
