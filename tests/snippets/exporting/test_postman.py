"""The collection of small documents: the order of requests, what passes between them, kinds of input."""

import json
from typing import Any

import pytest

from snippets.api.openapi import Document
from snippets.exporting.postman import postman

OK = {"200": {"description": "Well"}}


def collection(paths: dict[str, Any], **rest: Any) -> Any:
    data = {"openapi": "3.1.0", "info": {"title": "Notes", "version": "2"}, "paths": paths, **rest}
    return json.loads(postman(Document(data, "https://api.example.com/docs/openapi.json")))


def only(operation: dict[str, Any], path: str = "/notes", method: str = "post", **rest: Any) -> Any:
    """The request of a document with one operation."""
    (folder,) = collection({path: {method: {"responses": OK, **operation}}}, **rest)["item"]
    return folder["item"][0]["request"]


def names(made: Any) -> dict[str, list[str]]:
    return {folder["name"]: [item["name"] for item in folder["item"]] for folder in made["item"]}


def linked(*ids: str, name: str = "id", expression: str = "$response.body#/id") -> dict[str, Any]:
    links = {each: {"operationId": each, "parameters": {name: expression}} for each in ids}
    return {"201": {"description": "Made", "links": links}}


def doing(name: str, responses: Any = OK, **rest: Any) -> dict[str, Any]:
    return {"operationId": name, "summary": name, "responses": responses, **rest}


ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
NOTES = {
    "/notes/{id}": {
        "parameters": [ID],
        "delete": doing("drop"),
        "get": doing("read"),
        "patch": doing("change"),
    },
    "/notes": {"get": doing("list"), "post": doing("make", linked("read", "change", "drop"))},
}


class TestOrder:
    def test_what_creates_comes_first_and_what_deletes_last(self) -> None:
        assert names(collection(NOTES)) == {"Other": ["make", "read", "list", "change", "drop"]}

    def test_a_delete_that_has_no_id_of_a_request_comes_after_all(self) -> None:
        end = {"/session": {"delete": doing("end", tags=["Session"])}}
        made = names(collection({**end, **NOTES}))
        assert list(made) == ["Other", "Clean up"]
        assert made["Clean up"] == ["end"]

    def test_a_folder_comes_after_that_which_fills_its_variables(self) -> None:
        paths = {
            "/notes/{id}/tags": {"parameters": [ID], "get": doing("tags", tags=["Tags"])},
            "/notes": {"post": doing("make", linked("tags", "drop"), tags=["Notes"])},
            "/notes/{id}": {"parameters": [ID], "delete": doing("drop", tags=["Notes"])},
        }
        tags = [{"name": "Tags", "description": "Words"}, {"name": "Notes"}]
        made = collection(paths, tags=tags)
        assert names(made) == {"Notes": ["make"], "Tags": ["tags"], "Clean up": ["drop"]}
        assert made["item"][1]["description"] == "Words"

    def test_links_that_lead_round_have_an_end(self) -> None:
        paths = {
            "/a/{id}": {"parameters": [ID], "post": doing("a", linked("b"))},
            "/b/{id}": {"parameters": [ID], "post": doing("b", linked("a"))},
        }
        assert names(collection(paths)) == {"Other": ["a", "b"]}


