"""A value of a JSON Schema, where the document states none."""

from typing import Any

import pytest

from snippets.exporting.sample import sample, stated

NAMED = {"#/tree": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/tree"}}}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"example": 7}, 7),
        ({"examples": ["a", "b"]}, "a"),
        ({"const": "x"}, "x"),
        ({"default": 0, "type": "integer"}, 0),
        ({"enum": ["LOW", "HIGH"]}, "LOW"),
        ({"type": ["null", "integer"], "minimum": 3}, 3),
        ({"type": "number"}, 1),
        ({"type": "boolean"}, True),
        ({"type": "string", "format": "email"}, "somebody@example.com"),
        ({"type": "string", "minLength": 8}, "stringxx"),
        ({"type": "string", "maxLength": 3}, "str"),
        ({"type": "array", "items": {"type": "integer"}}, []),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 1}, [1]),
        ({"anyOf": [{"type": "null"}, {"const": 2}]}, 2),
        (
            {"allOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]}, {"example": {"b": 2}}]},
            {"a": 1, "b": 2},
        ),
        ({"allOf": [{"type": "string"}]}, "string"),
        ({}, None),
        (True, None),
    ],
)
def test_it_is_what_the_schema_states_or_the_least_that_fits(schema: Any, value: Any) -> None:
    assert sample(schema, NAMED.__getitem__) == value


def test_an_object_has_what_a_client_must_send() -> None:
    properties = {"id": {"readOnly": True}, "name": {"type": "string"}, "note": {"type": "string"}}
    schema = {"type": "object", "required": ["id", "name"], "properties": properties}
    assert sample(schema, NAMED.__getitem__) == {"name": "string"}


def test_a_schema_that_leads_to_itself_has_an_end() -> None:
    assert sample({"$ref": "#/tree"}, NAMED.__getitem__)["next"]["next"]


def test_an_example_object_may_be_named_or_elsewhere() -> None:
    held = {"#/one": {"value": 1}}
    assert stated({"examples": {"a": {"$ref": "#/one"}}}, held.__getitem__) == 1
    assert stated({"examples": {"a": {"externalValue": "https://example.com/"}}}, held.__getitem__) is None
