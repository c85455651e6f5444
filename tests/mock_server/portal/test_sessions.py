"""The cookie, the token on each form, and a user who changes while logged in."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from mock_server.portal.sessions import LIFE, Sessions
from tests.mock_server.portal.people import PASSWORD, Person, World

FORMS = [
    ("/signup", "Create account"),
    ("/login", "Log in"),
    ("/settings/developer", "Log out"),
    ("/settings/developer/keys/new", "Generate key"),
    ("/settings/developer/keys/key_000001/rotate", "Rotate key"),
    ("/settings/developer/keys/key_000001/revoke", "Revoke key"),
]


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(world: World) -> None:
    browser = world.browser()
    browser.visit("/signup")
    (cookie,) = browser.set_cookies
    name, *attributes = cookie.split("; ")

    assert name.startswith("__Host-portal=")
    assert sorted(attributes) == ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=lax", "Secure"]


def test_on_plain_http_it_is_not_marked_secure_or_a_browser_would_drop_it(world: World) -> None:
    browser = world.browser("http")
    browser.visit("/signup")
    (cookie,) = browser.set_cookies

    assert re.fullmatch(r"portal=\S+; HttpOnly; Max-Age=43200; Path=/; SameSite=lax", cookie)


def test_a_log_in_changes_the_id(world: World) -> None:
    browser = world.browser()
    form = browser.visit("/signup").form("Create account")
    planted = dict(browser.cookies)
    browser.submit(form, name="Ada", email="ada@example.com", password=PASSWORD)
    assert browser.cookies != planted

    victim = world.browser()
    victim.cookies = dict(planted)
    page = victim.visit("/login").form("Log in")
    victim.submit(page, email="ada@example.com", password=PASSWORD)
    attacker = world.browser()
    attacker.cookies = planted
    assert attacker.visit("/settings/developer").path == "/login"


def test_a_log_in_ends_the_session_before_it(ada: Person) -> None:
    form = ada.settings().form("Log out")
    form.action = "/login"
    before = dict(ada.browser.cookies)
    page = ada.browser.submit(form, email="ada@example.com", password=PASSWORD)
    assert page.heading == "Developer Settings"

    ada.browser.cookies = before
    assert ada.settings().path == "/login"


@pytest.mark.parametrize(
    "change", [lambda cookie: cookie[:-1], lambda cookie: "x" + cookie, lambda _: "", str.upper]
)
def test_a_cookie_that_the_portal_did_not_sign_is_nobodys(change: object, ada: Person) -> None:
    assert callable(change)
    ada.browser.cookies = {name: change(value) for name, value in ada.browser.cookies.items()}

    assert ada.settings().path == "/login"


def test_another_worlds_cookie_is_nobodys(ada: Person) -> None:
    stranger = World().browser()
    stranger.cookies = dict(ada.browser.cookies)

    assert stranger.visit("/settings/developer").path == "/login"


def test_a_log_in_ends_by_itself(ada: Person) -> None:
    ada.world.clock.advance(LIFE.total_seconds() - 1)
    assert ada.settings().heading == "Developer Settings"
    ada.world.clock.advance(2)
    assert ada.settings().path == "/login"


def test_sessions_that_are_over_are_forgotten(world: World) -> None:
    sessions = Sessions(world.clock)
    first = sessions.open("acme", "usr_000001")
    world.clock.advance(LIFE.total_seconds())
    assert sessions.find(first) is None
    sessions.open("acme", "usr_000001")

    assert len(sessions._open) == 1


@pytest.mark.parametrize(("path", "button"), FORMS)
@pytest.mark.parametrize("token", ["", "0" * 64, "Zoë"])
def test_a_form_without_this_visitors_token_is_refused(
    path: str, button: str, token: str, ada: Person
) -> None:
    ada.new_key()
    browser = ada.world.browser() if path in ("/signup", "/login") else ada.browser
    form = browser.visit(path).form(button)
    page = browser.send(form, csrf=token)

    assert page.status == 403
    assert page.heading == "This form is out of date"
    assert "Open the page again" in page.text
    assert ada.settings().heading == "Developer Settings"
    assert len(ada.world.store.accounts["usr_000006"].keys) == 1


def test_another_visitors_token_is_refused(world: World) -> None:
    one, other = world.browser(), world.browser()
    token = one.visit("/login").form("Log in").fields["csrf"][0]

    assert other.send(other.visit("/login").form("Log in"), csrf=token).status == 403


def test_a_visitor_without_cookies_is_told(world: World) -> None:
    browser = world.browser()
    form = browser.visit("/login").form("Log in")
    browser.cookies.clear()
    page = browser.send(form, email="ada@example.com", password=PASSWORD)

    assert page.status == 403
    assert "allow cookies for this site" in page.text


def test_a_form_that_outlived_its_session_asks_to_log_in(ada: Person) -> None:
    form = ada.browser.visit("/settings/developer/keys/new").form("Generate key")
    ada.browser.cookies.clear()
    page = ada.browser.send(form, name="report")

    assert (page.status, page["location"]) == (303, "/login?next=/settings/developer/keys/new")


def test_a_user_renamed_over_the_api_is_renamed_here(ada: Person) -> None:
    key = ada.new_key(scopes=["users:write"]).shown_key
    ada.world.api(key, "PATCH", "/v1/users/usr_000006", {"name": "Ada King", "email": "king@example.com"})
    assert "Ada King" in ada.settings().text

    browser = ada.world.browser()
    form = browser.visit("/login").form("Log in")
    page = browser.submit(form, email="king@example.com", password=PASSWORD)
    assert page.heading == "Developer Settings"


def test_a_user_deleted_over_the_api_is_out_at_once(ada: Person) -> None:
    key = ada.new_key(scopes=["users:write"]).shown_key
    created = ada.world.api(
        key, "POST", "/v1/users", {"name": "Eve", "email": "eve@example.com", "role": "admin"}
    )
    assert created.status == 201
    assert ada.world.api(key, "DELETE", "/v1/users/usr_000006").status == 204

    assert ada.settings().path == "/login"
    browser = ada.world.browser()
    form = browser.visit("/login").form("Log in")
    assert browser.submit(form, email="ada@example.com", password=PASSWORD).status == 422


def test_two_log_ins_with_one_address_are_told_apart_by_their_passwords(ada: Person) -> None:
    eve = ada.world.browser()
    form = eve.visit("/signup").form("Create account")
    eve.submit(form, name="Eve", email="eve@example.com", password=PASSWORD + "-eve")
    page = eve.visit("/settings/developer/keys/new")
    key = eve.submit(page.form("Generate key"), name="x", scopes=["users:write"]).shown_key
    # No two users of an account share an address; these two are of two accounts.
    ada.world.api(key, "PATCH", "/v1/users/usr_000007", {"email": "ada@example.com"})

    for password, name in ((PASSWORD, "Ada Lovelace"), (PASSWORD + "-eve", "Eve")):
        browser = ada.world.browser()
        form = browser.visit("/login").form("Log in")
        assert name in browser.submit(form, email="ada@example.com", password=password).text


def test_a_cookie_may_stand_among_others(ada: Person) -> None:
    ada.browser.cookies = {"theme": "dark", **ada.browser.cookies, "x": "1"}

    assert ada.settings().heading == "Developer Settings"


def test_a_form_may_come_in_pieces(world: World) -> None:
    browser = world.browser()
    form = browser.visit("/login").form("Log in")
    body = urlencode(form.fields, doseq=True).encode()

    assert browser.request("POST", "/login", body=[body[:10], body[10:], b""]).status == 422
