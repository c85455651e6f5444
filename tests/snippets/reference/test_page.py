"""The text of a page, part by part."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from snippets.api.openapi import Document
from snippets.reference.links import Links
from snippets.reference.page import DAY, MARK, Place, Writer
from snippets.settings import Settings

OK = {"200": {"description": "Pets"}}


def page(tmp_path: Path, operation: Any, **root: Any) -> str:
    data = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "2.1"},
        "paths": {"/pets": {"get": operation}},
        **root,
    }
    document = Document(data)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "errors.md").touch()
    settings = Settings(tmp_path, tmp_path / "docs", ("api.example.com",), "app:scene")
    links = Links(settings, "https://docs.example.com/", tmp_path / "docs" / "reference")
    writer = Writer(document, settings.hosts, ("bash",), "YOUR_KEY", links)
    return writer.page(document.operations[0], Place("Animals", 3))


def test_its_parts_stand_in_this_order(tmp_path: Path) -> None:
    everything = {
        "summary": "List pets",
        "description": "Lists them.",
        "parameters": [{"name": name, "in": name} for name in ("query", "header", "cookie")],
        "requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}},
        "responses": {**OK, "4XX": {"description": "No"}},
        "externalDocs": {"url": "https://docs.example.com/guide/"},
    }
    lines = page(tmp_path, everything).splitlines()
    assert [line for line in lines if line.startswith("#") or line == MARK] == [
        MARK,
        "# List pets",
        "## Example",
        "## Query parameters",
        "## Request headers",
        "## Cookies",
        "## Body",
        "## Answers",
        "### 200 OK",
        "## Errors",
        "## See also",
    ]


def test_front_matter(tmp_path: Path) -> None:
    text = page(
        tmp_path,
        {"summary": 'Say "hi"', "description": "See [`it`](x). More.", "tags": ["A", "B"], "responses": OK},
    )
    assert yaml.safe_load(text.split("---\n")[1].replace(DAY, "2026-11-24")) == {
        "title": 'Say "hi"',
        "description": "GET /pets: See it.",
        "tags": ["reference", "A", "B"],
        "categories": ["api-reference"],
        "parent": "Animals",
        "nav_order": "3",
        "layout": "reference",
        "version": "v2.1",
        "method": "GET",
        "lastUpdated": "2026-11-24",
    }


def test_a_description_too_long_for_a_search_engine_is_left_to_the_page(tmp_path: Path) -> None:
    text = page(tmp_path, {"summary": "List pets", "description": "word " * 50, "responses": OK})
    assert 'description: "GET /pets: List pets."' in text


def test_an_operation_that_says_next_to_nothing(tmp_path: Path) -> None:
    text = page(tmp_path, {})
    assert text.endswith(f"{MARK}\n\n# GET /pets\n\n`GET` `/pets`\n")


@pytest.mark.parametrize(
    ("operation", "line"),
    [
        ({"security": [{"Key": ["a", "b"]}]}, "Scope: `a` + `b`"),
        ({"security": [{"Key": ["a"]}, {"Key": ["b"]}]}, "Scope: `a` or `b`"),
        ({"security": [{"Key": ["a"]}], "x-roles": ["vet"]}, "Scope: `a` · Roles: `vet`"),
        ({"security": [{}, {"Key": ["a"]}]}, "Scope: `a` or no key"),
        ({"security": [], "deprecated": True}, "No key needed · **Deprecated**"),
    ],
)
def test_what_it_takes_to_be_let_in(tmp_path: Path, operation: Any, line: str) -> None:
    schemes = {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}}
    assert f"`GET` `/pets`\n\n{line}\n" in page(tmp_path, operation, components=schemes)


def test_titles_and_names_that_look_like_markdown(tmp_path: Path) -> None:
    text = page(tmp_path, {"summary": "List *all* <pets>", "parameters": [{"name": "a|b", "in": "query"}]})
    assert "# List \\*all\\* &lt;pets&gt;\n" in text
    assert "| <code>a&#124;b</code> | any |" in text


def test_what_is_deprecated_twice_is_said_once(tmp_path: Path) -> None:
    old = {"name": "old", "in": "query", "deprecated": True, "schema": {"deprecated": True}}
    assert "| `old` | any | Deprecated. |" in page(tmp_path, {"parameters": [old]})


def test_an_address_that_would_end_its_link(tmp_path: Path) -> None:
    docs = {"description": "More", "url": "https://example.com/a_(b) c)"}
    assert page(tmp_path, {"externalDocs": docs}).endswith("- [More](<https://example.com/a_(b)%20c)>)\n")


def test_errors_with_a_row_a_code(tmp_path: Path) -> None:
    described = "[`bad`](https://docs.example.com/errors/#bad): It is | bad\n\n`worse`: It is\nworse."
    responses = {"422": {"description": described}, "default": {"description": "Anything else"}}
    assert page(tmp_path, {"responses": {**OK, **responses}}).endswith(
        "## Errors\n\n"
        "| Status | Code | When |\n"
        "|---|---|---|\n"
        "| `422` | [`bad`](../errors.md#bad) | It is \\| bad. |\n"
        "| `422` | `worse` | It is worse. |\n"
        "| Any other |  | Anything else. |\n"
    )


def test_answers_with_headers_and_several_media_types(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}
    content = {
        "application/json": {"schema": schema},
        "application/yaml": {"schema": schema},
        "text/plain": {"schema": {"type": "string"}},
    }
    headers = {"X-Total": {"description": "How many", "schema": {"type": "integer"}}}
    text = page(
        tmp_path, {"responses": {"2XX": {"description": "Pets", "content": content, "headers": headers}}}
    )
    assert text.endswith(
        "### 2XX\n\n"
        "Pets. `application/json` or `application/yaml`.\n\n"
        "| Field | Type |\n|---|---|\n| `name` | string |\n| `age` | integer |\n\n"
        "`text/plain`, string.\n\n"
        "| Header | Type | Description |\n|---|---|---|\n| `X-Total` | integer | How many. |\n"
    )


def test_a_body_of_several_parts_is_described_without_an_example(tmp_path: Path) -> None:
    parts = {"properties": {"photo": {"type": "string", "format": "binary"}}, "required": ["photo"]}
    body = {"required": True, "content": {"multipart/form-data": {"schema": parts}}}
    text = page(tmp_path, {"requestBody": body, "responses": OK})
    assert "## Example" not in text
    assert "## Body\n\n`multipart/form-data`, required.\n" in text
    assert "| `photo` | string (binary), **required** |" in text


def test_only_a_default_answer(tmp_path: Path) -> None:
    text = page(tmp_path, {"responses": {"default": {"description": "Whatever"}}})
    assert "### Any status\n\nWhatever.\n" in text
    assert "## Errors" not in text
