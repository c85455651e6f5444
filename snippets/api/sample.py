"""An example of a value: the one that the schema has, else one that its rules allow."""

import math
from fractions import Fraction
from typing import Any

from snippets.api.schema import Schema, Shape, Shapes

__all__ = ["given", "sample"]

_FORMATS = {
    "date-time": "2031-03-01T09:00:00Z",
    "date": "2031-03-01",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "ipv4": "203.0.113.7",
    "ipv6": "2001:db8::7",
}
_DEEP = 5
"""Levels; a schema that needs itself has no smallest example."""


def given(node: Schema, shapes: Shapes) -> list[Any]:
    """The example that a Parameter or Media Type Object gives, in a list; no item where it gives none.

    OpenAPI 3.1 §4.8.12.2 and §4.8.14.1: `example`, or the values of `examples`, of which the first is taken.
    """
    if "example" in node:
        return [node["example"]]
    for each in (node.get("examples") or {}).values():
        found = shapes.resolve(each["$ref"]) if "$ref" in each else each
        if "value" in found:
            return [found["value"]]
    return []


def sample(schema: Schema, shapes: Shapes, name: str = "text", depth: int = 0) -> Any:
    """A value of the schema for a request; a text that may be anything is its name."""
    shape = shapes.of(schema)
    said = shape.said
    for found in ([said["example"]] if "example" in said else [], said.get("examples") or []):
        if isinstance(found, list) and found:
            return found[0]
    for keyword in ("default", "const"):
        if keyword in said:
            return said[keyword]
    if values := [value for value in said.get("enum") or () if value is not None]:
        return values[0]
    if shape.variants and depth < _DEEP:
        return sample({"allOf": [said, shape.variants[0]]}, shapes, name, depth + 1)
    if shape.variants and not shape.types:
        return None
    return _made(shape, shapes, name, depth)


def _made(shape: Shape, shapes: Shapes, name: str, depth: int) -> Any:
    said, kind = shape.said, shape.types[0] if shape.types else "string"
    if kind == "object":
        needed = {member: schema for member, schema in shape.properties.items() if member in shape.required}
        return {
            member: sample(schema, shapes, member, depth + 1)
            for member, schema in needed.items()
            if depth < _DEEP and not shapes.of(schema).read_only
        }
    if kind == "array":
        count = max(said.get("minItems") or 0, 1 if shape.items else 0)
        return [sample(shape.items, shapes, name, depth + 1) for _ in range(count) if depth < _DEEP]
    if kind in ("integer", "number"):
        return _number(said, kind)
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    text = _FORMATS.get(str(said.get("format")), name)
    return text.ljust(said.get("minLength") or 0, "x")[: said.get("maxLength")]


def _number(said: Schema, kind: str) -> float:
    """The least that the rules allow; without a lower bound, 1 or what is nearest below it."""
    low, above = _bound(said, "minimum", "exclusiveMinimum")
    high, below = _bound(said, "maximum", "exclusiveMaximum")
    step = Fraction(str(said.get("multipleOf") or 1))
    value = step
    if low is not None:
        value = step * (math.floor(low / step) + 1 if above else math.ceil(low / step))
    elif high is not None:
        value = step * min(1, math.ceil(high / step) - 1 if below else math.floor(high / step))
    if kind == "number" and "multipleOf" not in said:  # there are numbers between the steps
        if low is not None and not above:
            value = low
        elif low is not None and high is not None:
            value = min(value, (low + high) / 2)
        elif low is None and high is not None and not below:
            value = min(Fraction(1), high)
    return int(value) if value.denominator == 1 else float(value)


def _bound(said: Schema, within: str, beyond: str) -> tuple[Fraction | None, bool]:
    """A bound, and whether it is itself too far: in OpenAPI 3.0 `exclusiveMinimum: true` says that."""
    limit, exclusive = said.get(within), said.get(beyond)
    if exclusive is not None and not isinstance(exclusive, bool):
        return Fraction(str(exclusive)), True
    return (None if limit is None else Fraction(str(limit))), exclusive is True
