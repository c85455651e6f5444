"""``/api-keys``: what each operation answers, and to whom."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.keys import has_valid_form
from mock_server.scopes import SCOPES
from tests.mock_server.driver import Answer, Client

KEYS = "/v1/api-keys"
READER, REPLACEMENT, EXPIRED, REVOKED, READ_ONLY, OFFICE, DEPRECATED = (
    f"key_{number:06}" for number in range(1, 8)
)
MANAGER, MEMBER, BUSY, STRANGER, REPORT = (f"key_{number:06}" for number in range(8, 13))
NEW_ID = "key_000013"
OF_ADA = [READER, REPLACEMENT, EXPIRED, REVOKED, READ_ONLY, OFFICE, DEPRECATED, REPORT]
OF_ACME = [*OF_ADA[:-1], MANAGER, MEMBER, REPORT]
NIGHTLY = {"name": "Nightly", "scopes": ["tasks:read"]}


def ids(answer: Answer) -> list[str]:
    return [key["id"] for key in answer.json["data"]]


def made(client: Client, **settings: Any) -> Client:
    """Make a key; gives the same world, asked with it."""
    return client.with_key(client.post(KEYS, {**NIGHTLY, **settings}).json["key"])


def demote(client: Client, role: str) -> None:
    """Give Ada, whose key the reader has, another role; somebody else becomes the account's admin."""
    assert client.patch("/v1/users/usr_000002", {"role": "admin"}).status == 200
    assert client.patch("/v1/users/usr_000001", {"role": role}).status == 200


def test_a_key_to_the_letter(client: Client) -> None:
    assert client.get(f"{KEYS}/{OFFICE}").body.decode() == (
        '{"id":"key_000006","name":"office","prefix":"tmk_sMtf","lastFour":"eVwT","scopes":["tasks:read",'
        '"tasks:write","users:read","users:write","keys:manage"],"allowedIps":["203.0.113.0/24"],'
        '"status":"active","createdAt":"2025-04-13T10:30:00Z","expiresAt":null,"lastUsedAt":null,'
        '"replacedBy":null}'
    )


def test_the_list_shows_all_of_the_account_ended_ones_too_and_no_secret(client: Client) -> None:
    answer = client.get(KEYS)
    assert ids(answer) == OF_ACME
    assert [key["status"] for key in answer.json["data"]] == [
        *("active", "active", "expired", "revoked", "active", "active", "deprecated", "active", "active"),
        "active",
    ]
    assert answer["link"] is not None
    for name, secret in client.scene.keys.items():
        assert secret[8:-4].encode() not in answer.body, name


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=expired", [EXPIRED]),
        ("status=expired,revoked", [EXPIRED, REVOKED]),
        ("status=deprecated&status=expired", [EXPIRED, DEPRECATED]),
        ("sort=-createdAt", OF_ACME[::-1]),
        ("sort=name&limit=3", [DEPRECATED, EXPIRED, MANAGER]),
        ("sort=expiresAt&limit=2", [EXPIRED, DEPRECATED]),
        ("sort=-expiresAt&limit=2", [REPORT, DEPRECATED]),
        ("sort=-status&limit=3", [REVOKED, EXPIRED, DEPRECATED]),
        ("sort=-lastUsedAt&limit=1", [MEMBER]),
        ("offset=7", [MANAGER, MEMBER, REPORT]),
    ],
)
def test_the_list_can_be_narrowed_and_sorted(client: Client, query: str, expected: list[str]) -> None:
    client.get("/v1/tasks", key="member")
    assert ids(client.get(f"{KEYS}?{query}")) == expected


@pytest.mark.parametrize("query", ["status=gone", "sort=secret", "limit=0", "name=x"])
def test_a_question_that_makes_no_sense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"{KEYS}?{query}").code == "invalid_request"


def test_a_new_key_is_shown_once_and_kept_by_nobody_on_the_way(client: Client) -> None:
    answer = client.post(KEYS, NIGHTLY)
    assert (answer.status, answer["location"]) == (201, f"{KEYS}/{NEW_ID}")
    assert answer["cache-control"] == "no-store"
    secret = answer.json["key"]
    assert has_valid_form(secret)
    assert answer.json == {
        "id": NEW_ID,
        **NIGHTLY,
        "prefix": secret[:8],
        "lastFour": secret[-4:],
        "allowedIps": [],
        "status": "active",
        "createdAt": "2025-05-13T10:30:00Z",
        "expiresAt": None,
        "lastUsedAt": None,
        "replacedBy": None,
        "key": secret,
    }
    again = client.get(f"{KEYS}/{NEW_ID}")
    assert again.json == {name: value for name, value in answer.json.items() if name != "key"}
    assert (again["etag"], again["cache-control"]) == (answer["etag"], None)
    assert client.with_key(secret).get("/v1/tasks").status == 200


