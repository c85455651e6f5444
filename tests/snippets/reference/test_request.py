"""The request of an example."""

from typing import Any

import pytest

from snippets.api.openapi import Document
from snippets.api.schema import Shapes
from snippets.reference.request import Body, Request, request_of

SCHEMES = {
    "Bearer": {"type": "http", "scheme": "bearer"},
    "Basic": {"type": "http", "scheme": "basic"},
    "OAuth": {"type": "oauth2", "flows": {}},
    "Header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "Query": {"type": "apiKey", "in": "query", "name": "key"},
    "Open": {"type": "openIdConnect", "openIdConnectUrl": "https://id.example.com"},
    "Digest": {"type": "http", "scheme": "digest"},
    "Certificate": {"type": "mutualTLS"},
    "Cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
}
BASE = "https://api.pets.example.com"


def request(operation: Any, path: str = "/pets", method: str = "get", **root: Any) -> Request | None:
    data = {
        "openapi": "3.1.0",
        "paths": {path: {method: operation}},
        "components": {"securitySchemes": SCHEMES},
        **root,
    }
    document = Document(data, f"{BASE}/docs/openapi.json")
    (found,) = document.operations
    hosts = ("api.pets.example.com", "pets.example.com")
    return request_of(document, found, hosts, "YOUR_KEY", Shapes(document.resolve))


def sent(*arguments: Any, **more: Any) -> Request:
    found = request(*arguments, **more)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("scheme", "url", "headers"),
    [
        ("Bearer", "", {"Authorization": "Bearer YOUR_KEY"}),
        ("Basic", "", {"Authorization": "Basic YOUR_KEY"}),
        ("OAuth", "", {"Authorization": "Bearer YOUR_KEY"}),
        ("Header", "", {"X-Api-Key": "YOUR_KEY"}),
        ("Query", "?key=YOUR_KEY", {}),
        ("Cookie", "", {"Cookie": "session=YOUR_KEY"}),
        ("Open", "", {"Authorization": "Bearer YOUR_KEY"}),
        ("Digest", "", {}),
        ("Certificate", "", {}),
    ],
)
def test_the_key_stands_where_its_scheme_says(scheme: str, url: str, headers: dict[str, str]) -> None:
    assert sent({}, security=[{scheme: []}]) == Request("GET", f"{BASE}/pets{url}", headers)
    assert sent({"security": []}, security=[{scheme: []}]).headers == {}


def test_the_path_is_filled_in_and_encoded() -> None:
    parameters = [
        {"name": "id", "in": "path", "example": "a/b"},
        {"name": "q", "in": "query", "example": "x y"},
    ]
    assert sent({"parameters": parameters}, "/pets/{id}/toys").url == f"{BASE}/pets/a%2Fb/toys?q=x%20y"


@pytest.mark.parametrize(
    ("server", "base"),
    [
        ({"url": "/v1/"}, f"{BASE}/v1"),
        ({"url": "https://pets.example.com/v1"}, "https://pets.example.com/v1"),
        ({"url": "http://localhost:8000/v1"}, f"{BASE}/v1"),
        ({"url": "/{version}", "variables": {"version": {"default": "v2"}}}, f"{BASE}/v2"),
        ({"url": "v1"}, f"{BASE}/docs/v1"),
    ],
)
def test_it_goes_to_a_documented_host(server: Any, base: str) -> None:
    assert sent({}, servers=[server]).url == f"{base}/pets"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"application/json": {"example": {"a": 1}}}, Body("json", {"a": 1}, "application/json")),
        ({"application/merge-patch+json": {"example": 1}}, Body("json", 1, "application/merge-patch+json")),
        (
            {"text/plain": {"example": "x"}, "application/json": {"example": 1}},
            Body("json", 1, "application/json"),
        ),
        (
            {"application/x-www-form-urlencoded": {"example": {"a": "b"}}},
            Body("form", {"a": "b"}, "application/x-www-form-urlencoded"),
        ),
        ({"text/csv": {"example": "a,b"}}, Body("text", "a,b", "text/csv")),
        (
            {"application/json": {"schema": {"required": ["n"], "properties": {"n": {"type": "integer"}}}}},
            Body("json", {"n": 1}, "application/json"),
        ),
    ],
)
def test_a_body(content: Any, body: Body) -> None:
    found = sent({"requestBody": {"content": content, "required": True}}, method="post")
    assert (found.body, found.headers["Content-Type"]) == (body, body.media_type)


@pytest.mark.parametrize(
    ("method", "media_type", "media"),
    [
        ("post", "multipart/form-data", {"schema": {}}),
        ("post", "text/*", {"example": "a"}),
        ("post", "application/*+json", {"example": 1}),
        ("post", "application/x-www-form-urlencoded", {"example": "a=b"}),
        ("get", "application/json", {"example": 1}),
    ],
)
def test_a_body_that_no_page_can_show(method: str, media_type: str, media: Any) -> None:
    body = {"content": {media_type: media}}
    assert request({"requestBody": {**body, "required": True}}, method=method) is None
    assert sent({"requestBody": body}, method=method).body is None
