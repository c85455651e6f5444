"""Both OpenAPI versions have several ways to say one thing; a shape has one."""

from typing import Any

import pytest

from snippets.api.openapi import Document
from snippets.api.schema import Shape, Shapes

SCHEMAS = {
    "Name": {"type": "string", "description": "Who it is"},
    "Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
    "Tree": {"type": "object", "properties": {"children": {"items": {"$ref": "#/components/schemas/Tree"}}}},
    "Ring": {"allOf": [{"$ref": "#/components/schemas/Ring"}, {"type": "object"}]},
}


def name(of: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{of}"}


def shape(schema: Any) -> Shape:
    document = Document({"openapi": "3.1.0", "paths": {}, "components": {"schemas": SCHEMAS}})
    return Shapes(document.resolve).of(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "nullable": True},
        {"type": ["string", "null"]},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"oneOf": [{"type": "string"}, {"const": None}]},
        {"oneOf": [name("Name"), {"type": "null"}]},
        {"enum": ["a", None]},
        {"allOf": [{"type": "string"}], "nullable": True},
    ],
)
def test_a_text_or_null(schema: Any) -> None:
    found = shape(schema)
    assert (found.types, found.nullable, found.variants) == (("string",), True, ())


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"properties": {}}, ("object",)),
        ({"items": {}}, ("array",)),
        ({"minLength": 1}, ("string",)),
        ({"maximum": 1}, ("number",)),
        ({"const": True}, ("boolean",)),
        ({"enum": [1, "a"]}, ("integer", "string")),
        ({"type": ["integer", "string"]}, ("integer", "string")),
        ({}, ()),
        (True, ()),
        (False, ()),
    ],
)
def test_the_types_that_a_schema_names_or_means(schema: Any, types: tuple[str, ...]) -> None:
    assert shape(schema).types == types


def test_what_stands_beside_a_ref_counts_and_outranks_it() -> None:
    found = shape({**name("Name"), "description": "The owner", "readOnly": True})
    assert (found.types, found.said["description"], found.read_only) == (("string",), "The owner", True)
    assert found.said["title"] == "Name"


def test_all_of_joins_members_and_what_is_required() -> None:
    more = {"required": ["id"], "properties": {"id": {"type": "integer"}, "name": {"maxLength": 9}}}
    found = shape({"allOf": [name("Pet"), more]})
    assert (list(found.properties), found.required) == (["name", "id"], {"name", "id"})
    both = shape(found.properties["name"])
    assert (both.types, both.said["maxLength"]) == (("string",), 9)


def test_several_forms_stay_variants() -> None:
    found = shape({"oneOf": [name("Pet"), name("Name")], "nullable": True})
    assert (found.types, found.nullable, found.variants) == ((), True, (name("Pet"), name("Name")))


def test_a_schema_that_leads_to_itself_has_an_end() -> None:
    assert shape(name("Ring")).types == ("object",)
    assert shape(name("Tree")).refs == {"#/components/schemas/Tree"}


def test_other_members() -> None:
    assert shape({"type": "object", "additionalProperties": {"type": "string"}}).others == {"type": "string"}
    assert shape({"type": "object", "additionalProperties": False}).others is None
    assert shape({"type": "object", "additionalProperties": True}).others is None
