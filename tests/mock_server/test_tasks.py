"""``/tasks``: what each operation answers, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.mock_server.driver import Client


def test_the_newest_task_comes_first(client: Client) -> None:
    assert client.get("/v1/tasks").titles == [
        "Publish the API reference",
        "Rotate the staging API key",
        "Write the authentication guide",
    ]


def test_a_task_to_the_letter(client: Client) -> None:
    assert client.get("/v1/tasks/task_000001").body.decode() == (
        '{"id":"task_000001","title":"Write the authentication guide",'
        '"description":"Show a first request in cURL, JavaScript and Python.",'
        '"status":"IN_PROGRESS","priority":"HIGH","createdBy":"usr_000001","assigneeId":"usr_000003",'
        '"dueDate":"2031-05-20T17:00:00Z","warningOffset":48,"tags":["docs","security"],'
        '"createdAt":"2025-05-05T09:15:00Z","updatedAt":"2025-05-12T14:40:00Z"}'
    )


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("reader", ["task_000003", "task_000002", "task_000001"]),
        ("manager", ["task_000003", "task_000002", "task_000001"]),
        ("member", ["task_000001"]),
    ],
)
def test_who_sees_which_tasks(client: Client, key: str, ids: list[str]) -> None:
    assert [task["id"] for task in client.get("/v1/tasks", key=key).json["data"]] == ids
    for task_id in ("task_000001", "task_000002", "task_000003"):
        expected = 200 if task_id in ids else 404
        assert client.get(f"/v1/tasks/{task_id}", key=key).status == expected


def test_a_task_of_somebody_else_looks_like_one_that_does_not_exist(client: Client) -> None:
    hidden, missing = (
        client.get(f"/v1/tasks/{name}", key="member") for name in ("task_000002", "task_999999")
    )
    assert hidden.body == missing.body


def test_a_new_task_has_all_its_defaults(client: Client) -> None:
    answer = client.post("/v1/tasks", {"title": "Say hello"})
    assert (answer.status, answer["location"]) == (201, "/v1/tasks/task_000004")
    assert answer.json == {
        "id": "task_000004",
        "title": "Say hello",
        "description": None,
        "status": "TODO",
        "priority": "MEDIUM",
        "createdBy": "usr_000001",
        "assigneeId": None,
        "dueDate": None,
        "warningOffset": None,
        "tags": [],
        "createdAt": "2025-05-13T10:30:00Z",
        "updatedAt": "2025-05-13T10:30:00Z",
    }
    assert client.get("/v1/tasks/task_000004").json == answer.json


def test_a_new_task_keeps_what_it_was_given(client: Client) -> None:
    given = {
        "title": "Ünïcode 🎉",
        "description": "",
        "status": "REVIEW",
        "priority": "LOW",
        "assigneeId": "usr_000002",
        "dueDate": "2031-01-01T00:00:00Z",
        "warningOffset": 0,
        "tags": ["a", "b c"],
    }
    created = client.post("/v1/tasks", given).json
    assert {name: created[name] for name in given} == given


def test_a_due_date_is_answered_in_utc(client: Client) -> None:
    answer = client.post("/v1/tasks", {"title": "x", "dueDate": "2031-05-20T17:00:00.75+02:00"})
    assert answer.json["dueDate"] == "2031-05-20T15:00:00Z"


def test_read_only_fields_are_ignored_so_that_a_task_can_be_sent_as_received(client: Client) -> None:
    received = client.get("/v1/tasks/task_000001").json
    answer = client.post("/v1/tasks", {**received, "id": 7, "createdAt": "yesterday"})
    assert answer.status == 201
    assert {**answer.json, **dict.fromkeys(("id", "createdAt", "updatedAt"), 0)} == {
        **received,
        **dict.fromkeys(("id", "createdAt", "updatedAt"), 0),
    }


WITH_A_ZONE = "must be an ISO 8601 timestamp with a zone, such as 2031-05-20T17:00:00Z"


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ({"title": None}, {"title": "must be a string"}),
        ({"title": 5}, {"title": "must be a string"}),
        ({"title": ""}, {"title": "must be 1 or more characters long"}),
        ({"title": "x" * 201}, {"title": "must be at most 200 characters long"}),
        ({"description": 5}, {"description": "must be a string"}),
        (
            {"status": "todo"},
            {"status": "must be one of 'TODO', 'IN_PROGRESS', 'REVIEW', 'DONE' or 'CANCELED'"},
        ),
        ({"priority": None}, {"priority": "must be one of 'LOW', 'MEDIUM', 'HIGH' or 'URGENT'"}),
        ({"assigneeId": 5}, {"assigneeId": "must be a string"}),
        ({"assigneeId": "usr_999999"}, {"assigneeId": "is not a user of this account"}),
        ({"assigneeId": "usr_000004"}, {"assigneeId": "is not a user of this account"}),
        ({"dueDate": "tomorrow"}, {"dueDate": WITH_A_ZONE}),
        ({"dueDate": 1747132260}, {"dueDate": WITH_A_ZONE}),
        ({"dueDate": "2031-05-20T17:00:00"}, {"dueDate": WITH_A_ZONE}),
        ({"dueDate": "2031-02-30T17:00:00Z"}, {"dueDate": WITH_A_ZONE}),
        ({"dueDate": "0001-01-01T00:00:00+14:00"}, {"dueDate": WITH_A_ZONE}),
        ({"dueDate": "2025-05-13T10:30:00Z"}, {"dueDate": "must be in the future"}),
        ({"warningOffset": -1}, {"warningOffset": "must be at least 0"}),
        ({"warningOffset": "1"}, {"warningOffset": "must be a whole number"}),
        ({"warningOffset": True}, {"warningOffset": "must be a whole number"}),
        ({"warningOffset": 1.5}, {"warningOffset": "must be a whole number"}),
        ({"tags": "docs"}, {"tags": "must be a list"}),
        (
            {"tags": ["ok", 5, ""]},
            {"tags[1]": "must be a string", "tags[2]": "must be 1 or more characters long"},
        ),
        ({"tags": ["a,b"]}, {"tags[0]": "must match the pattern ^[^,]+$"}),
        ({"colour": "red"}, {"colour": "is not a known field"}),
        ({"created_by": "usr_000001"}, {"created_by": "is not a known field"}),
        ({"assignee_id": "usr_000001"}, {"assignee_id": "is not a known field"}),
        ({"warningOffset": 10**30}, {"warningOffset": "must be at most 9007199254740991"}),
        ({"tags": ["a"] * 101}, {"tags": "must hold at most 100 items"}),
        ({"tags": [5] * 101}, {"tags": "must hold at most 100 items"}),
        (
            {"title": "", "colour": 1},
            {"title": "must be 1 or more characters long", "colour": "is not a known field"},
        ),
        (
            {"title": "", "assigneeId": "usr_999999", "dueDate": "2001-01-01T00:00:00Z", "colour": 1},
            {
                "title": "must be 1 or more characters long",
                "assigneeId": "is not a user of this account",
                "dueDate": "must be in the future",
                "colour": "is not a known field",
            },
        ),
    ],
)
def test_an_invalid_field_is_told_why(
    client: Client, fields: dict[str, Any], details: dict[str, str]
) -> None:
    answer = client.post("/v1/tasks", {"title": "x", **fields})
    assert (answer.status, answer.code, answer.details) == (422, "validation_error", details)
    assert client.get("/v1/tasks").json["pagination"]["total"] == 3


@pytest.mark.parametrize("content", [[], "x", 5, True, None])
def test_a_body_that_is_no_object_is_told_so(client: Client, content: Any) -> None:
    assert client.post("/v1/tasks", content).details == {"body": "must be a JSON object"}


def test_a_missing_body_is_told_so(client: Client) -> None:
    answer = client.post("/v1/tasks", body=b"")
    assert (answer.status, answer.details) == (422, {"body": "is required"})


def test_a_missing_title_is_told_so(client: Client) -> None:
    assert client.post("/v1/tasks", {}).details == {"title": "is required"}


@pytest.mark.parametrize(
    ("key", "assignee", "status"),
    [
        ("reader", "usr_000003", 201),
        ("manager", "usr_000001", 201),
        ("member", None, 201),
        ("member", "usr_000003", 201),
        ("member", "usr_000001", 403),
        ("member", "usr_999999", 403),
    ],
)
def test_who_may_assign_a_task_to_whom(client: Client, key: str, assignee: str | None, status: int) -> None:
    answer = client.post("/v1/tasks", {"title": "x", "assigneeId": assignee}, key=key)
    assert answer.status == status
    if status == 403:
        assert answer.details == {"requiredRole": "manager"}


def test_a_member_does_not_learn_from_other_mistakes_which_users_exist(client: Client) -> None:
    known, unknown = (
        client.post("/v1/tasks", {"title": "", "assigneeId": user}, key="member")
        for user in ("usr_000002", "usr_999999")
    )
    assert known.details == unknown.details == {"title": "must be 1 or more characters long"}


def test_a_member_sees_what_it_created(client: Client) -> None:
    created = client.post("/v1/tasks", {"title": "Mine"}, key="member").json
    assert created["createdBy"] == "usr_000003"
    assert client.get("/v1/tasks", key="member").titles == ["Mine", "Write the authentication guide"]


def test_ids_are_counted_and_times_are_told_by_the_clock(client: Client) -> None:
    first = client.post("/v1/tasks", {"title": "one"}).json
    client.scene.advance(1.5)
    second = client.post("/v1/tasks", {"title": "two"}).json
    assert (first["id"], second["id"]) == ("task_000004", "task_000005")
    assert second["createdAt"] == "2025-05-13T10:30:01Z"
    assert client.get("/v1/tasks?limit=2").titles == ["two", "one"]


@pytest.mark.parametrize("name", ["x", "task_1", "TASK_000001", "task_000001%00", "😀"])
def test_an_id_that_names_no_task_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/v1/tasks/{name}").code == "not_found"


@pytest.mark.parametrize(
    "target", ["/v1/tasks/", "/v1/tasks/task_000001/", "/v1/tasks/a/b", "/tasks", "/health/"]
)
def test_a_trailing_slash_is_another_path_and_no_redirect(client: Client, target: str) -> None:
    answer = client.get(target)
    assert (answer.status, answer["location"]) == (404, None)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("target", ["/v1/tasks\n", "/v1/tasks/task_000001\n", "/health\n", "/openapi.json\n"])
def test_a_newline_at_the_end_is_another_path(client: Client, target: str, method: str) -> None:
    assert client.request(method, target).status == 404
    assert client.request(method, target, key=None).status == (401 if target.startswith("/v1/") else 404)


@pytest.mark.parametrize(
    ("target", "allow"),
    [
        ("/v1/tasks", "GET, HEAD, POST"),
        ("/v1/tasks/task_000001", "GET, HEAD, PATCH, DELETE"),
        ("/health", "GET, HEAD"),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE"])
def test_a_method_that_a_path_lacks_is_told_those_it_has(
    client: Client, target: str, allow: str, method: str
) -> None:
    answer = client.request(method, target)
    assert (answer.status, answer.code, answer["allow"]) == (405, "method_not_allowed", allow)


def test_there_are_25_tasks_for_several_pages(open_client: Callable[[str], Client]) -> None:
    client = open_client("many-tasks")
    pages = [client.get(f"/v1/tasks?offset={offset}") for offset in (0, 10, 20)]
    assert [len(page.json["data"]) for page in pages] == [10, 10, 5]
    assert len({title for page in pages for title in page.titles}) == 25


@pytest.mark.parametrize("number", [b"24", b"24.0", b"2.4e1"])
def test_a_whole_number_can_be_written_with_a_point(client: Client, number: bytes) -> None:
    body = b'{"title": "x", "warningOffset": ' + number + b"}"
    answer = client.request("POST", "/v1/tasks", body=body, media_type="application/json")
    assert (answer.status, answer.json["warningOffset"]) == (201, 24)
    assert b'"warningOffset":24,' in answer.body