def test_a_new_key_has_what_it_was_given(client: Client) -> None:
    settings = {
        "name": "x",
        "scopes": ["keys:manage", "tasks:read", "keys:manage"],
        "allowedIps": ["203.0.113.7", "2001:db8::/32"],
        "expiresAt": "2025-05-13T12:30:01+02:00",
    }
    shown = client.post(KEYS, settings).json
    assert shown["scopes"] == ["tasks:read", "keys:manage"]
    assert shown["allowedIps"] == ["203.0.113.7", "2001:db8::/32"]
    assert shown["expiresAt"] == "2025-05-13T10:30:01Z"


def test_a_key_as_it_was_received_can_be_sent_to_make_another(client: Client) -> None:
    answer = client.post(KEYS, client.get(f"{KEYS}/{OFFICE}").json)
    assert (answer.status, answer.json["id"], answer.json["name"]) == (201, NEW_ID, "office")
    assert answer.json["createdAt"] == "2025-05-13T10:30:00Z"


BLOCK = "must be an IP address, or a CIDR block such as 203.0.113.0/24"


@pytest.mark.parametrize(
    ("change", "details"),
    [
        ({"name": ""}, {"name": "must be 1 or more characters long"}),
        ({"name": "x" * 101}, {"name": "must be at most 100 characters long"}),
        ({"scopes": ["tasks:delete"]}, {"scopes[0]": ...}),
        ({"scopes": []}, {"scopes": ...}),
        ({"scopes": "tasks:read"}, {"scopes": "must be a list"}),
        ({"scopes": None}, {"scopes": "must be a list"}),
        ({"expiresAt": "2025-05-13T10:30:00Z"}, {"expiresAt": "must be in the future"}),
        ({"expiresAt": "tomorrow"}, {"expiresAt": ...}),
        ({"allowedIps": ["203.0.113.7", "localhost"]}, {"allowedIps[1]": BLOCK}),
        ({"allowedIps": ["203.0.113.7/24"]}, {"allowedIps[0]": BLOCK}),
        ({"allowedIps": ["10.0.0.0/255.0.0.0"]}, {"allowedIps[0]": BLOCK}),
        ({"allowedIps": ["10.0.0.0/08"]}, {"allowedIps[0]": BLOCK}),
        ({"allowedIps": ["fe80::1%eth0"]}, {"allowedIps[0]": BLOCK}),
        ({"allowedIps": ["::1"] * 101}, {"allowedIps": "must hold at most 100 items"}),
        ({"user": "usr_000002"}, {"user": "is not a known field"}),
        ({"key": "tmk_x"}, {"key": "is not a known field"}),
    ],
)
def test_bad_settings_are_refused_field_by_field(
    client: Client, change: dict[str, Any], details: dict[str, Any]
) -> None:
    for answer in (client.post(KEYS, {**NIGHTLY, **change}), client.patch(f"{KEYS}/{READER}", change)):
        assert (answer.status, answer.code) == (422, "validation_error")
        assert set(answer.details) == set(details)
        assert all(reason in (..., answer.details[field]) for field, reason in details.items())


def test_a_change_is_refused_for_role_then_state_then_version_then_scopes(client: Client) -> None:
    """The order of checks: 403, 409, 412, 422."""
    weak, stale, grow = made(client, scopes=["keys:manage"]), [("if-match", '"x"')], {"scopes": list(SCOPES)}
    client.delete(f"{KEYS}/{OFFICE}")
    assert weak.patch(f"{KEYS}/{OFFICE}", grow, headers=stale).status == 403
    assert client.patch(f"{KEYS}/{OFFICE}", grow, headers=stale).status == 409
    assert client.patch(f"{KEYS}/{READ_ONLY}", grow, headers=stale).status == 412
    answer = client.patch(f"{KEYS}/{READ_ONLY}", grow)
    assert answer.details == {"scopes": "can't grow by tasks:write, users:read, users:write, keys:manage"}


def test_a_key_changes_no_key_that_may_more(client: Client) -> None:
    weak = made(client, scopes=["tasks:read", "keys:manage"])
    assert weak.patch(f"{KEYS}/{OFFICE}", {"allowedIps": []}).details == {"requiredScope": "tasks:write"}
    assert weak.patch(f"{KEYS}/{READ_ONLY}", {"name": "x"}).status == 200