class TestLinks:
    def test_an_id_goes_from_the_answer_into_a_variable_and_from_there_into_paths(self) -> None:
        make, read = collection(NOTES)["item"][0]["item"][:2]
        script = "\n".join(make["event"][0]["script"]["exec"])
        assert 'pm.collectionVariables.set("id", pm.response.json()["id"]);' in script
        assert read["request"]["url"]["variable"] == [{"key": "id", "value": "{{id}}", "description": ""}]

    def test_a_header_can_be_what_gives_it_and_a_query_what_takes_it(self) -> None:
        query = {"name": "at", "in": "query", "schema": {"type": "string"}}
        paths = {
            "/a": {"post": doing("a", linked("b", name="query.at", expression="$response.header.Location"))},
            "/b": {"get": doing("b", parameters=[query])},
        }
        a, b = collection(paths)["item"][0]["item"]
        assert 'pm.response.headers.get("Location")' in "\n".join(a["event"][0]["script"]["exec"])
        assert b["request"]["url"]["query"] == [{"key": "at", "value": "{{at}}", "description": ""}]

    def test_two_that_give_the_same_name_have_variables_of_their_own(self) -> None:
        paths = {
            "/a": {"post": doing("a", linked("c"))},
            "/b": {"post": doing("b", linked("d"))},
            "/c/{id}": {"parameters": [ID], "get": doing("c")},
            "/d/{id}": {"parameters": [ID], "get": doing("d")},
        }
        items = {item["name"]: item["request"] for item in collection(paths)["item"][0]["item"]}
        values = [items[name]["url"]["variable"][0]["value"] for name in ("c", "d")]
        assert values == ["{{a_id}}", "{{b_id}}"]

    def test_a_link_says_what_to_send(self) -> None:
        paths = json.loads(json.dumps(NOTES))
        paths["/notes/{id}"]["patch"]["requestBody"] = {
            "content": {"application/json": {"example": {"a": 1}}}
        }
        paths["/notes"]["post"]["responses"]["201"]["links"]["change"]["requestBody"] = {"a": 2}
        change = collection(paths)["item"][0]["item"][3]
        assert json.loads(change["request"]["body"]["raw"]) == {"a": 2}

    @pytest.mark.parametrize("said", ["$response.body", "{$response.body#/a}", {"a": "$response.body#/a"}])
    def test_what_a_link_takes_from_an_answer_is_not_sent_as_it_is_written(self, said: Any) -> None:
        paths = json.loads(json.dumps(NOTES))
        paths["/notes/{id}"]["patch"]["requestBody"] = {
            "content": {"application/json": {"example": {"a": 1}}}
        }
        paths["/notes"]["post"]["responses"]["201"]["links"]["change"]["requestBody"] = said
        change = collection(paths)["item"][0]["item"][3]
        assert json.loads(change["request"]["body"]["raw"]) == {"a": 1}

    def test_without_links_a_reader_fills_the_variable_in(self) -> None:
        made = collection({"/notes/{id}": {"get": {"parameters": [ID], "responses": OK}}})
        variable = {each["key"]: each for each in made["variable"]}["id"]
        assert (variable["value"], variable["description"][:10]) == ("", "Fill it in")


