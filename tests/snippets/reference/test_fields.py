"""The table of a body's fields."""

from typing import Any

from snippets.api.openapi import Document
from snippets.api.schema import Shapes
from snippets.reference.fields import Fields

SCHEMAS: dict[str, Any] = {
    "Tree": {
        "type": "object",
        "required": ["label"],
        "properties": {
            "label": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    },
    "Grid": {
        "type": "object",
        "properties": {
            "rows": {
                "type": "array",
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/Grid"}},
            },
            "cell": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Grid"},
                    {"type": "array", "items": {"$ref": "#/components/schemas/Grid"}},
                ]
            },
        },
    },
    "Lists": {"type": "array", "items": {"$ref": "#/components/schemas/Lists"}},
    "Cat": {"type": "object", "properties": {"lives": {"type": "integer"}}},
    "Dog": {"type": "object", "properties": {"tricks": {"type": "array", "items": {"type": "string"}}}},
}


def rows(schema: Any, in_request: bool = False) -> list[str]:
    document = Document({"openapi": "3.1.0", "paths": {}, "components": {"schemas": SCHEMAS}})
    return Fields(Shapes(document.resolve), in_request).lines(schema)[2:]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_nested_objects_and_lists() -> None:
    page = {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": ref("Cat")},
            "page": {"type": "object", "properties": {"total": {"type": "integer", "minimum": 0}}},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    assert rows(page) == [
        "| `data` | list of objects |  |",
        "| `data[].lives` | integer |  |",
        "| `page` | object |  |",
        "| `page.total` | integer | 0 or more. |",
        "| `labels` | object |  |",
        "| `labels.*` | string |  |",
    ]


def test_a_list_at_the_top() -> None:
    assert rows({"type": "array", "items": ref("Cat")}) == ["| `[].lives` | integer |"]


def test_a_recursive_schema_ends() -> None:
    assert rows(ref("Tree")) == [
        "| `label` | string |  |",
        "| `children` | list of objects, optional | Its fields are those of `Tree` again. |",
    ]
    assert rows(ref("Grid")) == [
        "| `rows` | list of lists of objects | Its fields are those of `Grid` again. |",
        "| `cell` | object or list of objects | Its fields are those of `Grid` again. |",
    ]
    assert rows(ref("Lists")) == []


def test_an_answer_has_nothing_that_is_only_written() -> None:
    schema = {"type": "object", "properties": {"password": {"type": "string", "writeOnly": True}}}
    assert rows(schema) == []
    assert rows(schema, in_request=True) == ["| `password` | string | Never in an answer. |"]


def test_what_a_request_needs_and_what_it_cannot_set() -> None:
    schema = {
        "type": "object",
        "required": ["name", "id"],
        "properties": {
            "id": {"type": "string", "readOnly": True, "description": "Ignored"},
            "name": {"type": "string"},
            "at": {"type": "string", "readOnly": True, "description": "Ignored"},
        },
    }
    assert rows(schema, in_request=True) == [
        "| `name` | string, **required** |  |",
        "| `id`, `at` | read-only | Ignored. |",
    ]
    assert rows(schema) == [
        "| `id` | string | Ignored. |",
        "| `name` | string |  |",
        "| `at` | string, optional | Ignored. |",
    ]


def test_forms_of_which_it_has_one() -> None:
    unnamed = {"type": "object", "properties": {"wings": {}}}
    assert rows({"oneOf": [ref("Cat"), ref("Dog"), unnamed]}) == [
        "| `lives` | integer | Only in `Cat`. |",
        "| `tricks` | list of strings | Only in `Dog`. |",
        "| `wings` | any | Only in `form 3`. |",
    ]


def test_a_value_has_no_fields() -> None:
    assert rows({"type": "string"}) == rows({}) == []
