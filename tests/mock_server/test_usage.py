"""What a key was used for: a record of each request, and their number by day and status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from mock_server.task_query import TaskQuery
from mock_server.usage import KEPT, KeyUsage
from tests.mock_server.driver import Answer, Client

KEYS = "/v1/api-keys"
READER, REPLACEMENT, EXPIRED, REVOKED, READ_ONLY, OFFICE, MEMBER = (
    f"key_{number:06}" for number in (1, 2, 3, 4, 5, 6, 9)
)
MEMBER_USAGE = f"{KEYS}/{MEMBER}/usage"


def records(client: Client, key_id: str = MEMBER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{KEYS}/{key_id}/usage").json["data"]
    return found


def summary(answer: Answer) -> list[tuple[str, int, int]]:
    return [(row["date"], row["status"], row["requests"]) for row in answer.json["summary"]]


def test_a_request_to_the_letter(client: Client) -> None:
    agent = [("user-agent", "curl/8.7.1")]
    asked = client.get("/v1/tasks?limit=1&search=secret", key="member", headers=agent)
    assert client.get(MEMBER_USAGE).json == {
        "data": [
            {
                "timestamp": "2025-05-13T10:30:00Z",
                "method": "GET",
                "path": "/v1/tasks",
                "status": 200,
                "ip": "127.0.0.1",
                "userAgent": "curl/8.7.1",
                "requestId": asked["x-request-id"],
            }
        ],
        "pagination": {"total": 1, "limit": 10, "offset": 0, "hasMore": False},
        "summary": [{"date": "2025-05-13", "status": 200, "requests": 1}],
    }


def test_a_key_that_was_never_used_has_an_empty_page(client: Client) -> None:
    answer = client.get(MEMBER_USAGE)
    assert (answer.json["data"], answer.json["summary"], answer.json["pagination"]["total"]) == ([], [], 0)
    assert client.get(f"{KEYS}/{MEMBER}").json["lastUsedAt"] is None


def test_what_a_client_does_not_say_is_unknown(client: Client) -> None:
    client.get("/v1/tasks", key="member", address=None)
    (record,) = records(client)
    assert (record["ip"], record["userAgent"]) == (None, None)


@pytest.mark.parametrize(
    ("status", "key_id", "key", "method", "target"),
    [
        (200, MEMBER, "member", "GET", "/v1/tasks"),
        (200, MEMBER, "member", "HEAD", "/v1/tasks"),
        (400, MEMBER, "member", "GET", "/v1/tasks?x=1"),
        (401, EXPIRED, "expired", "GET", "/v1/tasks"),
        (401, REVOKED, "revoked", "GET", "/v1/tasks"),
        (403, OFFICE, "office", "GET", "/v1/tasks"),
        (403, READ_ONLY, "read-only", "POST", "/v1/tasks"),
        (404, MEMBER, "member", "GET", "/v1/tasks/task_000002"),
        (404, MEMBER, "member", "GET", "/v1/nowhere"),
        (405, MEMBER, "member", "BREW", "/v1/tasks"),
        (422, MEMBER, "member", "POST", "/v1/tasks"),
    ],
)
def test_every_request_with_a_known_key_is_recorded(
    client: Client, status: int, key_id: str, key: str, method: str, target: str
) -> None:
    asked = client.request(method, target, key=key)
    assert asked.status == status
    (record,) = records(client, key_id)
    assert (record["status"], record["method"], record["path"]) == (status, method, target.partition("?")[0])
    assert record["requestId"] == asked["x-request-id"]
    assert client.get(f"{KEYS}/{key_id}").json["lastUsedAt"] == "2025-05-13T10:30:00Z"


def test_a_request_past_the_limit_is_recorded(open_client: Callable[[str], Client]) -> None:
    client = open_client("one-request-left")
    assert [client.get("/v1/tasks", key="member").status for _ in range(2)] == [200, 429]
    client.scene.advance(60)
    assert [record["status"] for record in records(client)] == [429, 200]


def test_an_unexpected_error_is_recorded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.delattr(TaskQuery, "select")
        assert client.get("/v1/tasks", key="member").status == 500
    assert [record["status"] for record in records(client)] == [500]


def test_a_request_without_a_known_key_is_nobodys(client: Client) -> None:
    unknown = client.scene.keys["member"][:-1] + "x"
    client.get("/v1/tasks", key=None)
    client.with_key(unknown).get("/v1/tasks")
    client.get("/health", key="member")
    assert records(client) == []


def test_a_request_that_nobody_waits_for_is_not_recorded(client: Client) -> None:
    client.begin("POST", "/v1/tasks", key="member").hang_up()
    assert records(client) == []


def test_a_look_at_usage_shows_the_looks_before(client: Client) -> None:
    assert [len(records(client, READER)) for _ in range(3)] == [0, 1, 2]
    assert records(client, READER)[0]["path"] == f"{KEYS}/{READER}/usage"


@pytest.mark.parametrize("place", ["path", "user agent"])
@pytest.mark.parametrize("offset", [*range(250, 310, 7), *range(950, 1010, 7)])
def test_no_key_gets_into_a_record_neither_whole_nor_in_part(client: Client, place: str, offset: int) -> None:
    secret = client.scene.keys["stranger"]
    before = "x" * (offset - len("/v1/tasks/"))
    agent = [("user-agent", f"{'y' * offset}{secret}")] if place == "user agent" else []
    client.get(f"/v1/tasks/{before}{secret}" if place == "path" else "/v1/tasks", key="member", headers=agent)
    (record,) = records(client)
    assert secret[8:20] not in str(record)


def test_a_key_in_a_record_is_cut_to_what_may_be_shown(client: Client) -> None:
    secret = client.scene.keys["stranger"]
    client.get(f"/v1/tasks/{secret}", key="member", headers=[("user-agent", f"sync {secret}/2")])
    (record,) = records(client)
    shown = f"{secret[:8]}…{secret[-4:]}"
    assert (record["path"], record["userAgent"]) == (f"/v1/tasks/{shown}", f"sync {shown}/2")


def test_long_values_are_cut(client: Client) -> None:
    agent = [("user-agent", "y" * 10_000)]
    client.get("/v1/tasks/" + "x" * 10_000, key="member", headers=agent)
    (record,) = records(client)
    assert (len(record["path"]), len(record["userAgent"])) == (1_000, 300)


@pytest.mark.parametrize("text", ["ünïcode", "\x00", "%2e%2e", "a\tb", '"}'])
def test_a_path_is_recorded_as_it_came(client: Client, text: str) -> None:
    client.get(f"/v1/{text}", key="member")
    assert records(client)[0]["path"] == f"/v1/{text}"


def test_a_user_agent_is_recorded_as_it_came(client: Client) -> None:
    client.get("/v1/tasks", key="member", headers=[("user-agent", "sync/2 (ü)")])
    assert records(client)[0]["userAgent"] == "sync/2 (ü)"


def test_the_newest_come_first_and_can_be_sorted(client: Client) -> None:
    for pause, target in ((0, "/v1/tasks"), (0, "/v1/nowhere"), (1, "/v1/users"), (5, "/v1/tasks?x=1")):
        client.scene.advance(pause)
        client.get(target, key="member")
    expected = {
        "": [400, 200, 404, 200],
        "?sort=timestamp": [200, 404, 200, 400],
        "?sort=status,-timestamp": [200, 200, 400, 404],
        "?sort=-status&limit=2": [404, 400],
        "?limit=1&offset=1": [200],
    }
    for query, statuses in expected.items():
        answer = client.get(MEMBER_USAGE + query)
        assert [record["status"] for record in answer.json["data"]] == statuses
        assert answer["link"] is not None
        assert len(answer.json["summary"]) == 3
    assert client.get(f"{MEMBER_USAGE}?sort=path").code == "invalid_request"


def test_the_summary_counts_by_day_and_status_the_newest_day_first(client: Client) -> None:
    def use(*targets: str) -> None:
        for target in targets:
            client.get(target, key="member")

    use("/v1/nowhere", "/v1/tasks", "/v1/tasks")
    client.scene.advance(13.5 * 3600 - 1)  # the last second of the day in UTC
    use("/v1/tasks")
    client.scene.advance(1)
    use("/v1/tasks", "/v1/tasks?x=1")
    assert summary(client.get(f"{MEMBER_USAGE}?limit=1")) == [
        ("2025-05-14", 200, 1),
        ("2025-05-14", 400, 1),
        ("2025-05-13", 200, 3),
        ("2025-05-13", 404, 1),
    ]


def test_days_sort_by_the_calendar(client: Client) -> None:
    for days_later in (0, 17, 3, 12):
        client.scene.advance(days_later * 86_400)
        client.get("/v1/tasks", key="member")
    dates = [date for date, *_ in summary(client.get(MEMBER_USAGE))]
    assert dates == ["2025-06-14", "2025-06-02", "2025-05-30", "2025-05-13"]


def test_the_last_use_moves_with_the_clock(client: Client) -> None:
    for expected in ("2025-05-13T10:30:00Z", "2025-05-13T10:31:00Z"):
        client.get("/v1/tasks", key="member")
        assert client.get(f"{KEYS}/{MEMBER}").json["lastUsedAt"] == expected
        client.scene.advance(60)
    client.get("/v1/tasks", key="expired")
    assert client.get(f"{KEYS}/{EXPIRED}").json["lastUsedAt"] == "2025-05-13T10:32:00Z"


def test_the_oldest_records_make_room_and_stay_in_the_summary(client: Client) -> None:
    usage: KeyUsage = client.store.accounts["acme"].usage[MEMBER]
    for number in range(1, KEPT + 1):
        usage.add(
            timestamp=client.scene.clock.now(),
            method="GET",
            path=f"/{number}",
            status=200,
            ip=None,
            user_agent=None,
            request_id=f"req_{number:06}",
        )
    client.get("/v1/tasks", key="member")
    answer = client.get(f"{MEMBER_USAGE}?sort=timestamp&limit=1")
    assert answer.json["pagination"]["total"] == KEPT == 10_000
    assert answer.json["data"][0]["path"] == "/2"
    assert summary(answer) == [("2025-05-13", 200, KEPT + 1)]


def test_the_keys_of_an_account_are_used_apart(client: Client) -> None:
    client.get("/v1/tasks", key="member")
    assert (len(records(client, MEMBER)), len(records(client, READ_ONLY))) == (1, 0)


def test_a_key_keeps_its_own_usage_when_it_is_replaced(client: Client) -> None:
    client.get("/v1/tasks", key="replacement")
    new = client.post(f"{KEYS}/{REPLACEMENT}/rotate", {}).json
    client.with_key(new["key"]).get("/v1/tasks/x")
    assert [record["path"] for record in records(client, REPLACEMENT)] == ["/v1/tasks"]
    assert [record["path"] for record in records(client, new["id"])] == ["/v1/tasks/x"]


@pytest.mark.parametrize(
    ("query", "seconds"),
    [
        ("timestamp[gt]=2025-05-13T10:30:01Z", [2]),
        ("timestamp[lt]=2025-05-13T10:30:01Z", [0]),
        ("timestamp[gt]=2025-05-13T10:30:00Z&timestamp[lt]=2025-05-13T10:30:02Z", [1]),
        ("sort=timestamp", [0, 1, 2]),
    ],
)
def test_the_records_can_be_narrowed_to_a_time(client: Client, query: str, seconds: list[int]) -> None:
    for _ in range(3):
        client.get("/v1/tasks", key="member")
        client.scene.advance(1)
    found = client.get(f"{MEMBER_USAGE}?{query}").json["data"]
    assert [int(record["timestamp"][-3:-1]) for record in found] == seconds


def test_a_key_in_the_place_of_a_method_is_masked_and_a_long_method_cut(client: Client) -> None:
    for method in (client.scene.keys["reader"], "X" * 5_000):
        client.request(method, "/v1/tasks", key="member")
    assert [record["method"] for record in records(client)] == ["X" * 20, "tmk_MZ4W…ROK3"]


def test_the_scenario_of_a_used_key_tells_of_habit_and_incident(open_client: Callable[[str], Client]) -> None:
    answer = open_client("used").get(f"{KEYS}/{READER}/usage?limit=100")
    assert [row for row in summary(answer) if row[1] == 409] == [("2025-05-12", 409, 1)]
    assert {record["ip"] for record in answer.json["data"]} == {"198.51.100.7", "203.0.113.99"}


def test_no_path_is_too_strange_for_a_record(client: Client) -> None:
    for text in ("\ud7ff", "\U0001f600", "\u202e", quote("ü")):
        client.get(f"/v1/{text}", key="member")
    assert len(records(client)) == 4
