"""Examples of values."""

from typing import Any

import pytest

from snippets.api.openapi import Document
from snippets.api.sample import given, sample
from snippets.api.schema import Shapes

TREE = {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Tree"}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {},
    "components": {"schemas": {"Tree": TREE}, "examples": {"One": {"value": 1}}},
}
SHAPES = Shapes(Document(DOCUMENT).resolve)


@pytest.mark.parametrize(
    ("node", "values"),
    [
        ({"example": None}, [None]),
        ({"examples": {"a": {"value": 1}, "b": {"value": 2}}}, [1]),
        ({"examples": {"a": {"externalValue": "https://example.com/"}, "b": {"value": 2}}}, [2]),
        ({"examples": {"a": {"$ref": "#/components/examples/One"}}}, [1]),
        ({"schema": {"example": 1}}, []),
    ],
)
def test_what_the_document_gives(node: Any, values: list[Any]) -> None:
    assert given(node, SHAPES) == values


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"example": "Ada"}, "Ada"),
        ({"examples": ["Ada", "Bob"]}, "Ada"),
        ({"default": 3, "minimum": 1}, 3),
        ({"const": "x"}, "x"),
        ({"enum": [None, "a"]}, "a"),
        ({"type": "string"}, "name"),
        ({"type": "string", "minLength": 6}, "namexx"),
        ({"type": "string", "maxLength": 2}, "na"),
        ({"type": "string", "format": "email"}, "ada@example.com"),
        ({"type": "integer", "minimum": 7}, 7),
        ({"type": "integer", "exclusiveMinimum": 5}, 6),
        ({"type": "integer", "minimum": 5, "exclusiveMinimum": True}, 6),
        ({"type": "integer", "maximum": 0}, 0),
        ({"type": "integer", "exclusiveMaximum": 0}, -1),
        ({"type": "integer", "multipleOf": 5}, 5),
        ({"type": "integer", "multipleOf": 5, "minimum": 7}, 10),
        ({"type": "number", "multipleOf": 0.1, "minimum": 0.25}, 0.3),
        ({"type": "number", "minimum": 0.25, "maximum": 0.5}, 0.25),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 0.5}, 0.25),
        ({"type": "number", "maximum": 0.5}, 0.5),
        ({"type": "boolean"}, True),
        ({"type": "null"}, "name"),
        ({"type": "array", "items": {"type": "integer"}}, [1]),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 1]),
        ({"type": "array", "minItems": 1}, ["name"]),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, 1),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "integer"}, "b": {}},
                "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
            },
            {"a": 1},
        ),
    ],
)
def test_what_a_schema_allows(schema: Any, value: Any) -> None:
    assert sample(schema, SHAPES, "name") == value


def test_an_object_has_what_it_must_and_a_request_may_set() -> None:
    properties = {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}, "note": {}}
    assert sample({"required": ["id", "name"], "properties": properties}, SHAPES) == {"name": "name"}


def test_a_schema_that_needs_itself_has_an_end() -> None:
    assert str(sample({"$ref": "#/components/schemas/Tree"}, SHAPES)).count("next") == 5
