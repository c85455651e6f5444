"""Generate, rotate and revoke a key."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mock_server.scopes import SCOPES
from tests.mock_server.portal.people import Person

HOME = "/settings/developer"
NOTICE = "That form was sent before, and its key is in the list."


def test_the_key_that_is_shown_works(ada: Person) -> None:
    page = ada.new_key(scopes=["tasks:read"])

    assert (page.status, page.heading) == (201, "Copy your new API key")
    assert ada.world.api(page.shown_key, "GET", "/v1/tasks").json["data"] == []
    assert ada.world.api(page.shown_key, "GET", "/v1/users").details == {"requiredScope": "users:read"}


def test_the_key_acts_as_who_made_it(ada: Person) -> None:
    key = ada.new_key(scopes=["users:read"]).shown_key

    (user,) = ada.world.api(key, "GET", "/v1/users").json["data"]
    assert user["name"] == "Ada Lovelace"


def test_the_form_is_filled_in_with_the_least(ada: Person) -> None:
    fields = ada.browser.visit(f"{HOME}/keys/new").form("Generate key").fields

    assert fields["name"] == [""]
    assert fields["scopes"] == ["tasks:read"]
    assert fields["expiry"] == ["90"]
    assert fields["addresses"] == [""]


def test_each_scope_can_be_chosen_and_is_explained(ada: Person) -> None:
    page = ada.browser.visit(f"{HOME}/keys/new")

    for scope, meaning in SCOPES.items():
        assert f"{scope} {meaning}" in page.text
    key = ada.new_key(scopes=list(SCOPES)).shown_key
    (shown,) = ada.world.api(key, "GET", "/v1/api-keys").json["data"]
    assert shown["scopes"] == list(SCOPES)


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"expiry": "30"}, "2025-06-12T10:30:00Z"),
        ({"expiry": "90"}, "2025-08-11T10:30:00Z"),
        ({"expiry": "365"}, "2026-05-13T10:30:00Z"),
        ({"expiry": "never", "expires_on": "2031-05-20"}, None),
        ({"expiry": "date", "expires_on": "2031-05-20"}, "2031-05-21T00:00:00Z"),
        ({"expiry": "date", "expires_on": "2025-05-13"}, "2025-05-14T00:00:00Z"),  # today
    ],
)
def test_the_key_ends_when_it_was_chosen(fields: dict[str, str], end: str | None, ada: Person) -> None:
    key = ada.new_key(scopes=["keys:manage"], **fields).shown_key

    (shown,) = ada.world.api(key, "GET", "/v1/api-keys").json["data"]
    assert shown["expiresAt"] == end


def test_the_key_works_from_its_addresses_only(ada: Person) -> None:
    addresses = " 203.0.113.0/24 \r\n\r\n2001:db8::/32\r\n"
    key = ada.new_key(addresses=addresses).shown_key

    assert ada.world.api(key, "GET", "/v1/tasks").details == {"reason": "ip_not_allowed"}
    text = ada.settings().text
    assert "203.0.113.0/24" in text
    assert "2001:db8::/32" in text


FUTURE = "Choose a day that is not over, such as 2031-05-20."


@pytest.mark.parametrize(
    ("field", "fields", "told"),
    [
        ("name", {"name": " "}, "Give the key a name, such as the program that will use it."),
        ("name", {"name": "x" * 101}, "It must be at most 100 characters long."),
        ("scopes", {"scopes": []}, "Choose at least one scope: a key without one can do nothing."),
        ("scopes", {"scopes": ["tasks:read", "root"]}, None),
        ("expires_on", {"expiry": "date", "expires_on": ""}, FUTURE),
        ("expires_on", {"expiry": "date", "expires_on": "2025-05-12"}, FUTURE),
        ("expires_on", {"expiry": "date", "expires_on": "2031-02-30"}, FUTURE),
        ("expires_on", {"expiry": "date", "expires_on": "9999-12-31"}, FUTURE),
        ("expires_on", {"expiry": "date", "expires_on": "20310520"}, FUTURE),
        ("expires_on", {"expiry": "7"}, FUTURE),
        ("expires_on", {"expiry": ""}, FUTURE),
        (
            "addresses",
            {"addresses": "203.0.113.0/24\n\n203.0.113.7/24"},
            "Line 2 must be an IP address, or a CIDR block such as 203.0.113.0/24.",
        ),
        ("addresses", {"addresses": "10.0.0.1\n" * 101}, "It must hold at most 100 items."),
    ],
)
def test_an_error_stands_beside_its_field(
    field: str, fields: dict[str, str | list[str]], told: str | None, ada: Person
) -> None:
    page = ada.new_key(**fields)

    assert page.status == 422
    assert list(page.errors) == [field]
    if told is not None:
        assert page.errors[field] == told
    assert page.html.count("autofocus") == 1
    assert not ada.world.store.accounts["usr_000006"].keys


def test_what_was_entered_stays(ada: Person) -> None:
    entered: dict[str, str | list[str]] = {
        "name": "<b>nightly</b>",
        "scopes": ["tasks:write", "users:read"],
        "expiry": "date",
        "expires_on": "2020-01-01",
        "addresses": "here\nthere",
    }
    page = ada.new_key(**entered)

    assert list(page.errors) == ["expires_on", "addresses"]
    fields = page.form("Generate key").fields
    assert {name: fields[name] if name == "scopes" else fields[name][0] for name in entered} == entered


def test_sent_again_it_makes_no_second_key_and_shows_none(ada: Person) -> None:
    form = ada.browser.visit(f"{HOME}/keys/new").form("Generate key")
    first = ada.browser.submit(form, name="report")
    again = ada.browser.submit(form, name="report")

    assert first.heading == "Copy your new API key"
    assert again.path == HOME
    assert NOTICE in again.text
    assert len(ada.world.store.accounts["usr_000006"].keys) == 1


def test_a_form_with_errors_can_be_mended_and_sent(ada: Person) -> None:
    page = ada.new_key(name="")
    assert ada.browser.submit(page.form("Generate key"), name="report").status == 201


def test_a_form_without_its_word_makes_no_key(ada: Person) -> None:
    assert NOTICE in ada.new_key(once="").text


def test_afterwards_only_its_ends_are_shown(ada: Person) -> None:
    key = ada.new_key().shown_key

    assert f"{key[:8]}…{key[-4:]}" in ada.settings().text


# --- Rotate ---


def rotate(ada: Person, key_id: str = "key_000012", **fields: str) -> object:
    page = ada.browser.visit(f"{HOME}/keys/{key_id}/rotate")
    return ada.browser.submit(page.form("Rotate key"), **fields)


def test_rotation_makes_a_key_and_lets_the_old_one_work_on(ada: Person) -> None:
    old = ada.new_key(scopes=["tasks:read", "keys:manage"], addresses="127.0.0.1").shown_key
    form = ada.browser.visit(f"{HOME}/keys/key_000001/rotate").form("Rotate key")
    assert form.fields["overlap"] == ["24"]
    page = ada.browser.submit(form)

    assert page.status == 201
    assert "works until 14 May 2025, 10:30 UTC" in page.text
    new = page.shown_key
    assert new != old
    assert ada.world.api(old, "GET", "/v1/tasks")["api-key-replaced-by"] == "key_000002"
    shown = ada.world.api(new, "GET", "/v1/api-keys/key_000002").json
    assert (shown["name"], shown["scopes"], shown["allowedIps"]) == (
        "report", ["tasks:read", "keys:manage"], ["127.0.0.1"],
    )  # fmt: skip
    ada.world.clock.advance(timedelta(hours=24).total_seconds())
    assert ada.world.api(old, "GET", "/v1/tasks").status == 401


def test_without_an_overlap_the_old_key_ends_at_once(ada: Person) -> None:
    old = ada.new_key().shown_key
    form = ada.browser.visit(f"{HOME}/keys/key_000001/rotate").form("Rotate key")
    page = ada.browser.submit(form, overlap="0")

    assert "has stopped working" in page.text
    assert ada.world.api(old, "GET", "/v1/tasks").status == 401


@pytest.mark.parametrize("overlap", ["", "169", "-1", "soon", "1.5"])
def test_an_overlap_that_cannot_be_is_told(overlap: str, ada: Person) -> None:
    ada.new_key()
    form = ada.browser.visit(f"{HOME}/keys/key_000001/rotate").form("Rotate key")
    page = ada.browser.submit(form, overlap=overlap)

    assert page.status == 422
    assert page.errors == {"overlap": "Choose how long the old key goes on working."}
    assert ada.browser.submit(page.form("Rotate key"), overlap="1").status == 201


def test_a_rotation_sent_again_does_nothing(ada: Person) -> None:
    ada.new_key()
    form = ada.browser.visit(f"{HOME}/keys/key_000001/rotate").form("Rotate key")
    ada.browser.submit(form)

    assert NOTICE in ada.browser.submit(form).text
    assert len(ada.world.store.accounts["usr_000006"].keys) == 2


def test_only_an_active_key_can_be_rotated(ada: Person) -> None:
    ada.new_key()
    path = f"{HOME}/keys/key_000001/rotate"
    ada.browser.submit(ada.browser.visit(path).form("Rotate key"))
    page = ada.browser.visit(path)

    assert (page.status, page.heading) == (409, "This key can't be rotated")
    assert "“report” is deprecated." in page.text


# --- Revoke ---


def test_revoking_asks_first_and_names_the_key(ada: Person) -> None:
    key = ada.new_key().shown_key
    page = ada.browser.visit(f"{HOME}/keys/key_000001/revoke")

    assert page.heading == "Revoke “report”?"
    assert f"{key[:8]}…{key[-4:]}" in page.text
    assert ada.world.api(key, "GET", "/v1/tasks").status == 200

    page = ada.browser.submit(page.form("Revoke key"))
    assert page.path == HOME
    assert "“report” is revoked." in page.text
    assert ada.world.api(key, "GET", "/v1/tasks").status == 401


def test_revoking_twice_changes_nothing(ada: Person) -> None:
    ada.new_key()
    form = ada.browser.visit(f"{HOME}/keys/key_000001/revoke").form("Revoke key")
    ada.browser.submit(form)
    account = ada.world.store.accounts["usr_000006"]
    before = account.keys["key_000001"]
    ada.world.clock.advance(60)
    ada.browser.submit(form)

    assert account.keys["key_000001"] == before


# --- Whose keys ---

PAGES = ["rotate", "revoke", "usage"]


@pytest.mark.parametrize("page", PAGES)
def test_another_accounts_key_is_not_found(page: str, ada: Person) -> None:
    ada.new_key()
    eve = ada.world.signed_up("Eve", "eve@example.com")

    for key_id in ("key_000001", "key_999999"):
        answer = eve.browser.request("GET", f"{HOME}/keys/{key_id}/{page}")
        assert (answer.status, answer.heading) == (404, "Page not found")
    assert "report" not in eve.settings().text


@pytest.mark.parametrize("page", ["rotate", "revoke"])
def test_another_accounts_key_cannot_be_changed(page: str, ada: Person) -> None:
    key = ada.new_key().shown_key
    eve = ada.world.signed_up("Eve", "eve@example.com")
    token = eve.settings().form("Log out").fields["csrf"][0]
    body = f"csrf={token}&once=a&overlap=0".encode()

    assert eve.browser.request("POST", f"{HOME}/keys/key_000001/{page}", body=body).status == 404
    assert ada.world.api(key, "GET", "/v1/tasks").status == 200


def test_an_admin_sees_all_keys_of_the_account_and_others_their_own(ada: Person) -> None:
    key = ada.new_key(name="first", scopes=["users:write"]).shown_key
    grace = {"name": "Grace Okafor", "email": "grace@example.org", "role": "admin"}
    graces_id = ada.world.api(key, "POST", "/v1/users", grace).json["id"]
    account = ada.world.store.accounts["usr_000006"]
    add_key_of(ada, graces_id, "second")

    page = ada.settings()
    assert "first" in page.text
    assert "second" in page.text
    assert "acts as Grace Okafor" in page.text
    assert ada.world.api(key, "PATCH", "/v1/users/usr_000006", {"role": "member"}).status == 200
    page = ada.settings()
    assert "first" in page.text
    assert "second" not in page.text
    second = next(key.id for key in account.keys.values() if key.name == "second")
    assert ada.browser.request("GET", f"{HOME}/keys/{second}/usage").status == 404


def test_an_admin_revokes_the_key_of_another_and_never_sees_one(ada: Person) -> None:
    key = ada.new_key(scopes=["users:write"]).shown_key
    grace = {"name": "Grace Okafor", "email": "grace@example.org"}
    add_key_of(ada, ada.world.api(key, "POST", "/v1/users", grace).json["id"], "second")

    page = ada.browser.request("GET", f"{HOME}/keys/key_000002/rotate")
    assert (page.status, page.heading) == (403, "“second” acts as somebody else")
    page = ada.browser.visit(f"{HOME}/keys/key_000002/revoke")
    assert "revoked" in ada.browser.submit(page.form("Revoke key")).text


def test_a_deleted_users_key_is_listed_as_ended(ada: Person) -> None:
    key = ada.new_key(scopes=["users:write"]).shown_key
    grace = {"name": "Grace Okafor", "email": "grace@example.org"}
    graces_id = ada.world.api(key, "POST", "/v1/users", grace).json["id"]
    add_key_of(ada, graces_id, "second")
    ada.world.api(key, "DELETE", f"/v1/users/{graces_id}")

    text = ada.settings().text
    assert "1 key that has ended" in text
    assert "acts as a deleted user" in text


def add_key_of(ada: Person, user_id: str, name: str, end: datetime | None = None) -> None:
    from mock_server.allow_list import AllowList
    from mock_server.key_lifecycle import create_key

    account = ada.world.store.accounts["usr_000006"]
    create_key(
        ada.world.store, account, user_id=user_id, name=name, scopes=["tasks:read"],
        allowed_ips=AllowList(), expires_at=end,
    )  # fmt: skip


# --- The list ---


def test_the_plan_says_what_is_left(ada: Person) -> None:
    key = ada.new_key().shown_key
    for _ in range(3):
        ada.world.api(key, "GET", "/v1/tasks")

    text = ada.settings().text
    assert "Your plan Free" in text
    assert "Left this minute 57 of 60 requests" in text
    assert "Left this day 9,997 of 10,000 requests" in text
    ada.world.clock.advance(60)
    assert "Left this minute 60 of 60 requests" in ada.settings().text


def test_a_key_is_listed_with_all_that_is_known_of_it(ada: Person) -> None:
    key = ada.new_key(name="nightly report", scopes=["tasks:read", "users:read"], expiry="30").shown_key
    hint = f"{key[:8]}…{key[-4:]}"
    row = f"nightly report {hint} tasks:read users:read Any Active 13 May 2025 12 Jun 2025"
    assert f"{row} Never" in ada.settings().text

    ada.world.clock.advance(86_400)
    ada.world.api(key, "GET", "/v1/tasks")
    ada.log_in()
    assert f"{row} 14 May 2025" in ada.settings().text


def test_the_newest_key_stands_first_and_those_that_ended_apart(ada: Person) -> None:
    for name in ("one", "two", "three"):
        ada.new_key(name=name)
    add_key_of(ada, "usr_000006", "past", ada.now - timedelta(days=1))
    page = ada.settings()

    found = [link for words, link in page.parsed.links if words.startswith("Usage of")]
    assert found == [f"{HOME}/keys/key_{number:06}/usage" for number in (3, 2, 1, 4)]
    assert "1 key that has ended" in page.text


def test_each_link_says_which_key_it_is_for(ada: Person) -> None:
    ada.new_key(name="one")
    words = [words for words, _ in ada.settings().parsed.links]

    assert words[-3:] == ["Usage of one", "Rotate one", "Revoke one"]
