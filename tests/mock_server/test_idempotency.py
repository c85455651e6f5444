"""``Idempotency-Key``: a request that is sent again is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_server.new_task import NewTask
from tests.mock_server.driver import Answer, Client, SlowRequest

TASKS = "/v1/tasks"
TASK = {"title": "Once"}
NAMED = [("idempotency-key", "k-1")]


def create(client: Client, content: Any = TASK, name: str = "k-1", **options: Any) -> Answer:
    return client.post(TASKS, content, headers=[("idempotency-key", name)], **options)


def total(client: Client) -> int:
    count: int = client.get(TASKS).json["pagination"]["total"]
    return count


def is_replay(answer: Answer) -> bool:
    return answer["idempotent-replayed"] == "true"


def test_the_same_request_again_gets_the_first_answer_and_creates_nothing(client: Client) -> None:
    first = create(client)
    assert (first.status, first["idempotent-replayed"]) == (201, None)
    client.scene.advance(61)
    client.patch(str(first["location"]), {"title": "Changed meanwhile"})
    again = create(client)
    assert (again.status, again.body) == (201, first.body)
    assert is_replay(again)
    for name in ("location", "etag", "content-type"):
        assert again[name] == first[name]
    assert total(client) == 4


def test_a_replay_is_a_request_of_its_own(client: Client) -> None:
    first, again = create(client), create(client)
    assert again["x-request-id"] != first["x-request-id"]
    assert (first["x-ratelimit-remaining"], again["x-ratelimit-remaining"]) == ("59", "58")
    usage = client.get("/v1/api-keys/key_000001/usage").json
    assert [record["status"] for record in usage["data"]] == [201, 201]


def test_without_a_key_nothing_is_remembered(client: Client) -> None:
    assert client.post(TASKS, TASK).json["id"] != client.post(TASKS, TASK).json["id"]


def test_another_key_is_another_request(client: Client) -> None:
    assert create(client, name="a").json["id"] != create(client, name="b").json["id"]


@pytest.mark.parametrize("body", [b'{"title": "Twice"}', b'{"title":"Once"}', b'{"title": "Once"} '])
def test_another_body_is_refused_be_it_only_another_byte(client: Client, body: bytes) -> None:
    create(client)
    answer = client.request("POST", TASKS, body=body, media_type="application/json", headers=NAMED)
    assert (answer.status, answer.code, answer.details) == (422, "idempotency_key_reused", None)
    assert total(client) == 4
    assert is_replay(create(client))


def test_another_user_may_not_have_the_first_ones_answer(client: Client) -> None:
    create(client)
    assert create(client, key="manager").code == "idempotency_key_reused"
    assert is_replay(create(client, key="replacement")), "another key of the same user may"


def test_accounts_use_keys_apart(client: Client) -> None:
    mine, theirs = create(client), create(client, key="stranger")
    assert mine.json["id"] != theirs.json["id"]
    assert not is_replay(theirs)


@pytest.mark.parametrize("name", ["", "a b", "ü", "a\tb", "x" * 256])
def test_a_key_is_1_to_255_visible_ascii_characters(client: Client, name: str) -> None:
    answer = create(client, name=name)
    assert (answer.status, answer.code) == (400, "invalid_request")
    assert answer.details == {"Idempotency-Key": "must be 1–255 visible ASCII characters"}
    assert total(client) == 3


@pytest.mark.parametrize("name", ["!", "~", "x" * 255, "a,b", '"quoted"'])
def test_any_visible_ascii_characters_will_do(client: Client, name: str) -> None:
    assert (create(client, name=name).status, is_replay(create(client, name=name))) == (201, True)


def test_two_keys_are_none(client: Client) -> None:
    answer = client.post(TASKS, TASK, headers=[*NAMED, ("idempotency-key", "k-2")])
    assert (answer.status, answer.code) == (400, "invalid_request")
    assert create(client, name="k-1,k-2").status == 201


REFUSALS: list[tuple[int, str, dict[str, Any]]] = [
    (400, TASKS, {"body": b"{"}),
    (400, f"{TASKS}?x=1", {}),
    (401, TASKS, {"key": "expired"}),
    (403, TASKS, {"key": "office"}),
    (403, TASKS, {"key": "read-only"}),
    (403, TASKS, {"key": "member", "body": b'{"title": "x", "assigneeId": "usr_000001"}'}),
    (413, TASKS, {"body": b'"' + b"x" * 1024 * 1024 + b'"'}),
    (415, TASKS, {"media_type": "text/plain"}),
    (422, TASKS, {"body": b'{"title": ""}'}),
]


@pytest.mark.parametrize(("status", "target", "options"), REFUSALS)
def test_a_refusal_is_not_kept(client: Client, status: int, target: str, options: dict[str, Any]) -> None:
    sent = {"body": b'{"title": "Once"}', "media_type": "application/json", "headers": NAMED, **options}
    assert client.request("POST", target, **sent).status == status
    answer = create(client)
    assert (answer.status, is_replay(answer)) == (201, False)


def test_a_request_past_the_limit_is_not_kept(open_client: Callable[[str], Client]) -> None:
    client = open_client("one-request-left")
    client.get(TASKS)
    assert create(client).status == 429
    client.scene.advance(60)
    assert (create(client).status, total(client)) == (201, 4)


def test_a_bad_question_gets_no_replay(client: Client) -> None:
    create(client)
    assert client.post(f"{TASKS}?x=1", TASK, headers=NAMED).status == 400
    assert create(client, key="read-only").status == 403


@pytest.mark.parametrize(
    ("status", "target", "options"), [row for row in REFUSALS if row[0] in (400, 413, 415)]
)
def test_what_is_malformed_is_told_so_before_what_was_used_before(
    client: Client, status: int, target: str, options: dict[str, Any]
) -> None:
    create(client)
    sent = {"body": b'{"title": "Once"}', "media_type": "application/json", "headers": NAMED, **options}
    assert client.request("POST", target, **sent).status == status


def slow(client: Client) -> SlowRequest:
    """A request with the key whose body is still to arrive."""
    return client.begin("POST", TASKS, headers=NAMED)


def test_while_the_first_runs_the_second_has_to_wait(client: Client) -> None:
    first = slow(client)
    second = create(client)
    assert (second.status, second.code) == (409, "conflict")
    assert second.details == {"reason": "first_request_still_runs"}
    assert first.finish(TASK).status == 201
    assert is_replay(create(client))
    assert total(client) == 4


def test_of_two_at_the_same_time_only_one_is_carried_out(client: Client) -> None:
    first, second = slow(client), slow(client)
    assert second.finish(TASK).status == 409
    assert first.finish(TASK).status == 201
    assert total(client) == 4


def test_a_second_that_arrives_after_the_first_is_its_replay(client: Client) -> None:
    first, second, third = slow(client), slow(client), slow(client)
    answer = first.finish(TASK)
    assert second.finish(TASK).body == answer.body
    assert third.finish({"title": "Other"}).code == "idempotency_key_reused"
    assert total(client) == 4


def test_a_second_that_is_malformed_is_told_so_while_the_first_runs(client: Client) -> None:
    first = slow(client)
    assert create(client, {"title": ""}).status == 422
    assert first.finish(TASK).status == 201


@pytest.mark.parametrize("end", [lambda first: first.hang_up(), lambda first: first.finish({"title": ""})])
def test_a_first_that_is_not_carried_out_makes_way(
    client: Client, end: Callable[[SlowRequest], object]
) -> None:
    first, second = slow(client), slow(client)
    end(first)
    assert second.finish(TASK).status == 201
    assert is_replay(create(client))
    assert total(client) == 4


def test_a_second_that_fails_does_not_take_the_key_from_the_first(client: Client) -> None:
    first, second = slow(client), slow(client)
    second.hang_up()
    assert create(client, {"title": ""}).status == 422
    assert create(client).status == 409
    assert first.finish(TASK).status == 201
    assert is_replay(create(client))


def test_what_failed_on_our_side_is_not_tried_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(NewTask, "created", fail)
        first = create(client)
    again = create(client)
    assert (first.status, again.status, again.body) == (500, 500, first.body)
    assert is_replay(again)
    assert create(client, {"title": "Other"}).code == "idempotency_key_reused"


def test_an_answer_is_kept_for_a_day(client: Client) -> None:
    first = create(client)
    client.scene.advance(24 * 3600 - 1)
    assert is_replay(create(client))
    client.scene.advance(1)
    anew = create(client)
    assert (anew.status, is_replay(anew)) == (201, False)
    assert anew.json["id"] != first.json["id"]


def test_a_request_that_runs_for_longer_than_that_takes_nobody_elses_key_away(client: Client) -> None:
    first = slow(client)
    client.scene.advance(24 * 3600)
    second = create(client)
    assert second.status == 201
    first.hang_up()
    assert create(client).body == second.body


def test_a_replay_does_not_lengthen_the_day_and_each_key_has_its_own(client: Client) -> None:
    create(client, name="a")
    client.scene.advance(12 * 3600)
    create(client, name="b")
    create(client, name="a")
    client.scene.advance(12 * 3600)
    assert (is_replay(create(client, name="a")), is_replay(create(client, name="b"))) == (False, True)


def test_a_replay_does_not_outlive_the_key_of_the_request(client: Client) -> None:
    create(client, key="member")
    client.delete("/v1/api-keys/key_000009")
    assert create(client, key="member").status == 401


@pytest.mark.parametrize(
    ("method", "target", "content"),
    [("PATCH", f"{TASKS}/task_000001", {"title": "x"}), ("POST", "/v1/api-keys/key_000006/rotate", {})],
)
def test_operations_that_do_not_document_the_header_take_no_notice(
    client: Client, method: str, target: str, content: object
) -> None:
    ask = client.patch if method == "PATCH" else client.post
    answers = [ask(target, content, headers=NAMED) for _ in range(2)]
    assert [answer.status for answer in answers] == ([200, 200] if method == "PATCH" else [201, 409])