def test_a_new_key_needs_a_name_and_scopes(client: Client) -> None:
    assert client.post(KEYS, {}).details == {"name": "is required", "scopes": "is required"}


@pytest.mark.parametrize("target", ["", f"/{READ_ONLY}", f"/{READER}/rotate"])
def test_a_key_gives_no_scope_that_it_lacks(client: Client, target: str) -> None:
    weak = made(client, scopes=["tasks:read", "keys:manage"])
    content = {"/key_000001/rotate": {}, "": {"name": "x", "scopes": ["tasks:read", "tasks:write"]}}
    answer = (
        weak.patch(KEYS + target, {"scopes": ["tasks:write"]})
        if target == f"/{READ_ONLY}"
        else weak.post(KEYS + target, content[target])
    )
    assert (answer.status, answer.details) == (403, {"requiredScope": "tasks:write"})
    assert answer["www-authenticate"] == (
        'Bearer realm="Task Management API", error="insufficient_scope", scope="tasks:write"'
    )
    assert ids(client.get(f"{KEYS}?limit=100")) == [*OF_ACME, NEW_ID]


def test_the_scope_that_rotation_lacks_is_the_first_in_order(client: Client) -> None:
    weak = made(client, scopes=["keys:manage"])
    for _ in range(3):
        rotated = client.post(KEYS, {"name": "x", "scopes": [*SCOPES][::-1]}).json["id"]
        assert weak.post(f"{KEYS}/{rotated}/rotate", {}).details == {"requiredScope": "tasks:read"}


def test_a_key_may_lose_scopes_and_never_gain_one(client: Client) -> None:
    path = f"{KEYS}/{READER}"
    assert client.patch(path, {"scopes": ["keys:manage", "tasks:read"]}).status == 200
    assert client.get("/v1/users").status == 403
    answer = client.patch(f"{KEYS}/{READ_ONLY}", {"scopes": ["keys:manage", "tasks:read"]})
    assert (answer.status, answer.details) == (422, {"scopes": "can't grow by keys:manage"})
    assert client.patch(path, {"scopes": ["tasks:read", "tasks:write"]}).status == 403


def test_a_patch_changes_what_it_names(client: Client) -> None:
    path = f"{KEYS}/{READER}"
    before = client.get(path).json
    change = {"name": "Mine", "allowedIps": ["127.0.0.0/8"], "expiresAt": "2025-05-13T10:30:02Z"}
    answer = client.patch(path, {**change, "status": "revoked", "id": "key_000002"})
    assert answer.json == {**before, **change, "lastUsedAt": "2025-05-13T10:30:00Z"}
    assert (answer.status, answer["api-key-expires"]) == (200, "2025-05-13T10:30:02Z")
    assert client.get("/v1/tasks", address="203.0.113.7").status == 403
    assert client.patch(path, {"expiresAt": None, "allowedIps": []})["api-key-expires"] is None
    assert client.get("/v1/tasks", address="203.0.113.7").status == 200


def test_a_key_stops_at_its_end_to_the_second(client: Client) -> None:
    short = made(client, expiresAt="2025-05-13T10:30:05Z")
    client.scene.advance(4)
    assert (short.get("/v1/tasks").status, short.get("/v1/tasks")["api-key-expires"]) == (
        200,
        "2025-05-13T10:30:05Z",
    )
    client.scene.advance(1)
    answer = short.get("/v1/tasks")
    assert (answer.status, answer["api-key-expires"]) == (401, "2025-05-13T10:30:05Z")
    assert 'error_description="The API key expired"' in str(answer["www-authenticate"])
    assert client.get(f"{KEYS}/{NEW_ID}").json["status"] == "expired"


@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [
        ("203.0.113.7", "203.0.113.7", 200),
        ("203.0.113.7", "203.0.113.8", 403),
        ("203.0.113.0/24", "203.0.113.255", 200),
        ("203.0.113.0/24", "::ffff:203.0.113.255", 200),
        ("::ffff:203.0.113.0/120", "203.0.113.255", 200),
        ("::ffff:203.0.113.0/120", "203.0.114.1", 403),
        ("2001:db8::/32", "2001:db8:1::7", 200),
        ("2001:db8::/32", "2001:db9::7", 403),
        ("2001:db8::7", "2001:0db8:0:0::7", 200),
        ("0.0.0.0/0", "::1", 403),
    ],
)
def test_a_key_works_from_its_addresses_only(client: Client, allowed: str, address: str, status: int) -> None:
    assert made(client, allowedIps=[allowed]).get("/v1/tasks", address=address).status == status


