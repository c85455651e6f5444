"""Whatever is asked for, and in pages of whatever size: the links lead past each item exactly once."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.scenarios import open_scene
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
    "usage": ("/v1/api-keys/key_000009/usage", "requestId", ["timestamp", "status"], []),
}
"""Path, what tells items apart, what they sort by, and filters."""


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
    client = world()
    client.scene.advance(60)
    whole = client.get(f"{path}?{'&'.join([*query, 'limit=100'])}")

    pages = walk(client, f"{path}?{'&'.join([*query, f'limit={limit}'])}", "next")
    seen = [item[name] for page in pages for item in page.json["data"]]

    assert seen == [item[name] for item in whole.json["data"]]
    assert len(set(seen)) == len(seen) == whole.json["pagination"]["total"]
    sizes = [len(page.json["data"]) for page in pages]
    assert sizes[:-1] == [limit] * (len(pages) - 1)
    assert {links(page)["first"] for page in pages} == {links(pages[0])["first"]}
    assert client.get(links(pages[-1])["first"]).body == pages[0].body
    for number, page in enumerate(pages):
        assert page.json["pagination"] == {
            "total": len(seen),
            "limit": limit,
            "offset": number * limit,
            "hasMore": number < len(pages) - 1,
        }
    back = walk(client, links(pages[0])["last"], "prev")
    assert [page.body for page in back] == [page.body for page in reversed(pages)]


@pytest.mark.parametrize("kind", LISTS)
def test_without_a_filter_everything_is_there(kind: str) -> None:
    path, name, *_ = LISTS[kind]
    client = world()
    client.scene.advance(60)
    account = client.store.accounts["acme"]
    everything = {
        "tasks": set(account.tasks),
        "users": set(account.users),
        "keys": set(account.keys),
        "usage": {record.request_id for record in account.usage["key_000009"].records},
    }
    seen = {item[name] for page in walk(client, f"{path}?limit=7", "next") for item in page.json["data"]}
    assert seen == everything[kind]
    assert len(seen) >= 20


@tried(15)
@given(st.integers(0, 60), st.integers(1, 30))
def test_from_anywhere_the_links_lead_to_the_end_and_to_the_start(offset: int, limit: int) -> None:
    client = world()
    client.scene.advance(60)
    onward = walk(client, f"/v1/tasks?offset={offset}&limit={limit}", "next")
    back = walk(client, f"/v1/tasks?offset={offset}&limit={limit}", "prev")
    total = onward[0].json["pagination"]["total"]
    assert sum(len(page.json["data"]) for page in onward) == max(total - offset, 0)
    assert back[-1].json["pagination"]["offset"] == 0
