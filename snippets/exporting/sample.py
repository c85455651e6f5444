"""A value of a JSON Schema: the documented example, else the least that fits its type."""

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Resolve", "sample", "stated"]

_DEEPEST = 6
"""Levels below which a schema that leads to itself is not followed."""

_FORMATS = {
    "date": "2030-01-01",
    "date-time": "2030-01-01T00:00:00Z",
    "email": "somebody@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}
"""Format → a value of it, from the ranges that documentation may use (RFC 2606, RFC 3849, RFC 5737)."""

Resolve = Callable[[str], Any]
"""What a `$ref` names."""


def stated(node: Mapping[str, Any], resolve: Resolve) -> Any:
    """The example that a parameter, a media type or a schema states; None when it states none."""
    if "example" in node:
        return node["example"]
    examples = node.get("examples")
    if isinstance(examples, list) and examples:  # of a schema: values
        return examples[0]
    if isinstance(examples, dict):  # of a parameter or a media type: Example Objects (OpenAPI 3.1 §4.8.19)
        for each in examples.values():
            example = resolve(each["$ref"]) if "$ref" in each else each
            if "value" in example:
                return example["value"]
    return None


def sample(schema: Any, resolve: Resolve, depth: int = 0) -> Any:
    """A value that a client could send. Read-only members are left out, and optional ones too."""
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return None
    if "$ref" in schema:
        return sample({**resolve(schema["$ref"]), **_without(schema, "$ref")}, resolve, depth + 1)
    if (found := stated(schema, resolve)) is not None:
        return found
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if schema.get("enum"):
        return schema["enum"][0]
    for name in ("oneOf", "anyOf"):
        if options := [each for each in schema.get(name, ()) if each != {"type": "null"}]:
            return sample(options[0], resolve, depth + 1)
    if parts := schema.get("allOf"):
        return _merged([sample(each, resolve, depth + 1) for each in (*parts, _without(schema, "allOf"))])
    return _of_type(schema, resolve, depth)


def _without(schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != name}


def _merged(values: list[Any]) -> Any:
    objects = [value for value in values if isinstance(value, dict)]
    if objects:
        return {name: value for each in objects for name, value in each.items()}
    return next((value for value in values if value is not None), None)


def _of_type(schema: Mapping[str, Any], resolve: Resolve, depth: int) -> Any:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), None)
    if kind == "object" or "properties" in schema:
        needed = set(schema.get("required", ()))
        return {
            name: sample(below, resolve, depth + 1)
            for name, below in schema.get("properties", {}).items()
            if name in needed and not (isinstance(below, dict) and below.get("readOnly"))
        }
    if kind == "array":
        return [sample(schema.get("items"), resolve, depth + 1)] if schema.get("minItems") else []
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    if kind == "string":
        word = _FORMATS.get(str(schema.get("format")), "string")
        return word.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]
    return None
