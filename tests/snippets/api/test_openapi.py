"""The OpenAPI document of an app: fetched in process, read, or refused with place and remedy."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from snippets.api.openapi import Document, fetch
from snippets.settings import Settings, SettingsError
from snippets.world import scene_factory
from tests.snippets import toy_api
from tests.snippets.conftest import Project


def settings(project: Project, path: str = "/openapi.json") -> Settings:
    return replace(project.settings, openapi=path)


def document(paths: dict[str, Any], **rest: Any) -> Document:
    return Document({"openapi": "3.1.0", "paths": paths, **rest}, "https://api.example.com/docs/openapi.json")


def one(paths: dict[str, Any], **rest: Any) -> Any:
    (operation,) = document(paths, **rest).operations
    return operation


class Answers:
    """A scene whose app answers anything with one body."""

    title, version, keys = "An API", "1", toy_api.KEYS

    def __init__(self, body: bytes, status: int = 200) -> None:
        self._body, self._status = body, status

    def __call__(self, scenario: str | None = None, clock: str | None = None) -> "Answers":
        return self

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": self._status, "headers": []})
        await send({"type": "http.response.body", "body": self._body})


class TestFetch:
    def test_the_app_is_asked_for_it(self, project: Project) -> None:
        found = fetch(settings(project), scene_factory(project.settings))
        assert found is not None
        assert list(map(str, found.operations)) == ["GET /notes", "POST /notes"]
        assert found.operation("GET", "/v1/notes") == found.operations[0]

    def test_without_the_option_there_is_none(self, project: Project) -> None:
        assert fetch(project.settings, scene_factory(project.settings)) is None

    def test_it_may_be_yaml(self, project: Project) -> None:
        body = b"openapi: 3.0.3\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: A}\n"
        found = fetch(settings(project), Answers(body))
        assert found is not None
        assert found.operations[0].statuses == ("200",)
        assert found.response(found.operations[0], 200) == {"description": "A"}

    def test_a_date_in_yaml_is_a_text_as_in_json(self, project: Project) -> None:
        body = b"openapi: 3.1.0\ninfo: {version: 2031-01-01}\npaths:\n  /a:\n    get: {}\n"
        found = fetch(settings(project), Answers(body))
        assert found is not None
        assert found.info == {"version": "2031-01-01"}

    @pytest.mark.parametrize(
        ("path", "app", "told"),
        [
            ("openapi.json", Answers(b""), "it is a path of the app and begins with `/`"),
            ("/a", Answers(b"", 404), "the app answers 404 there; name the path of its OpenAPI document"),
            ("/a", Answers(b"{"), "the app answers neither JSON nor YAML there"),
            ("/a", Answers(b"\xff{"), "the app answers neither JSON nor YAML there"),
            ("/a", Answers(b"[]"), "is not one of OpenAPI 3"),
            ("/a", Answers(b'{"swagger": "2.0", "paths": {}}'), "is not one of OpenAPI 3"),
            ("/a", Answers(b'{"openapi": "3.1.0", "paths": []}'), "is not one of OpenAPI 3"),
            ("/a", Answers(b'{"openapi": "3.1.0"}'), "has no operation"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_place(
        self, path: str, app: Callable[..., Any], told: str, project: Project
    ) -> None:
        with pytest.raises(SettingsError) as said:
            fetch(settings(project, path), app)
        assert f"pyproject.toml: [tool.snippets] openapi = {path!r}: " in str(said.value)
        assert told in str(said.value)


class TestOperations:
    def test_what_is_kept_of_each(self) -> None:
        node = {"operationId": "list", "summary": "List", "responses": {"200": {}, "4XX": {}, "default": {}}}
        operation = one({"/a": {"parameters": [], "get": node, "x-note": {}}})
        assert (str(operation), operation.id, operation.summary) == ("GET /a", "list", "List")
        assert operation.statuses == ("200", "4XX", "default")

    def test_a_path_item_may_be_named(self) -> None:
        items = {"A": {"put": {}}}
        assert (
            str(one({"/a": {"$ref": "#/components/pathItems/A"}}, components={"pathItems": items}))
            == "PUT /a"
        )

    @pytest.mark.parametrize(
        ("servers", "bases"),
        [
            ([], ("",)),
            ([{"url": "https://api.example.com/v1/"}], ("/v1",)),
            ([{"url": "/v1"}, {"url": "https://b.example.com/v1"}, {"url": "/"}], ("/v1", "")),
            ([{"url": "v1"}], ("/docs/v1",)),
            ([{"url": "https://{region}.example.com:{port}/{version}"}], ("/{version}",)),
            ([{"url": "/{ver}", "variables": {"ver": {"default": "v2"}}}], ("/v2", "/{ver}")),
            ([{"url": "{proto}://a.example.com/v1", "variables": {"proto": {"default": "https"}}}], ("/v1",)),
        ],
    )
    def test_servers_give_their_base_paths(self, servers: list[Any], bases: tuple[str, ...]) -> None:
        assert one({"/a": {"get": {}}}, servers=servers).bases == bases

    def test_the_nearest_servers_count(self) -> None:
        root, item, own = ([{"url": f"/{name}"}] for name in ("root", "item", "own"))
        assert one({"/a": {"servers": item, "get": {"servers": own}}}, servers=root).bases == ("/own",)
        assert one({"/a": {"servers": item, "get": {}}}, servers=root).bases == ("/item",)


class TestReferences:
    def test_a_response_is_followed_to_its_end(self) -> None:
        paths = {
            "/a": {"get": {"responses": {"404": {"$ref": "#/components/responses/A~1B"}, "5XX": {"b": 1}}}}
        }
        responses = {"A/B": {"$ref": "#/components/responses/C"}, "C": {"description": "No"}}
        found = document(paths, components={"responses": responses})
        (operation,) = found.operations
        assert found.response(operation, 404) == {"description": "No"}
        assert found.response(operation, 503) == {"b": 1}
        assert found.response(operation, 200) == {}

    def test_any_part_can_be_named(self) -> None:
        found = document({"/a b": {"get": {"tags": ["x", "y"]}}})
        assert found.resolve("#/paths/~1a%20b/get/tags/1") == "y"

    @pytest.mark.parametrize(
        ("ref", "told"),
        [
            ("#/components/nothing", "names nothing in it; put what it names into the document"),
            ("#/openapi/3", "names nothing in it"),
            ("other.json#/a", "names nothing in it"),
            ("#/loop", "leads to itself"),
        ],
    )
    def test_one_that_leads_nowhere_is_told(self, ref: str, told: str) -> None:
        with pytest.raises(SettingsError, match=told):
            document({"/a": {"get": {}}}, loop={"$ref": "#/loop"}).resolve(ref)
