"""An example of a value: the one that the schema has, else one that its rules allow."""

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
    if not shape.types and shape.variants:
        return sample(shape.variants[0], shapes, name, depth + 1) if depth < _DEEP else None
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
        return [sample(shape.items, shapes, name, depth + 1)] if shape.items and depth < _DEEP else []
    if kind in ("integer", "number"):
        return said.get("minimum", 1)
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    text = _FORMATS.get(str(said.get("format")), name)
    return text.ljust(said.get("minLength") or 0, "x")[: said.get("maxLength")]
