"""Pages, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.mock_server.driver import Answer, Client


@pytest.fixture
def many(open_client: Callable[[str], Client]) -> Client:
    return open_client("many-tasks")


def links(answer: Answer) -> dict[str, str]:
    return {relation: url for url, relation in re.findall(r'<([^>]+)>; rel="(\w+)"', answer["link"] or "")}


def offsets(answer: Answer) -> dict[str, int]:
    return {
        relation: int(parse_qs(urlsplit(url).query)["offset"][0]) for relation, url in links(answer).items()
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"first": 0, "next": 10, "last": 20}),
        ("offset=10", {"first": 0, "prev": 0, "next": 20, "last": 20}),
        ("offset=20", {"first": 0, "prev": 10, "last": 20}),
        ("offset=5", {"first": 0, "prev": 0, "next": 15, "last": 20}),
        ("offset=1000", {"first": 0, "prev": 20, "last": 20}),
        ("limit=25", {"first": 0, "last": 0}),
        ("limit=5&offset=15", {"first": 0, "prev": 10, "next": 20, "last": 20}),
        ("search=nothing%20like%20it", {"first": 0, "last": 0}),
    ],
)
def test_a_page_links_to_its_neighbours(many: Client, query: str, expected: dict[str, int]) -> None:
    assert offsets(many.get(f"/v1/tasks?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "pagination"),
    [
        ("", {"total": 25, "limit": 10, "offset": 0, "hasMore": True}),
        ("limit=5&offset=20", {"total": 25, "limit": 5, "offset": 20, "hasMore": False}),
        ("limit=1&offset=99", {"total": 25, "limit": 1, "offset": 99, "hasMore": False}),
        ("tags=security", {"total": 2, "limit": 10, "offset": 0, "hasMore": False}),
    ],
)
def test_a_page_says_where_it_stands(many: Client, query: str, pagination: dict[str, object]) -> None:
    assert many.get(f"/v1/tasks?{query}").json["pagination"] == pagination


def test_following_next_visits_every_task_once(many: Client) -> None:
    seen: list[str] = []
    target = "/v1/tasks?limit=7&sort=priority&status=TODO,DONE&status=REVIEW"
    while True:
        answer = many.get(target)
        seen += [task["id"] for task in answer.json["data"]]
        if "next" not in links(answer):
            break
        target = links(answer)["next"].removeprefix("https://api.taskmanagement.example.com")
    whole = many.get("/v1/tasks?limit=100&sort=priority&status=TODO,DONE,REVIEW").json["data"]
    assert seen == [task["id"] for task in whole]
    assert len(seen) > 7


def test_links_repeat_the_other_parameters_and_name_the_host_that_was_asked(client: Client) -> None:
    answer = client.get("/v1/tasks?limit=1&dueDate[exists]=true&search=%22the%22%3E")
    assert links(answer)["first"] == (
        "https://api.taskmanagement.example.com/v1/tasks?dueDate%5Bexists%5D=true&search=%22the%22%3E&limit=1&offset=0"
    )


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8443", "https://localhost:8443"),
        ("[::1]:8443", "https://[::1]:8443"),
        ('evil.example/>; rel="next", <x', "https://api.taskmanagement.example.com"),
        ("", "https://api.taskmanagement.example.com"),
    ],
)
def test_a_host_that_is_none_gets_into_no_link(client: Client, host: str, origin: str) -> None:
    answer = client.get("/v1/tasks", host=host)
    assert links(answer)["first"].startswith(f"{origin}/v1/tasks?")
