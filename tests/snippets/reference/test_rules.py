"""Types and rules in words."""

from typing import Any

import pytest

from snippets.api.openapi import Document
from snippets.api.schema import Shapes
from snippets.reference.rules import described, rules_of, type_of

TREE = {"$ref": "#/components/schemas/Tree"}
JSON = {"$ref": "#/components/schemas/Json"}
SCHEMAS = {
    "Tree": {"type": "array", "maxItems": 2, "items": TREE},
    "Json": {"oneOf": [{"type": "string", "maxLength": 9}, {"type": "array", "items": JSON}]},
}
DOCUMENT = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": SCHEMAS}}
SHAPES = Shapes(Document(DOCUMENT).resolve)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "date-time", "nullable": True}, "string (date-time) or null"),
        ({"type": ["integer", "string", "null"]}, "integer or string or null"),
        ({"type": "array", "items": {"type": "string"}}, "list of strings"),
        ({"type": "array", "items": {"type": "string", "format": "uuid"}}, "list of strings (uuid)"),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "object"}}},
            "list of lists of objects",
        ),
        ({"type": "array"}, "list"),
        ({"type": ["array", "null"], "items": {"type": "string"}}, "list of strings or null"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "list of (string or null)"),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": ["string", "integer"]}}},
            "list of lists of (string or integer)",
        ),
        (TREE, "list of `Tree`"),
        (JSON, "string or list of `Json`"),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "string"}]}, "string or integer"),
        ({}, ""),
        ({"nullable": True}, ""),
    ],
)
def test_a_type(schema: Any, said: str) -> None:
    assert type_of(SHAPES, SHAPES.of(schema)) == said


@pytest.mark.parametrize(
    ("schema", "rules"),
    [
        ({"enum": ["a", "b", None]}, ["One of `a`, `b`"]),
        ({"enum": ["a"]}, ["Always `a`"]),
        ({"const": 1}, ["Always `1`"]),
        ({"enum": [" ", ",", "a  b", "a b"]}, ['One of `" "`, `","`, `"a \\u0020b"`, `a b`']),
        ({"minimum": 0, "maximum": 168}, ["0 to 168"]),
        ({"minimum": 0.0}, ["0 or more"]),
        ({"maximum": 9.5}, ["9.5 or less"]),
        ({"minimum": 0, "maximum": 2**53 - 1}, ["0 or more"]),
        ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, ["More than 0", "Less than 1"]),
        ({"minimum": 0, "exclusiveMinimum": True}, ["More than 0"]),
        ({"maximum": 5, "exclusiveMaximum": True}, ["Less than 5"]),
        ({"multipleOf": 5, "type": "integer"}, ["A multiple of 5"]),
        ({"minLength": 1, "maxLength": 200}, ["1 to 200 characters"]),
        ({"minLength": 3}, ["At least 3 characters"]),
        ({"maxLength": 1}, ["At most 1 character"]),
        ({"minLength": 2, "maxLength": 2}, ["2 characters"]),
        (
            {"type": "array", "minItems": 1, "uniqueItems": True},
            ["At least 1 item", "No two items are equal"],
        ),
        ({"pattern": "^a|b$"}, ["Pattern: `^a|b$`"]),
        ({"pattern": "a" * 49}, []),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, ["Each: one of `a`, `b`"]),
        ({"oneOf": [{"enum": ["all", "none"]}, {"minimum": 1}]}, ["One of `all`, `none` Or: 1 or more"]),
        ({"default": "x"}, ["Default: `x`"]),
        ({"default": ""}, ['Default: `""`']),
        ({"default": False}, ["Default: `false`"]),
        ({"default": []}, []),
        (TREE, ["At most 2 items"]),
        (JSON, ["At most 9 characters"]),
        ({"writeOnly": True, "deprecated": True}, ["Never in an answer", "Deprecated"]),
    ],
)
def test_rules(schema: Any, rules: list[str]) -> None:
    assert rules_of(SHAPES, SHAPES.of(schema)) == rules


def test_values_come_before_what_is_said_of_them() -> None:
    shape = SHAPES.of({"enum": ["LOW", "HIGH"], "default": "LOW"})
    assert described(SHAPES, shape, "The order is that of urgency") == (
        "One of `LOW`, `HIGH`. The order is that of urgency. Default: `LOW`."
    )
    assert described(SHAPES, SHAPES.of({}), None) == ""
