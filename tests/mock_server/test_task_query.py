"""The filters and the order of ``GET /tasks``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_server.task import Priority, Status, Task
from mock_server.task_query import TaskQuery
from tests.mock_server.driver import Client

AUTH, ROTATE, PUBLISH = "task_000001", "task_000002", "task_000003"


def ids(client: Client, query: str) -> list[str]:
    answer = client.get(f"/v1/tasks?{query}")
    assert answer.status == 200, answer.json
    return [task["id"] for task in answer.json["data"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=TODO", [PUBLISH, ROTATE]),
        ("status=TODO,IN_PROGRESS", [PUBLISH, ROTATE, AUTH]),
        ("status=IN_PROGRESS&status=DONE", [AUTH]),
        ("status=DONE", []),
        ("priority=URGENT,HIGH", [ROTATE, AUTH]),
        ("priority=MEDIUM&priority=LOW", [PUBLISH]),
        ("tags=docs", [PUBLISH, AUTH]),
        ("tags=docs,security", [PUBLISH, ROTATE, AUTH]),
        ("tags=docs&tags=nothing", [PUBLISH, AUTH]),
        ("tags=doc", []),
        ("assigneeId=usr_000003", [AUTH]),
        ("assigneeId=usr_999999", []),
        ("createdBy=usr_000002", [ROTATE]),
        ("dueDate[gt]=2031-05-16T12:00:00Z", [AUTH]),
        ("dueDate%5Bgt%5D=2031-05-16T11:59:59Z", [ROTATE, AUTH]),
        ("dueDate[lt]=2031-05-20T17:00:00Z", [ROTATE]),
        ("dueDate[gt]=2031-05-01T00:00:00Z&dueDate[lt]=2031-05-17T00:00:00%2B02:00", [ROTATE]),
        ("dueDate[exists]=true", [ROTATE, AUTH]),
        ("dueDate[exists]=false", [PUBLISH]),
        ("search=api", [PUBLISH, ROTATE]),
        ("search=API%20REFERENCE", [PUBLISH]),
        ("search=python", [AUTH]),
        ("search=%20the%20", [PUBLISH, ROTATE, AUTH]),
        ("search=a.i", []),
        ("status=TODO&tags=docs", [PUBLISH]),
    ],
)
def test_a_filter_finds(client: Client, query: str, found: list[str]) -> None:
    assert ids(client, query) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("createdAt", [AUTH, ROTATE, PUBLISH]),
        ("-createdAt", [PUBLISH, ROTATE, AUTH]),
        ("updatedAt", [ROTATE, AUTH, PUBLISH]),
        ("title", [PUBLISH, ROTATE, AUTH]),
        ("-title", [AUTH, ROTATE, PUBLISH]),
        ("priority", [PUBLISH, AUTH, ROTATE]),
        ("-priority", [ROTATE, AUTH, PUBLISH]),
        ("status,createdAt", [ROTATE, PUBLISH, AUTH]),
        ("-status,-createdAt", [AUTH, PUBLISH, ROTATE]),
        # What has no due date comes last, whichever way the others are.
        ("dueDate", [ROTATE, AUTH, PUBLISH]),
        ("-dueDate", [AUTH, ROTATE, PUBLISH]),
    ],
)
def test_an_order_is(client: Client, sort: str, order: list[str]) -> None:
    assert ids(client, f"sort={sort}") == order


def test_priority_and_status_sort_by_meaning(open_client: Callable[[str], Client]) -> None:
    tasks = open_client("many-tasks").get("/v1/tasks?limit=100&sort=-priority,status,-title").json["data"]
    by_hand = sorted(
        sorted(tasks, key=lambda task: task["title"].casefold(), reverse=True),
        key=lambda task: (-list(Priority).index(task["priority"]), list(Status).index(task["status"])),
    )
    assert [task["id"] for task in tasks] == [task["id"] for task in by_hand]


def test_tasks_of_the_same_second_keep_the_order_in_which_they_were_created(client: Client) -> None:
    for title in ("one", "two", "three"):
        client.post("/v1/tasks", {"title": title})
    assert client.get("/v1/tasks?limit=3").titles == ["three", "two", "one"]
    assert client.get("/v1/tasks?sort=createdAt&offset=3").titles == ["one", "two", "three"]


def test_the_order_of_creation_outlives_six_digits(client: Client) -> None:
    task = Task.model_validate(client.get("/v1/tasks/task_000003").json)
    made = [task.model_copy(update={"id": f"task_{number}"}) for number in (999_999, 1_000_000)]
    assert [found.id for found in TaskQuery().select(made)] == ["task_1000000", "task_999999"]
    assert TaskQuery(sort="createdAt").select(made) == made


SORTABLE = "createdAt, updatedAt, dueDate, priority, status, title"
WITH_A_ZONE = "must be an ISO 8601 timestamp with a zone, such as 2031-05-20T17:00:00Z"


@pytest.mark.parametrize(
    ("query", "details"),
    [
        ("limit=0", {"limit": "must be at least 1"}),
        ("limit=101", {"limit": "must be at most 100"}),
        ("limit=", {"limit": "must be a whole number"}),
        ("limit=ten", {"limit": "must be a whole number"}),
        ("limit=1.0", {"limit": "must be a whole number"}),
        ("limit=1_0", {"limit": "must be a whole number"}),
        ("limit=%201", {"limit": "must be a whole number"}),
        ("offset=-1", {"offset": "must be a whole number"}),
        (f"offset={'9' * 5000}", {"offset": "must be a whole number"}),
        ("limit=1&limit=2", {"limit": "may be given only once"}),
        ("search=ab", {"search": "must be 3 or more characters long"}),
        ("status=", {"status[0]": "must be one of 'TODO', 'IN_PROGRESS', 'REVIEW', 'DONE' or 'CANCELED'"}),
        ("priority=HIGH,low", {"priority[1]": "must be one of 'LOW', 'MEDIUM', 'HIGH' or 'URGENT'"}),
        ("tags=a,,b", {"tags[1]": "must be 1 or more characters long"}),
        ("assigneeId=", {"assigneeId": "must be 1 or more characters long"}),
        ("dueDate[gt]=2031-05-20", {"dueDate[gt]": WITH_A_ZONE}),
        ("dueDate[exists]=yes", {"dueDate[exists]": "must be one of 'true' or 'false'"}),
        ("dueDate=2031-05-20T17:00:00Z", {"dueDate": "is not a known parameter"}),
        ("due_after=2031-05-20T17:00:00Z", {"due_after": "is not a known parameter"}),
        ("sort=colour", {"sort": f"must list some of {SORTABLE}, each with or without a leading -"}),
        ("sort=title,", {"sort": f"must list some of {SORTABLE}, each with or without a leading -"}),
        ("sort=--title", {"sort": f"must list some of {SORTABLE}, each with or without a leading -"}),
        ("Limit=1", {"Limit": "is not a known parameter"}),
        ("x&y=1", {"x": "is not a known parameter", "y": "is not a known parameter"}),
    ],
)
def test_a_bad_parameter_is_told_why(client: Client, query: str, details: dict[str, str]) -> None:
    answer = client.get(f"/v1/tasks?{query}")
    assert (answer.status, answer.code, answer.details) == (400, "invalid_request", details)


def test_a_field_that_is_named_again_decides_nothing(open_client: Callable[[str], Client]) -> None:
    client = open_client("many-tasks")
    once = client.get("/v1/tasks?sort=-priority,title&limit=100").titles
    assert client.get("/v1/tasks?sort=-priority,title,priority,-title,-title&limit=100").titles == once
