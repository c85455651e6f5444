"""``PATCH`` and ``DELETE /tasks/{taskId}``: what changes, and who may change it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mock_server.driver import Client

TASK = "/v1/tasks/task_000001"
UNKNOWN = "is not a known field"


def test_only_the_fields_in_the_body_change(client: Client) -> None:
    before = client.get(TASK).json
    client.scene.advance(90)
    answer = client.patch(TASK, {"title": "Write it again", "tags": []})
    assert answer.status == 200
    assert answer.json == {
        **before,
        "title": "Write it again",
        "tags": [],
        "updatedAt": "2025-05-13T10:31:30Z",
    }
    assert client.get(TASK).json == answer.json


@pytest.mark.parametrize("field", ["description", "assigneeId", "dueDate", "warningOffset"])
def test_null_clears_an_optional_field(client: Client, field: str) -> None:
    assert client.get(TASK).json[field] is not None
    assert client.patch(TASK, {field: None}).json[field] is None


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ({"title": None}, {"title": "must be a string"}),
        (
            {"status": None},
            {"status": "must be one of 'TODO', 'IN_PROGRESS', 'REVIEW', 'DONE' or 'CANCELED'"},
        ),
        ({"priority": None}, {"priority": "must be one of 'LOW', 'MEDIUM', 'HIGH' or 'URGENT'"}),
        ({"tags": None}, {"tags": "must be a list"}),
        ({"colour": "red"}, {"colour": UNKNOWN}),
        ({"due_date": None}, {"due_date": UNKNOWN}),
        ({"assigneeId": "usr_000004"}, {"assigneeId": "is not a user of this account"}),
        ({"dueDate": "2025-05-13T10:30:00Z"}, {"dueDate": "must be in the future"}),
        ([], {"body": "must be a JSON object"}),
    ],
)
def test_an_invalid_patch_is_told_why_and_changes_nothing(
    client: Client, fields: Any, details: dict[str, str]
) -> None:
    before = client.get(TASK).body
    answer = client.patch(TASK, fields)
    assert (answer.status, answer.code, answer.details) == (422, "validation_error", details)
    assert client.get(TASK).body == before


def test_a_missing_body_is_told_so(client: Client) -> None:
    assert client.patch(TASK, body=b"", media_type=None).details == {"body": "is required"}


def test_a_merge_patch_is_sent_as_plain_json(client: Client) -> None:
    answer = client.patch(TASK, {}, media_type="application/merge-patch+json")
    assert (answer.status, answer["accept"]) == (415, "application/json")


def test_a_patch_that_changes_nothing_is_no_update(client: Client) -> None:
    received = client.get(TASK)
    client.scene.advance(90)
    for patch in ({}, received.json, {**received.json, "id": "task_9", "createdBy": 5, "updatedAt": None}):
        answer = client.patch(TASK, patch)
        assert (answer.status, answer.body) == (200, received.body)


def test_a_status_goes_the_way_of_a_task(client: Client) -> None:
    for status in ("REVIEW", "IN_PROGRESS", "REVIEW", "DONE", "CANCELED"):
        assert client.patch(TASK, {"status": status}).json["status"] == status


def test_a_forbidden_status_change_is_told_which_are_allowed(client: Client) -> None:
    before = client.get(TASK).body
    answer = client.patch(TASK, {"title": "x", "status": "DONE"})
    assert (answer.status, answer.code) == (422, "validation_error")
    assert answer.details == {
        "currentStatus": "IN_PROGRESS",
        "requestedStatus": "DONE",
        "allowedTransitions": ["REVIEW", "CANCELED"],
    }
    assert client.get(TASK).body == before


@pytest.mark.parametrize(
    ("key", "task", "status"),
    [
        ("reader", "task_000002", 200),
        ("manager", "task_000003", 200),
        ("member", "task_000001", 200),
        ("member", "task_000002", 404),
        ("member", "task_000003", 404),
        ("stranger", "task_000001", 404),
        ("reader", "task_999999", 404),
    ],
)
def test_who_may_change_and_delete_which_tasks(client: Client, key: str, task: str, status: int) -> None:
    assert client.patch(f"/v1/tasks/{task}", {"title": "x"}, key=key).status == status
    assert client.delete(f"/v1/tasks/{task}", key=key).status == {200: 204}.get(status, status)


def test_a_member_may_change_and_delete_what_it_created(client: Client) -> None:
    target = client.post("/v1/tasks", {"title": "Mine"}, key="member")["location"]
    assert target is not None
    assert client.patch(target, {"title": "Still mine"}, key="member").status == 200
    assert client.delete(target, key="member").status == 204


@pytest.mark.parametrize("assignee", ["usr_000001", "usr_999999"])
def test_a_member_may_not_assign_a_task_to_somebody_else(client: Client, assignee: str) -> None:
    answer = client.patch(TASK, {"assigneeId": assignee}, key="member")
    assert (answer.status, answer.details) == (403, {"requiredRole": "manager"})


def test_a_member_may_send_back_whom_a_task_is_assigned_to(client: Client) -> None:
    mine = client.post("/v1/tasks", {"title": "Mine"}, key="member").json
    target = f"/v1/tasks/{mine['id']}"
    received = client.patch(target, {"assigneeId": "usr_000001"}).json
    assert client.patch(target, {**received, "priority": "LOW"}, key="member").json["priority"] == "LOW"
    assert client.patch(target, {"assigneeId": None}, key="member").json["assigneeId"] is None
    assert client.patch(target, {"assigneeId": "usr_000003"}, key="member").status == 200


def test_a_member_that_gives_a_task_away_no_longer_sees_it(client: Client) -> None:
    assert client.patch(TASK, {"assigneeId": None}, key="member").status == 200
    assert client.get(TASK, key="member").status == 404


def test_a_deleted_task_is_gone(client: Client) -> None:
    assert client.delete(TASK).status == 204
    assert client.get(TASK).status == 404
    assert client.delete(TASK).status == 404
    assert client.get("/v1/tasks").json["pagination"]["total"] == 2


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_to_change_a_task_takes_the_scope_to_write(client: Client, method: str) -> None:
    answer = client.request(method, TASK, key="read-only")
    assert (answer.status, answer.details) == (403, {"requiredScope": "tasks:write"})
