"""Whatever is asked for, and in pages of whatever size: the links lead past each item exactly once."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.scenarios import open_scene
from mock_server.timestamp import format_timestamp
from tests.mock_server.driver import Answer, Client
from tests.mock_server.law import tried

LISTS: dict[str, tuple[str, str, list[str], list[str]]] = {
    "tasks": (
        "/v1/tasks",
        "id",
        ["createdAt", "updatedAt", "dueDate", "priority", "status", "title"],
        [
            *("status=TODO", "status=TODO,DONE&status=REVIEW", "priority=LOW", "tags=docs,a%20b"),
            *("assigneeId=usr_000003", "createdBy=usr_000001", "dueDate[exists]=true", "search=task"),
            "dueDate[gt]=2031-06-10T00:00:00Z",
        ],
    ),
    "users": (
        "/v1/users",
        "id",
        ["createdAt", "updatedAt", "name", "email", "role"],
        ["role=member", "role=admin,manager", "name=a", "name=%22%3E", "email=ada@example.com"],
    ),
    "keys": (
        "/v1/api-keys",
        "id",
        ["createdAt", "name", "status", "expiresAt", "lastUsedAt"],
        ["status=active", "status=expired,revoked&status=deprecated"],
    ),
    "usage": (
        "/v1/api-keys/key_000009/usage",
        "requestId",
        ["timestamp", "status"],
        ["timestamp[lt]=2025-05-13T10:30:09Z"],
    ),
    "usage of the key in use": (
        "/v1/api-keys/key_000001/usage?timestamp[lt]=2025-05-13T10:31:00Z",
        "requestId",
        ["timestamp", "status"],
        [],
    ),
}
"""Path, what tells items apart, what they sort by, and filters. The usage of the key in use grows with every
page that is read, so a walk says where it ends: all that made this world was over by then.
"""


@cache
def world() -> Client:
    """A world with some of everything, many of them equal in what they sort by."""
    client = Client(open_scene("enterprise"))
    for number in range(20):
        client.scene.advance(number % 3)
        task = {"title": f"Task {number % 4}", "priority": ["LOW", "URGENT"][number % 2], "tags": ["a b"]}
        client.post("/v1/tasks", task | ({"dueDate": "2031-06-20T00:00:00Z"} if number % 3 == 0 else {}))
        client.post("/v1/users", {"name": 'Ann ">'[: 3 + number % 3], "email": f"{number}@example.com"})
        client.post("/v1/api-keys", {"name": "Key", "scopes": ["tasks:read"]})
        client.get(["/v1/tasks", "/v1/nowhere", "/v1/users"][number % 3], key="member")
    return client


def enter(kind: str) -> Client:
    """That world in another minute; a new one where reading would in the end push out what is read."""
    if "in use" in kind:
        world.cache_clear()
    client = world()
    client.scene.advance(60)
    return client


def queries(sorts: list[str], filters: list[str]) -> st.SearchStrategy[list[str]]:
    """Some filters, of each name only one, and perhaps an order."""
    names = st.tuples(st.sampled_from(["", "-"]), st.sampled_from(sorts)).map("".join)
    sort = st.lists(names, min_size=1, max_size=3).map(lambda order: ["sort=" + ",".join(order)])
    one_each = st.lists(
        st.sampled_from(filters or [""]), max_size=2, unique_by=lambda part: part.partition("=")[0]
    )
    chosen = one_each if filters else st.just([])
    return st.tuples(chosen, sort | st.just([])).map(lambda parts: [*parts[0], *parts[1]])


def links(answer: Answer) -> dict[str, str]:
    """The targets of a page's links, as a client would ask for them."""
    found = re.findall(r'<([^>]+)>; rel="(\w+)"', answer["link"] or "")
    return {relation: "{0.path}?{0.query}".format(urlsplit(url)) for url, relation in found}


def with_query(path: str, *parameters: str) -> str:
    return path + ("&" if "?" in path else "?") + "&".join(parameters)


def content(page: Answer) -> tuple[object, object]:
    """What a page holds, but for a summary: that counts all requests, those for the pages as well."""
    return page.json["data"], page.json["pagination"]


def walk(client: Client, target: str, relation: str) -> list[Answer]:
    """All pages from one on, by their links of a kind."""
    pages = [client.get(target)]
    while relation in links(pages[-1]):
        pages.append(client.get(links(pages[-1])[relation]))
        assert len(pages) <= 100, "the links lead in circles"
    return pages


@pytest.mark.parametrize("kind", LISTS)
@tried(12)
@given(data=st.data())
def test_the_links_lead_past_each_item_once(kind: str, data: st.DataObject) -> None:
    path, name, sorts, filters = LISTS[kind]
    query = data.draw(queries(sorts, filters), label="query")
    limit = data.draw(st.integers(1, 7) | st.integers(1, 100), label="limit")
    client = enter(kind)
    whole = client.get(with_query(path, *query, "limit=100"))

    pages = walk(client, with_query(path, *query, f"limit={limit}"), "next")
    seen = [item[name] for page in pages for item in page.json["data"]]

    assert seen == [item[name] for item in whole.json["data"]]
    assert len(set(seen)) == len(seen) == whole.json["pagination"]["total"]
    sizes = [len(page.json["data"]) for page in pages]
    assert sizes[:-1] == [limit] * (len(pages) - 1)
    assert {links(page)["first"] for page in pages} == {links(pages[0])["first"]}
    assert content(client.get(links(pages[-1])["first"])) == content(pages[0])
    for number, page in enumerate(pages):
        assert page.json["pagination"] == {
            "total": len(seen),
            "limit": limit,
            "offset": number * limit,
            "hasMore": number < len(pages) - 1,
        }
    back = walk(client, links(pages[0])["last"], "prev")
    assert [content(page) for page in back] == [content(page) for page in reversed(pages)]


@pytest.mark.parametrize("kind", LISTS)
def test_without_a_filter_everything_is_there(kind: str) -> None:
    path, name, *_ = LISTS[kind]
    client = enter(kind)
    account = client.store.accounts["acme"]
    everything = {
        "tasks": set(account.tasks),
        "users": set(account.users),
        "keys": set(account.keys),
        "usage": {record.request_id for record in account.usage["key_000009"].records},
        "usage of the key in use": {
            record.request_id
            for record in account.usage["key_000001"].records
            if format_timestamp(record.timestamp) < "2025-05-13T10:31:00Z"
        },
    }
    pages = walk(client, with_query(path, "limit=7"), "next")
    seen = {item[name] for page in pages for item in page.json["data"]}
    assert seen == everything[kind]
    assert len(seen) >= 20


@tried(15)
@given(st.integers(0, 60), st.integers(1, 30))
def test_from_anywhere_the_links_lead_to_the_end_and_to_the_start(offset: int, limit: int) -> None:
    client = enter("tasks")
    onward = walk(client, f"/v1/tasks?offset={offset}&limit={limit}", "next")
    back = walk(client, f"/v1/tasks?offset={offset}&limit={limit}", "prev")
    total = onward[0].json["pagination"]["total"]
    assert sum(len(page.json["data"]) for page in onward) == max(total - offset, 0)
    assert back[-1].json["pagination"]["offset"] == 0
