"""One key takes the place of another; and what becomes of a user's keys when the user changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_server.keys import has_valid_form
from tests.mock_server.driver import Client

KEYS = "/v1/api-keys"
READER, REPLACEMENT, OFFICE, MEMBER, NEW = (f"key_{number:06}" for number in (1, 2, 6, 9, 13))
HOUR = 3600


def rotate(client: Client, key_id: str = READER, **how: Any) -> dict[str, Any]:
    answer = client.post(f"{KEYS}/{key_id}/rotate", how)
    assert answer.status == 201
    rotated: dict[str, Any] = answer.json
    return rotated


def test_a_rotated_key_is_replaced_by_one_like_it_shown_once(client: Client) -> None:
    old = client.get(f"{KEYS}/{OFFICE}").json
    answer = client.post(f"{KEYS}/{OFFICE}/rotate", {})
    assert (answer.status, answer["location"]) == (201, f"{KEYS}/{NEW}")
    assert answer["cache-control"] == "no-store"
    new = answer.json
    assert has_valid_form(new["key"])
    same = ("name", "scopes", "allowedIps", "expiresAt", "status", "replacedBy")
    assert {name: new[name] for name in same} == {name: old[name] for name in same}
    assert new["createdAt"] == "2025-05-13T10:30:00Z"
    shown = client.get(f"{KEYS}/{NEW}")
    assert shown.json == {name: value for name, value in new.items() if name != "key"}
    assert shown["etag"] == answer["etag"]


def test_the_new_key_acts_as_the_same_user(client: Client) -> None:
    new = client.with_key(rotate(client)["key"])
    assert new.post("/v1/tasks", {"title": "x"}).json["createdBy"] == "usr_000001"


@pytest.mark.parametrize("name", ["reader", "replacement"])
def test_nobody_rotates_a_key_that_acts_as_somebody_else_not_even_an_admin(client: Client, name: str) -> None:
    answer = client.post(f"{KEYS}/{MEMBER}/rotate", {}, key=name)
    assert (answer.status, answer.details) == (403, {"reason": "not_your_key"})
    assert client.get(f"{KEYS}/{MEMBER}").json["status"] == "active"
    assert client.delete(f"{KEYS}/{MEMBER}").status == 204


@pytest.mark.parametrize(
    ("how", "hours"),
    [({}, 24), ({"overlapHours": 24}, 24), ({"overlapHours": 1}, 1), ({"overlapHours": 168}, 168)],
)
def test_the_old_key_works_until_the_overlap_ends(client: Client, how: dict[str, Any], hours: int) -> None:
    new = client.with_key(rotate(client, **how)["key"])
    old = new.get(f"{KEYS}/{READER}").json
    assert (old["status"], old["replacedBy"]) == ("deprecated", NEW)

    client.scene.advance(hours * HOUR - 1)
    answer = client.get("/v1/tasks")
    assert (answer.status, answer["api-key-replaced-by"]) == (200, NEW)
    assert answer["api-key-expires"] == old["expiresAt"]

    client.scene.advance(1)
    answer = client.get("/v1/tasks")
    assert (answer.status, answer["api-key-replaced-by"]) == (401, NEW)
    assert 'error_description="The API key expired"' in str(answer["www-authenticate"])
    assert new.get(f"{KEYS}/{READER}").json["status"] == "expired"
    assert new.get("/v1/tasks").status == 200


def test_without_an_overlap_the_old_key_ends_at_once(client: Client) -> None:
    new = client.with_key(rotate(client, overlapHours=0)["key"])
    assert client.get("/v1/tasks").status == 401
    assert new.get(f"{KEYS}/{READER}").json["expiresAt"] == "2025-05-13T10:30:00Z"


@pytest.mark.parametrize("hours", [-1, 169, 1.5, "24", None, True])
def test_an_overlap_is_a_whole_number_of_hours_up_to_a_week(client: Client, hours: object) -> None:
    answer = client.post(f"{KEYS}/{READER}/rotate", {"overlapHours": hours})
    assert (answer.status, list(answer.details)) == (422, ["overlapHours"])
    assert client.get(f"{KEYS}/{READER}").json["status"] == "active"


def test_a_body_is_not_needed_and_nothing_unknown_is_taken(client: Client) -> None:
    assert client.post(f"{KEYS}/{OFFICE}/rotate", {"hours": 1}).details == {"hours": "is not a known field"}
    assert client.request("POST", f"{KEYS}/{OFFICE}/rotate").status == 201


def test_a_key_that_rotates_itself_is_told_so_from_that_answer_on(client: Client) -> None:
    assert client.get("/v1/tasks")["api-key-expires"] is None
    rotation = client.post(f"{KEYS}/{READER}/rotate", {"overlapHours": 2})
    for answer in (rotation, client.get("/v1/tasks"), client.get("/v1/nowhere")):
        assert answer["api-key-expires"] == "2025-05-13T12:30:00Z"
        assert answer["api-key-replaced-by"] == NEW
    assert client.with_key(rotation.json["key"]).get("/v1/tasks")["api-key-expires"] is None


def test_a_key_with_an_end_is_replaced_by_one_that_lives_as_long(client: Client) -> None:
    made = client.post(KEYS, {"name": "x", "scopes": ["tasks:read"], "expiresAt": "2025-05-13T20:30:00Z"})
    client.scene.advance(4 * HOUR)
    new = rotate(client, made.json["id"], overlapHours=1)
    assert new["expiresAt"] == "2025-05-14T00:30:00Z"
    assert client.get(f"{KEYS}/{made.json['id']}").json["expiresAt"] == "2025-05-13T15:30:00Z"


def test_an_overlap_does_not_lengthen_a_keys_life(client: Client) -> None:
    made = client.post(KEYS, {"name": "x", "scopes": ["tasks:read"], "expiresAt": "2025-05-13T20:30:00Z"})
    rotate(client, made.json["id"], overlapHours=168)
    assert client.get(f"{KEYS}/{made.json['id']}").json["expiresAt"] == "2025-05-13T20:30:00Z"


def test_a_life_that_would_outlast_the_calendar_has_no_end(client: Client) -> None:
    made = client.post(KEYS, {"name": "x", "scopes": ["tasks:read"], "expiresAt": "9999-12-31T23:59:59Z"})
    client.scene.advance(60)
    assert rotate(client, made.json["id"])["expiresAt"] is None


def test_keys_are_replaced_one_after_the_other(client: Client) -> None:
    second = rotate(client)
    third = client.with_key(second["key"]).post(f"{KEYS}/{second['id']}/rotate", {}).json
    shown = [
        client.get(f"{KEYS}/{key_id}").json["replacedBy"] for key_id in (READER, second["id"], third["id"])
    ]
    assert shown == [second["id"], third["id"], None]
    for secret in (client.scene.keys["reader"], second["key"], third["key"]):
        assert client.with_key(secret).get("/v1/tasks").status == 200


def test_the_new_key_works_from_the_same_addresses(open_client: Callable[[str], Client]) -> None:
    client = open_client("default")
    new = client.with_key(rotate(client, "key_000006")["key"])
    assert new.get("/v1/tasks").status == 403
    assert new.get("/v1/tasks", address="203.0.113.7").status == 200


def promote_grace(client: Client) -> None:
    assert client.patch("/v1/users/usr_000002", {"role": "admin"}).status == 200


@pytest.mark.parametrize("name", ["reader", "replacement", "read-only", "deprecated"])
def test_a_deleted_users_keys_are_revoked_at_once(client: Client, name: str) -> None:
    promote_grace(client)
    made = client.post(KEYS, {"name": "x", "scopes": ["tasks:read"]}).json["key"]
    assert client.delete("/v1/users/usr_000001?force=true", key="manager").status == 204
    for answer in (client.get("/v1/tasks", key=name), client.with_key(made).get("/v1/tasks")):
        assert answer.status == 401
        assert 'error_description="The API key was revoked"' in str(answer["www-authenticate"])


def test_a_user_that_deletes_itself_ends_its_own_key(client: Client) -> None:
    promote_grace(client)
    assert client.delete("/v1/users/usr_000001?force=true").status == 204
    assert client.get("/v1/tasks").status == 401


def test_a_deleted_users_keys_stay_in_the_admins_list(client: Client) -> None:
    assert client.delete("/v1/users/usr_000003?force=true").status == 204
    assert client.get(f"{KEYS}/{MEMBER}").json["status"] == "revoked"
    assert client.get(f"{KEYS}/{MEMBER}/usage").status == 200


def test_a_lowered_role_lowers_a_users_keys_at_once(client: Client) -> None:
    promote_grace(client)
    assert client.get("/v1/users").json["pagination"]["total"] == 3
    assert client.patch("/v1/users/usr_000001", {"role": "member"}).status == 200
    assert client.get("/v1/users").json["pagination"]["total"] == 1
    assert client.delete("/v1/users/usr_000001").details == {"requiredRole": "admin"}
    assert client.get("/v1/tasks/task_000003").status == 200, "it has created this one"
    assert client.post("/v1/tasks", {"title": "x", "assigneeId": "usr_000002"}).details == {
        "requiredRole": "manager"
    }


def test_a_raised_role_raises_a_users_keys_at_once(client: Client) -> None:
    assert client.get("/v1/users", key="member").json["pagination"]["total"] == 1
    assert client.patch("/v1/users/usr_000003", {"role": "admin"}).status == 200
    assert client.get("/v1/users", key="member").json["pagination"]["total"] == 3


def test_nobody_makes_a_key_for_a_user_that_is_deleted_meanwhile(client: Client) -> None:
    """The body of a request may take its time, and its user be gone when it arrives."""
    promote_grace(client)
    slow = client.begin("POST", KEYS)
    assert client.delete("/v1/users/usr_000001?force=true", key="manager").status == 204
    answer = slow.finish({"name": "x", "scopes": ["tasks:read"]})
    assert answer.status == 401
    assert client.get(f"{KEYS}/{NEW}", key="manager").status in (403, 404)


@pytest.mark.parametrize("how", ["revoke", "rotate", "expire"])
def test_a_key_that_ends_while_a_body_arrives_carries_nothing_out(client: Client, how: str) -> None:
    client.patch(f"{KEYS}/{REPLACEMENT}", {"expiresAt": "2025-05-13T11:30:00Z"})
    slow = client.begin("POST", "/v1/tasks", key="replacement")
    if how == "revoke":
        client.delete(f"{KEYS}/{REPLACEMENT}")
    elif how == "rotate":
        rotate(client, REPLACEMENT, overlapHours=0)
    else:
        client.scene.advance(HOUR)
    assert slow.finish({"title": "x"}).status == 401
    assert client.get("/v1/tasks").json["pagination"]["total"] == 3


def test_what_changes_while_a_body_arrives_counts(client: Client) -> None:
    without_scope = client.begin("POST", "/v1/tasks", key="member")
    client.patch(f"{KEYS}/{MEMBER}", {"scopes": ["tasks:read"]})
    assert without_scope.finish({"title": "x"}).details == {"requiredScope": "tasks:write"}

    promote_grace(client)
    without_role = client.begin("POST", "/v1/users")
    client.patch("/v1/users/usr_000001", {"role": "member"})
    assert without_role.finish({"name": "x", "email": "x@example.com"}).details == {"requiredRole": "manager"}
