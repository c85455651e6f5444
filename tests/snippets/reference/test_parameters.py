"""Parameters, and how their values are written."""

from typing import Any

import pytest

from snippets.api.openapi import Document
from snippets.api.schema import Shapes
from snippets.reference.parameters import Parameter, parameters, written

SHARED = {"name": "page", "in": "query", "schema": {"type": "integer"}}
DOCUMENT = Document({"openapi": "3.1.0", "paths": {}, "components": {"parameters": {"Page": SHARED}}})
JSON: dict[str, Any] = {"application/json": {}}
SHAPES = Shapes(DOCUMENT.resolve)


def one(**node: Any) -> Parameter:
    (found,) = parameters({"parameters": [{"name": "tag", "in": "query", **node}]}, SHAPES)
    return found


@pytest.mark.parametrize(
    ("node", "value", "pairs"),
    [
        ({}, "a b&c", [("tag", "a%20b%26c")]),
        ({}, True, [("tag", "true")]),
        ({}, None, [("tag", "")]),
        ({}, ["a", "b"], [("tag", "a"), ("tag", "b")]),
        ({"explode": False}, ["a", "b"], [("tag", "a,b")]),
        ({"style": "spaceDelimited"}, ["a", "b"], [("tag", "a%20b")]),
        ({"style": "pipeDelimited"}, ["a", "b"], [("tag", "a%7Cb")]),
        ({"style": "deepObject"}, {"gt": 1}, [("tag%5Bgt%5D", "1")]),
        ({}, {"x": 1, "y": 2}, [("x", "1"), ("y", "2")]),
        ({"explode": False}, {"x": 1, "y": 2}, [("tag", "x,1,y,2")]),
        ({"in": "path"}, ["a", "b"], [("tag", "a,b")]),
        ({"in": "path"}, "a/b", [("tag", "a%2Fb")]),
        ({"in": "path", "explode": True}, {"x": 1, "y": 2}, [("tag", "x=1,y=2")]),
        ({"in": "path", "style": "matrix"}, 3, [("tag", ";tag=3")]),
        ({"in": "path", "style": "matrix"}, [3, 4], [("tag", ";tag=3,4")]),
        ({"in": "path", "style": "matrix"}, {"x": 1}, [("tag", ";tag=x,1")]),
        ({"in": "path", "style": "matrix", "explode": True}, [3, 4], [("tag", ";tag=3;tag=4")]),
        ({"in": "path", "style": "matrix", "explode": True}, {"x": 1, "y": 2}, [("tag", ";x=1;y=2")]),
        ({"in": "path", "style": "label"}, "a/b", [("tag", ".a%2Fb")]),
        ({"in": "path", "style": "label"}, [3, 4], [("tag", ".3,4")]),
        ({"in": "path", "style": "label", "explode": True}, {"x": 1, "y": 2}, [("tag", ".x=1.y=2")]),
        ({"in": "header"}, {"x": [1, {"y": None}]}, [("tag", 'x,[1,{"y":null}]')]),
        ({"content": JSON}, {"a": "v"}, [("tag", "%7B%22a%22:%22v%22%7D")]),
        ({"content": JSON}, {}, [("tag", "%7B%7D")]),
        ({"content": JSON}, "a", [("tag", "%22a%22")]),
        ({"content": JSON, "in": "header"}, [1], [("tag", "[1]")]),
        ({"content": {"text/plain": {}}}, "a", [("tag", "a")]),
        ({"in": "header"}, "a b", [("tag", "a b")]),
        ({"in": "header", "explode": True}, {"x": 1}, [("tag", "x=1")]),
    ],
)
def test_a_value_is_written_in_its_style(node: Any, value: Any, pairs: list[tuple[str, str]]) -> None:
    assert written(one(**node), value) == pairs


def test_an_example_sends_what_it_must_and_what_has_an_example() -> None:
    assert one(schema={"type": "string", "examples": ["x"]}).value(SHAPES) == []
    assert one(example=0).value(SHAPES) == [0]
    assert one(content={"application/json": {"example": {"a": 1}}}).value(SHAPES) == [{"a": 1}]
    assert one(required=True, schema={"type": "string"}).value(SHAPES) == ["tag"]
    assert one(**{"in": "path"}).value(SHAPES) == ["tag"]
    assert one(content={"application/json": {"schema": {"type": "integer"}}}, required=True).value(
        SHAPES
    ) == [1]


def test_of_two_with_one_name_the_operations_own_counts() -> None:
    nodes = [{"$ref": "#/components/parameters/Page"}, {"name": "page", "in": "query", "example": 2}]
    (found,) = parameters({"parameters": nodes}, SHAPES)
    assert found.value(SHAPES) == [2]


def test_a_header_that_openapi_says_elsewhere_is_none() -> None:
    nodes = [{"name": name, "in": "header"} for name in ("Accept", "Authorization", "Content-Type", "X")]
    assert [each.name for each in parameters({"parameters": nodes}, SHAPES)] == ["X"]
