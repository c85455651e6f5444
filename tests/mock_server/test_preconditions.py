"""Entity tags, and the conditions that a request can set with them."""

from __future__ import annotations

import re

import pytest

from tests.mock_server.driver import Answer, Client

TASK = "/v1/tasks/task_000001"


def tag(client: Client) -> str:
    etag = client.get(TASK)["etag"]
    assert etag is not None
    return etag


def condition(name: str, value: str, client: Client) -> list[tuple[str, str]]:
    """A header in whose value ``TAG`` stands for the task's tag, and ``|`` parts its lines."""
    return [(name, line.replace("TAG", tag(client))) for line in value.split("|")]


def test_a_version_has_one_strong_tag_wherever_it_is_answered(client: Client) -> None:
    read = client.get(TASK)
    assert re.fullmatch('"[0-9a-f]{32}"', str(read["etag"]))
    assert client.get(TASK)["etag"] == client.request("HEAD", TASK)["etag"] == read["etag"]
    assert client.patch(TASK, {})["etag"] == read["etag"]
    created = client.post("/v1/tasks", {"title": "x"})
    assert client.get(str(created["location"]))["etag"] == created["etag"]


def test_a_change_makes_another_tag_also_within_one_second(client: Client) -> None:
    tags = {client.patch(TASK, {"title": title})["etag"] for title in "abc"}
    assert len(tags) == 3


def test_a_list_has_no_tag(client: Client) -> None:
    assert client.get("/v1/tasks")["etag"] is None


KNOWN = ["TAG", "*", " * ", "W/TAG", '"x", TAG', 'TAG,"x"', '"x"|TAG', ', ,"x" , TAG,', '"a,b",TAG', '"",TAG']
UNKNOWN = [
    '"x"',
    'W/"x"',
    "",
    ",",
    '"x", W/"y"',
    "TAGTAG",
    "TAG x",
    "x TAG",
    "TAG, *",
    '"ü"',
    '"TAG"',
    "'TAG'",
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("value", KNOWN)
def test_what_a_client_has_is_not_sent_again(client: Client, method: str, value: str) -> None:
    answer = client.request(method, TASK, headers=condition("If-None-Match", value, client))
    assert (answer.status, answer["etag"], answer.body) == (304, tag(client), b"")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("value", UNKNOWN)
def test_what_a_client_lacks_is_sent(client: Client, method: str, value: str) -> None:
    assert client.request(method, TASK, headers=condition("If-None-Match", value, client)).status == 200


def change(client: Client, method: str, name: str, value: str) -> Answer:
    headers = condition(name, value, client)
    body = b'{"title": "x"}' if method == "PATCH" else b""
    return client.request(method, TASK, body=body, media_type="application/json", headers=headers)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("value", [value for value in KNOWN if not value.startswith("W/")])
def test_a_request_for_this_version_passes(client: Client, method: str, value: str) -> None:
    assert change(client, method, "If-Match", value).status in (200, 204)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("value", [*UNKNOWN, "W/TAG"])
def test_a_request_for_another_version_changes_nothing(client: Client, method: str, value: str) -> None:
    before = client.get(TASK).body
    answer = change(client, method, "If-Match", value)
    assert (answer.status, answer.code, answer.details) == (412, "precondition_failed", None)
    assert client.get(TASK).body == before


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_can_ask_that_a_version_is_not_there(client: Client, method: str) -> None:
    assert change(client, method, "If-None-Match", "TAG").status == 412
    assert change(client, method, "If-None-Match", '"x"').status in (200, 204)


def test_no_update_is_lost(client: Client) -> None:
    read = [("If-Match", tag(client))]
    assert client.patch(TASK, {"title": "Mine"}, headers=read).status == 200
    assert client.patch(TASK, {"title": "Yours"}, headers=read).status == 412
    assert client.delete(TASK, headers=read).status == 412
    assert client.get(TASK).json["title"] == "Mine"


def test_what_does_not_exist_has_no_version(client: Client) -> None:
    for method in ("GET", "DELETE"):
        assert client.request(method, "/v1/tasks/task_999999", headers=[("If-Match", "*")]).status == 404
