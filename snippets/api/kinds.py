"""The types of a body's values, as the OpenAPI document has them: which of them are times.

A JSON Schema is walked beside a value, one member or item at a time. Where it allows several forms, all of
them are looked at: which one a value has, its own text tells.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from snippets.api.times import is_time

__all__ = ["UNKNOWN", "Kind", "Schema"]

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """What the document says of one value: the schemas that speak of it; none, where it says nothing."""

    schemas: tuple[Schema, ...]
    resolve: Callable[[str], Any]
    """What a `$ref` names. What stands beside the `$ref` counts as well (JSON Schema 2020-12 §8.2.3)."""

    def member(self, name: str) -> "Kind":
        """The kind of an object's member."""
        return self._below(_of_member(schema, name) for schema in self._all())

    @property
    def item(self) -> "Kind":
        """The kind of an array's items: of all, since a page may leave out those before."""
        return self._below(_of_items(schema) for schema in self._all())

    def times(self, *values: object) -> bool:
        """Whether the document has a format of times here, and all the values are of it."""
        formats = {str(schema["format"]) for schema in self._all() if "format" in schema}
        return any(all(is_time(name, value) for value in values) for name in formats)

    def _below(self, found: Iterable[Iterable[Any]]) -> "Kind":
        return Kind(tuple(schema for some in found for schema in some), self.resolve)

    def _all(self) -> Iterator[Schema]:
        """The schemas, and those that they are put together of."""
        waiting: list[Any] = [*self.schemas]
        seen: set[int] = set()
        while waiting:
            schema = waiting.pop()
            # `true` and `false` are schemas, too, but say nothing of a type; and a schema may lead to itself.
            if not isinstance(schema, Mapping) or id(schema) in seen:
                continue
            seen.add(id(schema))
            yield schema
            if "$ref" in schema:
                waiting.append(self.resolve(schema["$ref"]))
            for name in ("allOf", "anyOf", "oneOf"):
                waiting += schema.get(name, ())
            waiting += [schema[name] for name in ("if", "then", "else") if name in schema]


def _of_member(schema: Schema, name: str) -> list[Any]:
    """What a schema says of a member (JSON Schema 2020-12 §10.3.2)."""
    properties = schema.get("properties", {})
    found = [properties[name]] if name in properties else []
    for pattern, below in schema.get("patternProperties", {}).items():
        if _matches(pattern, name):
            found.append(below)
    return found or [schema.get("additionalProperties"), schema.get("unevaluatedProperties")]


def _of_items(schema: Schema) -> list[Any]:
    """What a schema says of the items (JSON Schema 2020-12 §10.3.1)."""
    return [*schema.get("prefixItems", ()), schema.get("items"), schema.get("unevaluatedItems")]


def _matches(pattern: str, name: str) -> bool:
    """Whether a name fits a pattern of ECMAScript; one that Python can't read fits none."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False


UNKNOWN = Kind((), lambda ref: None)
"""Nothing is said, so nothing is a time."""