class TestInput:
    @pytest.mark.parametrize(
        "given", [{"example": "n1"}, {"examples": {"a": {"value": "n1"}}}, {"schema": {"enum": ["n1"]}}]
    )
    def test_a_path_takes_the_documented_example(self, given: dict[str, Any]) -> None:
        request = only({"parameters": [{**ID, **given}]}, "/notes/{id}")
        assert request["url"]["path"] == ["notes", ":id"]
        assert request["url"]["variable"][0]["value"] == "n1"

    def test_a_variable_can_be_a_part_of_a_segment(self) -> None:
        assert only({"parameters": [ID]}, "/notes/{id}.json")["url"]["path"] == ["notes", "{{id}}.json"]

    def test_a_slash_at_the_end_is_part_of_the_path(self) -> None:
        url = only({}, "/notes/")["url"]
        assert (url["path"], url["raw"]) == (["notes", ""], "{{baseUrl}}/notes/")

    def test_an_optional_parameter_is_there_and_switched_off(self) -> None:
        query = {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10}}
        needed = {"name": "all", "in": "query", "required": True, "schema": {"type": "boolean"}}
        url = only({"parameters": [query, needed]})["url"]
        assert [(each["key"], each["value"], each.get("disabled")) for each in url["query"]] == [
            ("limit", "10", True),
            ("all", "true", None),
        ]
        assert url["raw"] == "{{baseUrl}}/notes?all=true"

    def test_a_header_and_a_cookie(self) -> None:
        fields = [
            {"name": "X-Trace", "in": "header", "required": True, "example": "t1"},
            {"name": "theme", "in": "cookie", "required": True, "example": "dark"},
        ]
        headers = {each["key"]: each["value"] for each in only({"parameters": fields})["header"]}
        assert headers == {"X-Trace": "t1", "Cookie": "theme=dark"}

    def test_headers_that_are_no_parameters(self) -> None:
        ignored = [{"name": name, "in": "header"} for name in ("Accept", "content-type", "Authorization")]
        assert only({"parameters": ignored})["header"] == []

    @pytest.mark.parametrize("given", [{"example": {"a": "b c"}}, {"schema": {"default": {"a": "b c"}}}])
    def test_a_parameter_can_be_json(self, given: dict[str, Any]) -> None:
        query = {"name": "at", "in": "query", "required": True, "content": {"application/json": given}}
        assert only({"parameters": [query]})["url"]["query"][0]["value"] == '{"a": "b c"}'

    def test_a_json_body_without_an_example_is_made_of_its_schema(self) -> None:
        schema = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
        request = only({"requestBody": {"content": {"application/json": {"schema": schema}}}})
        assert json.loads(request["body"]["raw"]) == {"text": "text"}
        assert request["header"] == [{"key": "Content-Type", "value": "application/json"}]

    def test_what_a_client_does_not_send_is_left_out_wherever_that_is_said(self) -> None:
        schema = {
            "type": "object",
            "required": ["id", "text"],
            "properties": {"id": {"$ref": "#/components/schemas/Id"}, "text": {"enum": [None, "a"]}},
            "anyOf": [{"required": ["id"]}, {"required": ["text"]}],
        }
        request = only(
            {"requestBody": {"content": {"application/json; charset=utf-8": {"schema": schema}}}},
            components={"schemas": {"Id": {"type": "string", "readOnly": True}}},
        )
        assert json.loads(request["body"]["raw"]) == {"text": "a"}
        assert request["body"]["options"] == {"raw": {"language": "json"}}

    def test_a_schema_may_say_nothing(self) -> None:
        query = {"name": "at", "in": "query", "required": True, "schema": True}
        assert only({"parameters": [query]})["url"]["raw"] == "{{baseUrl}}/notes?at=at"

    def test_a_default_may_be_nought(self) -> None:
        at = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "default": 0}}
        assert only({"parameters": [at]}, "/notes/{id}")["url"]["variable"][0]["value"] == "0"

    def test_forms(self) -> None:
        schema = {
            "type": "object",
            "required": ["a", "file"],
            "properties": {"a": {"const": 1}, "file": {"type": "string", "format": "binary"}},
        }
        form = only(
            {"requestBody": {"content": {"application/x-www-form-urlencoded": {"example": {"a": 1}}}}}
        )
        assert form["body"] == {
            "mode": "urlencoded",
            "urlencoded": [{"key": "a", "type": "text", "value": "1"}],
        }
        parts = only({"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}})
        assert [(part["key"], part["type"]) for part in parts["body"]["formdata"]] == [
            ("a", "text"),
            ("file", "file"),
        ]
        assert parts["header"] == []

    def test_text_and_nothing(self) -> None:
        text = only({"requestBody": {"content": {"text/plain": {"example": "hello"}}}})
        assert text["body"] == {"mode": "raw", "raw": "hello"}
        assert "body" not in only({"requestBody": {"content": {}}})


class TestCredentials:
    @pytest.mark.parametrize(
        ("scheme", "kind", "variables"),
        [
            ({"type": "http", "scheme": "bearer"}, "bearer", ["apiKey"]),
            ({"type": "http", "scheme": "Basic"}, "basic", ["username", "password"]),
            ({"type": "apiKey", "in": "header", "name": "X-Key"}, "apikey", ["apiKey"]),
            ({"type": "apiKey", "in": "query", "name": "key"}, "apikey", ["apiKey"]),
            ({"type": "oauth2", "flows": {}}, "bearer", ["apiKey"]),
        ],
    )
    def test_each_scheme_has_variables_without_a_value(
        self, scheme: dict[str, Any], kind: str, variables: list[str]
    ) -> None:
        made = collection(
            {"/a": {"get": {"responses": OK}}},
            security=[{"it": []}],
            components={"securitySchemes": {"it": scheme}},
        )
        assert made["auth"]["type"] == kind
        assert "auth" not in made["item"][0]["item"][0]["request"]  # it inherits
        assert [(each["key"], each["value"]) for each in made["variable"][1:]] == [(v, "") for v in variables]

    def test_a_cookie_is_a_header(self) -> None:
        scheme = {"type": "apiKey", "in": "cookie", "name": "sid"}
        request = only({"security": [{"it": []}]}, components={"securitySchemes": {"it": scheme}})
        assert request["header"] == [{"key": "Cookie", "value": "sid={{apiKey}}"}]

    def test_two_at_once_have_names_of_their_own(self) -> None:
        schemes = {
            "app key": {"type": "apiKey", "in": "header", "name": "X-App"},
            "user-key": {"type": "apiKey", "in": "header", "name": "X-User"},
        }
        request = only(
            {"security": [{"app key": [], "user-key": []}]}, components={"securitySchemes": schemes}
        )
        assert request["header"] == [{"key": "X-User", "value": "{{userKey}}"}]

    def test_no_two_schemes_share_a_variable(self) -> None:
        schemes = {
            "main": {"type": "http", "scheme": "bearer"},
            "apiKey": {"type": "apiKey", "in": "header", "name": "X-A"},
            "api-key": {"type": "apiKey", "in": "header", "name": "X-B"},
            "username": {"type": "apiKey", "in": "header", "name": "X-C"},
            "ключ": {"type": "apiKey", "in": "header", "name": "X-D"},
        }
        request = only(
            {"security": [{name: [] for name in schemes}]}, components={"securitySchemes": schemes}
        )
        values = [each["value"] for each in request["header"]]
        assert values == ["{{apiKey2}}", "{{apiKey3}}", "{{username2}}", "{{key}}"]

    def test_an_operation_that_needs_none_inherits_none(self) -> None:
        made = collection(
            {"/a": {"get": {"responses": OK}, "post": {"responses": OK, "security": []}}},
            security=[{"it": []}],
            components={"securitySchemes": {"it": {"type": "http", "scheme": "bearer"}}},
        )
        auths = [item["request"].get("auth") for item in made["item"][0]["item"]]
        assert auths == [None, {"type": "noauth"}]


class TestServers:
    def test_variables_have_their_defaults_and_other_servers_are_named(self) -> None:
        servers = [
            {"url": "https://{at}.example.com/v1/", "variables": {"at": {"default": "eu"}}},
            {"url": "https://us.example.com/v1"},
        ]
        made = collection({"/a": {"get": {"responses": OK}}}, servers=servers)
        assert made["variable"][0]["value"] == "https://eu.example.com/v1"
        assert "https://us.example.com/v1" in made["info"]["description"]

    def test_it_is_relative_to_the_document(self) -> None:
        made = collection({"/a": {"get": {"responses": OK}}}, servers=[{"url": "v1"}])
        assert made["variable"][0]["value"] == "https://api.example.com/docs/v1"

    def test_one_of_an_operation_has_a_variable_of_its_own(self) -> None:
        made = collection(
            {"/a": {"get": {"responses": OK, "servers": [{"url": "https://files.example.com"}]}}},
            servers=[{"url": "/v1"}],
        )
        assert {each["key"]: each["value"] for each in made["variable"]} == {
            "baseUrl": "https://api.example.com/v1",
            "baseUrl2": "https://files.example.com",
        }
        assert made["item"][0]["item"][0]["request"]["url"]["host"] == ["{{baseUrl2}}"]


class TestAnswers:
    @pytest.mark.parametrize(
        ("responses", "test"),
        [
            ({"204": {"description": ""}}, "have.status(204)"),
            ({"2XX": {"description": ""}}, "be.success"),
            ({"default": {"description": ""}}, "below(400)"),
            ({"200": {"content": {"text/csv": {}}}}, 'include("text/csv")'),
        ],
    )
    def test_the_documented_success_is_tested(self, responses: Any, test: str) -> None:
        item = collection({"/a": {"get": {"responses": responses}}})["item"][0]["item"][0]
        assert test in "\n".join(item["event"][0]["script"]["exec"])

    def test_examples_are_saved(self) -> None:
        content = {"application/json": {"example": {"a": 1}}}
        responses = {
            "200": {"description": "Well", "content": content},
            "404": {"description": "Gone", "content": {"text/plain": {"example": "gone"}}},
            "500": {"description": "Broken"},
        }
        item = collection({"/a": {"get": {"responses": responses}}})["item"][0]["item"][0]
        assert [(each["code"], each["status"], each["body"]) for each in item["response"]] == [
            (200, "OK", '{\n  "a": 1\n}'),
            (404, "Not Found", "gone"),
        ]
