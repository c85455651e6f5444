"""``/users``: what each operation answers, and to whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mock_server.driver import Client

ADA, GRACE, LINUS, MARY = "usr_000001", "usr_000002", "usr_000003", "usr_000004"
LINUS_PATH = f"/v1/users/{LINUS}"
RADIA = {"name": "Radia Holm", "email": "radia@example.com"}
AN_EMAIL = "must be an email address, such as ada@example.com"


def test_a_user_to_the_letter(client: Client) -> None:
    assert client.get(LINUS_PATH).body.decode() == (
        '{"id":"usr_000003","name":"Linus Berg","email":"linus@example.com","role":"member",'
        '"createdAt":"2025-04-01T08:00:00Z","updatedAt":"2025-04-01T08:00:00Z"}'
    )


@pytest.mark.parametrize(
    ("key", "ids"), [("reader", [ADA, GRACE, LINUS]), ("manager", [LINUS]), ("member", [LINUS])]
)
def test_who_sees_whom(client: Client, key: str, ids: list[str]) -> None:
    assert [user["id"] for user in client.get("/v1/users", key=key).json["data"]] == ids
    for user_id in (ADA, GRACE, LINUS, MARY):
        expected = 200 if user_id in ids else 404
        assert client.get(f"/v1/users/{user_id}", key=key).status == expected


def test_somebody_who_is_hidden_looks_like_nobody(client: Client) -> None:
    hidden, elsewhere, missing = (
        client.get(f"/v1/users/{user_id}", key="manager") for user_id in (ADA, MARY, "usr_999999")
    )
    assert hidden.body == elsewhere.body == missing.body


def test_a_member_sees_no_other_member(client: Client) -> None:
    created = client.post("/v1/users", RADIA)
    assert client.get(str(created["location"]), key="member").status == 404
    assert client.get(str(created["location"]), key="manager").status == 200


def test_a_new_user_has_all_its_defaults(client: Client) -> None:
    answer = client.post("/v1/users", RADIA)
    assert (answer.status, answer["location"]) == (201, "/v1/users/usr_000006")
    assert answer.json == {
        "id": "usr_000006",
        **RADIA,
        "role": "member",
        "createdAt": "2025-05-13T10:30:00Z",
        "updatedAt": "2025-05-13T10:30:00Z",
    }
    assert client.get("/v1/users/usr_000006").body == answer.body


@pytest.mark.parametrize(
    ("key", "role", "required"),
    [
        ("reader", "admin", None),
        ("reader", "member", None),
        ("manager", "member", None),
        ("manager", "manager", "admin"),
        ("manager", "admin", "admin"),
    ],
)
def test_who_may_create_whom(client: Client, key: str, role: str, required: str | None) -> None:
    answer = client.post("/v1/users", {**RADIA, "role": role}, key=key)
    assert answer.status == (403 if required else 201)
    if required:
        assert answer.details == {"requiredRole": required}


@pytest.mark.parametrize(("role", "required"), [("member", "manager"), ("admin", "admin")])
def test_a_member_creates_nobody(client: Client, role: str, required: str) -> None:
    client.patch(f"/v1/users/{GRACE}", {"role": "member"})
    answer = client.post("/v1/users", {**RADIA, "role": role}, key="manager")
    assert (answer.status, answer.details) == (403, {"requiredRole": required})


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ({"name": None}, {"name": "must be a string"}),
        ({"name": ""}, {"name": "must be 1 or more characters long"}),
        ({"name": "x" * 101}, {"name": "must be at most 100 characters long"}),
        ({"email": None}, {"email": "must be a string"}),
        ({"email": ""}, {"email": AN_EMAIL}),
        ({"email": "ada"}, {"email": AN_EMAIL}),
        ({"email": "ada@localhost"}, {"email": AN_EMAIL}),
        ({"email": "a da@example.com"}, {"email": AN_EMAIL}),
        ({"email": "ada@example.com\n"}, {"email": AN_EMAIL}),
        ({"email": "Ada <ada@example.com>"}, {"email": AN_EMAIL}),
        ({"email": "ada@-example.com"}, {"email": AN_EMAIL}),
        ({"email": "a@" + "b." * 127 + "com"}, {"email": "must be at most 254 characters long"}),
        ({"email": "a@" + "b" * 64 + ".com"}, {"email": AN_EMAIL}),
        ({"role": "owner"}, {"role": "must be one of 'member', 'manager' or 'admin'"}),
        ({"role": None}, {"role": "must be one of 'member', 'manager' or 'admin'"}),
        ({"createdBy": ADA}, {"createdBy": "is not a known field"}),
    ],
)
def test_an_invalid_field_is_told_why(
    client: Client, fields: dict[str, Any], details: dict[str, str]
) -> None:
    for answer in (client.post("/v1/users", {**RADIA, **fields}), client.patch(LINUS_PATH, fields)):
        assert (answer.status, answer.code, answer.details) == (422, "validation_error", details)
    assert client.get("/v1/users").json["pagination"]["total"] == 3


def test_what_a_new_user_needs_is_told(client: Client) -> None:
    assert client.post("/v1/users", {}).details == {"name": "is required", "email": "is required"}


def test_read_only_fields_are_ignored_so_that_a_user_can_be_sent_as_received(client: Client) -> None:
    received = client.get(LINUS_PATH)
    client.scene.advance(90)
    assert client.patch(LINUS_PATH, received.json).body == received.body
    created = client.post("/v1/users", {**received.json, "email": "other@example.com"}).json
    assert (created["id"], created["createdAt"]) == ("usr_000006", "2025-05-13T10:31:30Z")


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.COM"])
def test_an_address_has_one_user_in_an_account(client: Client, email: str) -> None:
    for answer in (
        client.post("/v1/users", {**RADIA, "email": email}),
        client.patch(LINUS_PATH, {"email": email}),
    ):
        assert (answer.status, answer.code) == (409, "conflict")
        assert answer.details == {"email": "is already used in this account"}


def test_an_address_is_free_for_its_own_user_and_in_other_accounts(client: Client) -> None:
    assert client.patch(LINUS_PATH, {"email": "Linus@example.com"}).status == 200
    assert client.post("/v1/users", {**RADIA, "email": "linus@example.com"}, key="stranger").status == 201


def test_only_the_fields_in_the_body_change(client: Client) -> None:
    before = client.get(LINUS_PATH).json
    client.scene.advance(90)
    answer = client.patch(LINUS_PATH, {"name": "Linus B."})
    assert answer.json == {**before, "name": "Linus B.", "updatedAt": "2025-05-13T10:31:30Z"}
    assert client.get(LINUS_PATH).body == answer.body


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_only_an_admin_changes_users(client: Client, method: str) -> None:
    answer = client.request(method, LINUS_PATH, key="manager", body=b"{}", media_type="application/json")
    assert (answer.status, answer.details) == (403, {"requiredRole": "admin"})


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_member_does_not_even_change_itself(client: Client, method: str) -> None:
    client.patch(f"/v1/users/{GRACE}", {"role": "member"})
    target = f"/v1/users/{GRACE}"
    answer = client.request(method, target, key="manager", body=b"{}", media_type="application/json")
    assert (answer.status, answer.details) == (403, {"requiredRole": "admin"})


def test_a_new_role_holds_at_once_for_the_keys_as_well(client: Client) -> None:
    client.patch(f"/v1/users/{GRACE}", {"role": "member"})
    assert [task["id"] for task in client.get("/v1/tasks", key="manager").json["data"]] == ["task_000002"]
    client.patch(f"/v1/users/{GRACE}", {"role": "admin"})
    assert client.get("/v1/users", key="manager").json["pagination"]["total"] == 3


@pytest.mark.parametrize("role", ["manager", "member"])
def test_an_account_keeps_an_admin(client: Client, role: str) -> None:
    ada = f"/v1/users/{ADA}"
    for answer in (
        client.patch(ada, {"role": role}),
        client.delete(ada),
        client.delete(f"{ada}?force=true"),
    ):
        assert (answer.status, answer.code, answer.details) == (409, "conflict", {"reason": "last_admin"})
    assert client.patch(ada, {"name": "Ada M.", "role": "admin"}).status == 200
    client.patch(f"/v1/users/{GRACE}", {"role": "admin"})
    assert client.patch(ada, {"role": role}).status == 200
    assert client.get(ada, key="reader").status == (200 if role == "member" else 404)


def test_a_user_with_assigned_tasks_stays(client: Client) -> None:
    client.post("/v1/tasks", {"title": "x", "assigneeId": LINUS})
    for query in ("", "?force=false"):
        answer = client.delete(LINUS_PATH + query)
        assert (answer.status, answer.code, answer.details) == (409, "conflict", {"assignedTaskCount": 2})
    assert client.get(LINUS_PATH).status == 200


@pytest.mark.parametrize("force", ["yes", "TRUE", "1", ""])
def test_force_is_true_or_false(client: Client, force: str) -> None:
    answer = client.delete(f"{LINUS_PATH}?force={force}")
    assert (answer.status, answer.details) == (400, {"force": "must be one of 'true' or 'false'"})


def test_the_tasks_of_a_deleted_user_stay_without_its_name(client: Client) -> None:
    own = client.post("/v1/tasks", {"title": "x"}, key="member").json["id"]
    untouched = client.get("/v1/tasks/task_000002").body
    client.scene.advance(90)
    assert client.delete(f"{LINUS_PATH}?force=true").status == 204
    assigned, created = (client.get(f"/v1/tasks/{task_id}").json for task_id in ("task_000001", own))
    assert (assigned["assigneeId"], assigned["createdBy"]) == (None, ADA)
    assert (created["createdBy"], created["title"]) == (None, "x")
    assert assigned["updatedAt"] == created["updatedAt"] == "2025-05-13T10:31:30Z"
    assert client.get("/v1/tasks/task_000002").body == untouched
    assert client.get(LINUS_PATH).status == 404


def test_a_user_without_assigned_tasks_needs_no_force(client: Client) -> None:
    assert client.delete(f"/v1/users/{GRACE}").status == 204
    assert client.get("/v1/tasks/task_000002").json["createdBy"] is None


def test_the_keys_of_a_deleted_user_are_revoked(client: Client) -> None:
    client.delete(f"{LINUS_PATH}?force=true")
    answer = client.get("/v1/tasks", key="member")
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert str(answer["www-authenticate"]).endswith('error_description="The API key was revoked"')
    assert client.get("/v1/tasks", key="manager").status == 200


def test_an_admin_may_delete_itself_while_another_stays(client: Client) -> None:
    client.patch(f"/v1/users/{GRACE}", {"role": "admin"})
    assert client.delete(f"/v1/users/{ADA}?force=true").status == 204
    assert client.get("/v1/users").status == 401


def test_accounts_never_reach_each_other(client: Client) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        answer = client.request(method, LINUS_PATH, key="stranger", body=b"{}", media_type="application/json")
        assert answer.status == 404
    assert [user["id"] for user in client.get("/v1/users", key="stranger").json["data"]] == [MARY]


@pytest.mark.parametrize(
    ("method", "target", "scope"),
    [
        ("GET", "/v1/users", "users:read"),
        ("GET", LINUS_PATH, "users:read"),
        ("POST", "/v1/users", "users:write"),
        ("PATCH", LINUS_PATH, "users:write"),
        ("DELETE", LINUS_PATH, "users:write"),
    ],
)
def test_users_have_scopes_of_their_own(client: Client, method: str, target: str, scope: str) -> None:
    answer = client.request(method, target, key="read-only")
    assert (answer.status, answer.details) == (403, {"requiredScope": scope})


def test_a_version_of_a_user_has_a_tag_and_conditions_hold(client: Client) -> None:
    etag = str(client.get(LINUS_PATH)["etag"])
    assert client.get(LINUS_PATH, headers=[("If-None-Match", etag)]).status == 304
    assert client.patch(LINUS_PATH, {"name": "L."}, headers=[("If-Match", etag)]).status == 200
    assert client.patch(LINUS_PATH, {"name": "B."}, headers=[("If-Match", etag)]).status == 412
    assert client.delete(f"{LINUS_PATH}?force=true", headers=[("If-Match", etag)]).status == 412
    assert client.get(LINUS_PATH).json["name"] == "L."
