"""The types of an answer's values, as the OpenAPI document has them: which of them are times.

A JSON Schema is walked beside a value, one member or item at a time. Where it lets a value have several
forms, all of them are looked at; a value still has to be of one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from snippets.times import is_time

__all__ = ["Kind"]

Schema = Mapping[str, Any]
Resolve = Callable[[Any], Any]
"""What a `$ref` leads to; anything else is given back as it is."""


@dataclass(frozen=True)
class Kind:
    """What the document says of one value of a body: the schemas that speak of it, none when it says nothing.

    `resolve` follows the `$ref` of a schema; what stands beside it counts as well (JSON Schema 2020-12 §8.2.3).
    """

    schemas: tuple[Schema, ...] = ()
    resolve: Resolve = lambda schema: schema

    def member(self, name: str) -> "Kind":
        """The kind of an object's member."""
        return self._below(_of_member(schema, name) for schema in self._all())

    def item(self, index: int) -> "Kind":
        """The kind of an array's item."""
        return self._below(_of_item(schema, index) for schema in self._all())

    def times(self, *values: object) -> bool:
        """Whether all the values are times of one format that the document has here."""
        formats = {str(schema["format"]) for schema in self._all() if "format" in schema}
        return any(all(is_time(kind, value) for value in values) for kind in formats)

    def _below(self, found: Iterable[Iterable[Any]]) -> "Kind":
        # `true` and `false` are schemas, too; they say nothing of a type.
        return Kind(tuple(one for some in found for one in some if isinstance(one, Mapping)), self.resolve)

    def _all(self) -> Iterator[Schema]:
        """The schemas, and those that they are put together of."""
        waiting, seen = [*self.schemas], set()
        while waiting:
            schema = waiting.pop()
            if id(schema) in seen or not isinstance(schema, Mapping):
                continue  # a schema may lead back to itself
            seen.add(id(schema))
            yield schema
            if "$ref" in schema:
                waiting.append(self.resolve(schema))
            for name in ("allOf", "anyOf", "oneOf"):
                waiting += schema.get(name, ())
            waiting += [schema[name] for name in ("if", "then", "else") if name in schema]


def _of_member(schema: Schema, name: str) -> list[Any]:
    """What a schema says of a member (JSON Schema 2020-12 §10.3.2)."""
    found = [schema["properties"][name]] if name in schema.get("properties", {}) else []
    patterns = schema.get("patternProperties", {})
    found += [below for pattern, below in patterns.items() if _matches(pattern, name)]
    return found or [schema.get("additionalProperties"), schema.get("unevaluatedProperties")]


def _of_item(schema: Schema, index: int) -> list[Any]:
    """What a schema says of an item (JSON Schema 2020-12 §10.3.1)."""
    first = schema.get("prefixItems", ())
    return [first[index]] if index < len(first) else [schema.get("items"), schema.get("unevaluatedItems")]


def _matches(pattern: str, name: str) -> bool:
    """Whether a name fits a pattern; one of ECMAScript that Python can't read fits none."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False