@pytest.mark.parametrize("key_id", [BUSY, STRANGER, "key_999999", "x"])
def test_another_accounts_key_is_like_one_that_does_not_exist(client: Client, key_id: str) -> None:
    path = f"{KEYS}/{key_id}"
    answers = [
        client.get(path),
        client.patch(path, {"name": "x"}),
        client.delete(path),
        client.post(f"{path}/rotate", {}),
        client.get(f"{path}/usage"),
    ]
    missing = client.get(f"{KEYS}/key_999998")
    assert [(answer.status, answer.body) for answer in answers] == [(404, missing.body)] * 5
    assert client.get("/v1/tasks", key="stranger").status == 200


@pytest.mark.parametrize("role", ["manager", "member"])
def test_managers_and_members_see_their_own_keys_only(client: Client, role: str) -> None:
    demote(client, role)
    assert ids(client.get(KEYS)) == OF_ADA
    assert client.get(f"{KEYS}/{REVOKED}").status == 200
    for key_id in (MANAGER, MEMBER):
        path = f"{KEYS}/{key_id}"
        assert client.get(path).status == client.get(f"{path}/usage").status == 404
        assert client.patch(path, {"name": "x"}).status == client.delete(path).status == 404
        assert client.post(f"{path}/rotate", {}).status == 404


def test_an_admin_sees_and_revokes_everybodys(client: Client) -> None:
    assert client.get(f"{KEYS}/{MEMBER}/usage").status == 200
    assert client.delete(f"{KEYS}/{MEMBER}").status == 204
    assert client.get("/v1/tasks", key="member").status == 401


@pytest.mark.parametrize(
    ("key_id", "status"), [(EXPIRED, "expired"), (REVOKED, "revoked"), (DEPRECATED, "deprecated")]
)
def test_only_an_active_key_can_be_changed_or_rotated(client: Client, key_id: str, status: str) -> None:
    path = f"{KEYS}/{key_id}"
    before = client.get(path).body
    for answer in (client.patch(path, {"name": "x"}), client.post(f"{path}/rotate", {})):
        assert (answer.status, answer.code, answer.details) == (409, "conflict", {"status": status})
    assert client.get(path).body == before


@pytest.mark.parametrize("name", ["member", "reader"])
def test_a_key_is_revoked_at_once_also_by_itself(client: Client, name: str) -> None:
    key_id = {"member": MEMBER, "reader": READER}[name]
    assert client.get("/v1/tasks", key=name).status == 200
    answer = client.delete(f"{KEYS}/{key_id}")
    assert (answer.status, answer.body) == (204, b"")
    refused = client.get("/v1/tasks", key=name)
    assert refused.status == 401
    assert 'error_description="The API key was revoked"' in str(refused["www-authenticate"])
    assert client.get(f"{KEYS}/{key_id}", key="replacement").json["status"] == "revoked"


def test_to_revoke_a_key_again_changes_nothing(client: Client) -> None:
    before = client.get(f"{KEYS}/{REVOKED}").body
    assert client.delete(f"{KEYS}/{REVOKED}").status == 204
    assert client.get(f"{KEYS}/{REVOKED}").body == before


def test_that_a_key_was_used_makes_no_new_version_of_it(client: Client) -> None:
    path = f"{KEYS}/{MEMBER}"
    before = client.get(path)
    assert client.get("/v1/tasks", key="member").status == 200
    after = client.get(path)
    assert (before.json["lastUsedAt"], after.json["lastUsedAt"]) == (None, "2025-05-13T10:30:00Z")
    assert before["etag"] == after["etag"]
    assert client.get(path, headers=[("if-none-match", str(before["etag"]))]).status == 304


def test_a_change_can_ask_for_a_version(client: Client) -> None:
    path = f"{KEYS}/{MEMBER}"
    read = [("if-match", str(client.get(path)["etag"]))]
    assert client.patch(path, {"name": "Mine"}, headers=read).status == 200
    for answer in (
        client.get(path, headers=read),
        client.patch(path, {"name": "Yours"}, headers=read),
        client.delete(path, headers=read),
    ):
        assert (answer.status, answer.code) == (412, "precondition_failed")
    assert client.get(path).json["name"] == "Mine"
    assert client.delete(path, headers=[("if-match", str(client.get(path)["etag"]))]).status == 204


def test_a_new_status_is_a_new_version(client: Client) -> None:
    path = f"{KEYS}/{DEPRECATED}"
    before = client.get(path)
    client.scene.advance(24 * 3600)
    assert client.get(path)["etag"] != before["etag"]
