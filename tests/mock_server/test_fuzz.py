"""Whatever is sent, the answer is one that the OpenAPI document knows, and none is a 500."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        "title",
        "description",
        "status",
        "priority",
        "assigneeId",
        "dueDate",
        "warningOffset",
        "tags",
        "id",
        "x",
    ]
)
LIKELY = st.sampled_from(
    [
        "x",
        "TODO",
        "HIGH",
        "usr_000001",
        "2031-05-20T17:00:00Z",
        "9999-12-31T23:59:59-14:00",
        1,
        ["a"],
        [""],
        None,
    ]
)
USER_FIELDS = st.sampled_from(["name", "email", "role", "id", "x"])
USER_VALUES = st.emails() | st.sampled_from(["admin", "manager", "member", "ADA@example.com", "a@b.c", None])
PARAMETERS = st.sampled_from(
    [
        "limit",
        "offset",
        "sort",
        "status",
        "tags",
        "search",
        "dueDate[gt]",
        "dueDate[exists]",
        "createdBy",
        "x",
    ]
)


@given(st.dictionaries(FIELDS, LIKELY | JSON_VALUES))
def test_any_fields(fields: dict[str, Any]) -> None:
    answer = Client(open_scene()).post("/v1/tasks", fields)
    assert answer.status in (201, 422)


@given(st.dictionaries(FIELDS, LIKELY | JSON_VALUES))
def test_any_patch(fields: dict[str, Any]) -> None:
    answer = Client(open_scene()).patch("/v1/tasks/task_000001", fields)
    assert answer.status in (200, 422)


@given(st.dictionaries(USER_FIELDS, USER_VALUES | JSON_VALUES))
def test_any_fields_of_a_user(fields: dict[str, Any]) -> None:
    answer = Client(open_scene()).post("/v1/users", {"name": "x", "email": "x@example.com", **fields})
    assert answer.status in (201, 409, 422)
    assert Client(open_scene()).patch("/v1/users/usr_000002", fields).status in (200, 409, 422)


@given(st.emails())
def test_any_email_that_people_have(email: str) -> None:
    assert Client(open_scene()).post("/v1/users", {"name": "x", "email": email}).status == 201


@given(st.text(alphabet=st.characters(max_codepoint=255, exclude_categories=["Cc"])))
def test_any_condition(value: str) -> None:
    client, headers = Client(open_scene()), [("if-match", value), ("if-none-match", value)]
    assert client.get("/v1/tasks/task_000001", headers=headers).status in (304, 412)
    assert client.delete("/v1/tasks/task_000001", headers=headers).status == 412


@given(st.binary() | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_body(body: bytes) -> None:
    answer = Client(open_scene()).post("/v1/tasks", body=body)
    assert answer.status in (400, 422)


@given(st.lists(st.tuples(PARAMETERS, st.text() | LIKELY.map(str))))
def test_any_parameters(parameters: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in parameters)
    answer = Client(open_scene("many-tasks")).get(f"/v1/tasks?{query}")
    assert answer.status in (200, 400)


@given(st.text(alphabet=st.characters(max_codepoint=255, exclude_categories=["Cc"])))
def test_any_credentials(authorization: str) -> None:
    headers = [("authorization", authorization)]
    assert Client(open_scene()).get("/v1/tasks", key=None, headers=headers).status == 401


@pytest.mark.parametrize("prefix", ["/", "/v1", "/v1/", "/v1/tasks/"])
@given(st.text(alphabet=st.characters(exclude_characters="?", exclude_categories=["Cs"]), min_size=1))
def test_any_path(prefix: str, rest: str) -> None:
    answer = Client(open_scene()).get(prefix + rest)
    assert answer.status == 404


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ-", min_size=1))
def test_any_method(method: str) -> None:
    answer = Client(open_scene()).request(method, "/v1/tasks")
    assert answer.status == {"GET": 200, "HEAD": 200, "POST": 422}.get(method, 405)
