"""The OpenAPI document. The driver holds every answer of every other test to it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
import openapi_spec_validator
import pytest

from mock_server.errors import DOCS, ERRORS
from mock_server.scenarios import open_scene
from mock_server.scopes import SCOPES
from tests.mock_server.driver import Answer, Client, document


def operations() -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def test_it_is_valid() -> None:
    openapi_spec_validator.validate(document())


def test_it_introduces_the_api() -> None:
    assert document()["openapi"].startswith("3.1")
    assert (document()["info"]["title"], document()["info"]["version"]) == ("Task Management API", "1.0.0")
    assert document()["servers"] == [{"url": "https://api.taskmanagement.example.com"}]


def test_it_has_every_operation_with_its_scope() -> None:
    assert {name: operation.get("security") for name, operation in operations().items()} == {
        "GET /v1/tasks": [{"ApiKey": ["tasks:read"]}],
        "POST /v1/tasks": [{"ApiKey": ["tasks:write"]}],
        "GET /v1/tasks/{taskId}": [{"ApiKey": ["tasks:read"]}],
        "PATCH /v1/tasks/{taskId}": [{"ApiKey": ["tasks:write"]}],
        "DELETE /v1/tasks/{taskId}": [{"ApiKey": ["tasks:write"]}],
        "GET /v1/users": [{"ApiKey": ["users:read"]}],
        "POST /v1/users": [{"ApiKey": ["users:write"]}],
        "GET /v1/users/{userId}": [{"ApiKey": ["users:read"]}],
        "PATCH /v1/users/{userId}": [{"ApiKey": ["users:write"]}],
        "DELETE /v1/users/{userId}": [{"ApiKey": ["users:write"]}],
        "GET /v1/api-keys": [{"ApiKey": ["keys:manage"]}],
        "POST /v1/api-keys": [{"ApiKey": ["keys:manage"]}],
        "GET /v1/api-keys/{keyId}": [{"ApiKey": ["keys:manage"]}],
        "PATCH /v1/api-keys/{keyId}": [{"ApiKey": ["keys:manage"]}],
        "DELETE /v1/api-keys/{keyId}": [{"ApiKey": ["keys:manage"]}],
        "POST /v1/api-keys/{keyId}/rotate": [{"ApiKey": ["keys:manage"]}],
        "GET /v1/api-keys/{keyId}/usage": [{"ApiKey": ["keys:manage"]}],
        "GET /health": [],
    }


def test_it_has_the_answers_of_every_operation() -> None:
    assert {name: list(operation["responses"]) for name, operation in operations().items()} == {
        "GET /v1/tasks": ["200", "400", "401", "403", "429", "500"],
        "POST /v1/tasks": ["201", "400", "401", "403", "409", "413", "415", "422", "429", "500"],
        "GET /v1/tasks/{taskId}": ["200", "304", "400", "401", "403", "404", "412", "429", "500"],
        "PATCH /v1/tasks/{taskId}": [
            *("200", "400", "401", "403", "404", "412", "413", "415", "422", "429", "500"),
        ],
        "DELETE /v1/tasks/{taskId}": ["204", "400", "401", "403", "404", "412", "429", "500"],
        "GET /v1/users": ["200", "400", "401", "403", "429", "500"],
        "POST /v1/users": ["201", "400", "401", "403", "409", "413", "415", "422", "429", "500"],
        "GET /v1/users/{userId}": ["200", "304", "400", "401", "403", "404", "412", "429", "500"],
        "PATCH /v1/users/{userId}": [
            *("200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "500"),
        ],
        "DELETE /v1/users/{userId}": ["204", "400", "401", "403", "404", "409", "412", "429", "500"],
        "GET /v1/api-keys": ["200", "400", "401", "403", "429", "500"],
        "POST /v1/api-keys": ["201", "400", "401", "403", "413", "415", "422", "429", "500"],
        "GET /v1/api-keys/{keyId}": ["200", "304", "400", "401", "403", "404", "412", "429", "500"],
        "PATCH /v1/api-keys/{keyId}": [
            *("200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "500"),
        ],
        "DELETE /v1/api-keys/{keyId}": ["204", "400", "401", "403", "404", "412", "429", "500"],
        "POST /v1/api-keys/{keyId}/rotate": [
            *("201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500"),
        ],
        "GET /v1/api-keys/{keyId}/usage": ["200", "400", "401", "403", "404", "429", "500"],
        "GET /health": ["200", "500"],
    }


def test_the_key_is_a_bearer_token_and_its_scopes_are_explained() -> None:
    scheme = document()["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert all(f"`{scope}`" in scheme["description"] for scope in SCOPES)


def test_it_has_every_error_with_an_example_of_its_own() -> None:
    responses = document()["components"]["responses"]
    assert list(responses) == list(ERRORS)
    for code, response in responses.items():
        for example in response["content"]["application/json"]["examples"].values():
            assert example["value"]["error"]["code"] == code


def error_examples(operation: str, status: str) -> dict[str, Any]:
    content = operations()[operation]["responses"][status]["content"]["application/json"]
    return {cause: example["value"]["error"] for cause, example in content["examples"].items()}


def test_an_operation_shows_the_causes_that_it_knows() -> None:
    assert list(error_examples("GET /v1/tasks", "400")) == ["unknownParameter", "parameter"]
    assert list(error_examples("GET /v1/tasks", "403")) == ["address", "scope"]
    assert list(error_examples("POST /v1/tasks", "409")) == ["stillRunning"]
    assert list(error_examples("POST /v1/tasks", "422")) == ["taskFields", "idempotency_key_reused"]
    assert list(error_examples("DELETE /v1/users/{userId}", "409")) == ["assignedTasks", "lastAdmin"]
    assert list(error_examples("PATCH /v1/api-keys/{keyId}", "422")) == ["keyFields", "scopes"]


def test_an_operation_says_when_it_answers_so_in_the_words_of_its_causes() -> None:
    responses = operations()["DELETE /v1/users/{userId}"]["responses"]
    assert responses["409"]["description"].endswith(
        "): Tasks are assigned to the user; or the user is the account's last admin. `details` says which."
    )
    assert responses["400"]["description"].endswith(
        "): A query parameter is unknown; or a query parameter has a bad value. `details` says which."
    )


def test_every_cause_belongs_to_an_operation() -> None:
    statuses = ("400", "403", "409", "422", "429")
    shown = {
        cause
        for name, operation in operations().items()
        for status in statuses
        if "content" in operation["responses"].get(status, {})
        for cause in error_examples(name, status)
    }
    known = {
        cause
        for code in ("invalid_request", "forbidden", "conflict", "validation_error")
        for cause in document()["components"]["responses"][code]["content"]["application/json"]["examples"]
    }
    assert known <= shown


def test_a_missing_scope_is_the_one_that_the_operation_needs() -> None:
    for name, operation in operations().items():
        if operation["security"]:
            (scope,) = operation["security"][0]["ApiKey"]
            assert error_examples(name, "403")["scope"]["details"] == {"requiredScope": scope}


def test_it_says_which_fields_are_the_servers_and_which_are_moments() -> None:
    task = document()["components"]["schemas"]["Task"]
    assert list(task["properties"]) == [
        *("id", "title", "description", "status", "priority", "createdBy", "assigneeId"),
        *("dueDate", "warningOffset", "tags", "createdAt", "updatedAt"),
    ]
    read_only = {name for name, schema in task["properties"].items() if schema.get("readOnly")}
    assert read_only == {"id", "createdBy", "createdAt", "updatedAt"}
    moments = {name for name, schema in task["properties"].items() if '"date-time"' in json.dumps(schema)}
    assert moments == {"createdAt", "updatedAt", "dueDate"}


def test_it_has_nothing_that_this_api_never_sends() -> None:
    text = json.dumps(document())
    assert "HTTPValidationError" not in text
    assert "Assigneeid" not in text


def example(operation: str, status: str) -> Any:
    return operations()[operation]["responses"][status]["content"]["application/json"]["example"]


def request_example(operation: str) -> Any:
    return operations()[operation]["requestBody"]["content"]["application/json"]["example"]


def target(name: str) -> str:
    """Where the example of an operation is sent: its path and query, with the examples of its parameters."""
    path = name.partition(" ")[2]
    query = {}
    for parameter in operations()[name].get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
        elif "example" in parameter:
            query[parameter["name"]] = parameter["example"]
    return f"{path}?{urlencode(query, doseq=True)}"


def sent(name: str, key: str = "reader") -> Answer:
    """The answer to the example of an operation."""
    operation = operations()[name]
    content = json.dumps(request_example(name)).encode() if "requestBody" in operation else b""
    return Client(open_scene(operation.get("x-scenario"))).request(
        name.partition(" ")[0],
        target(name),
        key=key,
        body=content,
        media_type="application/json" if content else None,
    )


@pytest.mark.parametrize("name", operations())
def test_its_example_is_what_the_operation_answers(name: str) -> None:
    responses = operations()[name]["responses"]
    status = next(status for status in responses if status.startswith("2"))
    answer = sent(name)

    assert answer.status == int(status)
    if "example" in responses[status].get("content", {}).get("application/json", {}):
        assert answer.json == example(name, status)


def test_an_operation_names_the_roles_that_may_call_it() -> None:
    roles = {name: operation.get("x-roles") for name, operation in operations().items()}
    assert {name: found for name, found in roles.items() if found != ["member", "manager", "admin"]} == {
        "POST /v1/users": ["admin", "manager"],
        "PATCH /v1/users/{userId}": ["admin"],
        "DELETE /v1/users/{userId}": ["admin"],
        "GET /health": None,
    }
    for name, operation in operations().items():
        if operation["security"] not in ([], [{"ApiKey": ["keys:manage"]}]):
            answer = sent(name, key="manager")
            refused = answer.status == 403 and "requiredRole" in answer.details
            assert refused is ("manager" not in roles[name]), name


def test_it_links_to_the_documentation() -> None:
    """That the links lead somewhere, the strict build of the site tells: they are on the reference pages."""
    assert document()["externalDocs"] == {"url": DOCS}
    assert [tag["name"] for tag in document()["tags"] if "externalDocs" not in tag] == ["Service"]
    for code, response in document()["components"]["responses"].items():
        assert response["description"].startswith(f"[`{code}`]({DOCS}core-concepts/error-handling/#{code}): ")


def test_it_has_the_request_headers_where_they_are_looked_at() -> None:
    names = {
        name: [
            parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "header"
        ]
        for name, operation in operations().items()
    }
    assert {name: found for name, found in names.items() if found} == {
        "POST /v1/tasks": ["Idempotency-Key"],
        "GET /v1/tasks/{taskId}": ["If-Match", "If-None-Match"],
        "PATCH /v1/tasks/{taskId}": ["If-Match"],
        "DELETE /v1/tasks/{taskId}": ["If-Match"],
        "GET /v1/users/{userId}": ["If-Match", "If-None-Match"],
        "PATCH /v1/users/{userId}": ["If-Match"],
        "DELETE /v1/users/{userId}": ["If-Match"],
        "GET /v1/api-keys/{keyId}": ["If-Match", "If-None-Match"],
        "PATCH /v1/api-keys/{keyId}": ["If-Match"],
        "DELETE /v1/api-keys/{keyId}": ["If-Match"],
    }


def test_the_fields_of_a_patch_are_optional_and_have_no_default() -> None:
    for name in ("TaskPatch", "UserPatch", "KeyPatch"):
        schema = document()["components"]["schemas"][name]
        assert "required" not in schema
        assert not [field for field, rule in schema["properties"].items() if "default" in rule]


def test_it_has_the_limits_of_numbers_as_json_schema_calls_them() -> None:
    schemas = document()["components"]["schemas"]
    limits = {"minimum": 0, "maximum": 168}
    assert limits.items() <= schemas["Rotation"]["properties"]["overlapHours"].items()
    assert not re.findall('"(?:ge|gt|le|lt)": ', json.dumps(schemas))


def test_what_creates_a_resource_links_to_all_that_can_be_done_with_it() -> None:
    links = {
        name: list(operation["responses"]["201"].get("links", ()))
        for name, operation in operations().items()
        if "201" in operation["responses"]
    }
    assert links == {
        "POST /v1/tasks": ["getTask", "updateTask", "deleteTask"],
        "POST /v1/users": ["getUser", "updateUser", "deleteUser"],
        "POST /v1/api-keys": [
            *("getApiKey", "updateApiKey", "revokeApiKey", "rotateApiKey", "getApiKeyUsage"),
        ],
        "POST /v1/api-keys/{keyId}/rotate": [],
    }
    link = operations()["POST /v1/tasks"]["responses"]["201"]["links"]["getTask"]
    assert link == {
        "operationId": "getTask",
        "description": "Read a task",
        "parameters": {"taskId": "$response.body#/id"},
    }


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("sort", "-priority,dueDate", True),
        ("sort", "title", True),
        ("sort", "name", False),
        ("sort", "title,", False),
        ("status", ["TODO", "REVIEW"], True),
        ("status", ["TODO,REVIEW", "DONE"], True),
        ("status", ["TODO,"], False),
        ("status", ["todo"], False),
        ("tags", ["docs,security", "x"], True),
        ("tags", [""], False),
        ("tags", ["docs,,security"], False),
        ("offset", 10**18 - 1, True),
        ("offset", 10**18, False),
    ],
)
def test_it_allows_what_the_server_does(client: Client, name: str, value: Any, allowed: bool) -> None:
    parameters = operations()["GET /v1/tasks"]["parameters"]
    schema = next(parameter["schema"] for parameter in parameters if parameter["name"] == name)
    whole = {**schema, "components": document()["components"]}
    assert jsonschema_rs.is_valid(whole, value) is allowed
    query = urlencode({name: value}, doseq=True)
    assert client.get(f"/v1/tasks?{query}").status == (200 if allowed else 400)


def test_it_is_the_same_in_every_world(client: Client) -> None:
    answer = client.get("/openapi.json", key=None)
    assert (answer.json, answer["content-type"]) == (document(), "application/json")
