"""Log in and out."""

from __future__ import annotations

import pytest

from mock_server.portal.throttle import FAILURES
from tests.mock_server.portal.browser import MARKER, Browser, Page
from tests.mock_server.portal.people import PASSWORD, Person, World

REFUSAL = {"email": "Email address and password don't match. Check both and try again."}


def log_in(browser: Browser, email: str = "ada@example.com", password: str = PASSWORD) -> Page:
    return browser.submit(browser.visit("/login").form("Log in"), email=email, password=password)


@pytest.mark.parametrize("email", ["ada@example.com", " Ada@EXAMPLE.com"])
def test_it_leads_to_developer_settings(email: str, ada: Person) -> None:
    page = log_in(ada.world.browser(), email)

    assert page.path == "/settings/developer"
    assert "Ada Lovelace" in page.text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.com", MARKER + "wrong"),
        ("ada@example.com", ""),
        ("nobody@example.com", PASSWORD),
        ("grace@example.com", PASSWORD),  # a user of the API, without a password
        ("", ""),
        ("\0" * 300, MARKER * 1000),
    ],
    ids=["wrong password", "no password", "nobody", "no portal user", "nothing", "garbage"],
)
def test_a_refusal_says_the_same_whatever_was_wrong(email: str, password: str, ada: Person) -> None:
    page = log_in(ada.world.browser(), email, password)

    assert (page.status, page.errors) == (422, REFUSAL)
    assert page.form("Log in").fields["password"] == [""]


def test_a_typed_accent_is_the_same_however_it_is_composed(world: World) -> None:
    browser = world.browser()
    form = browser.visit("/signup").form("Create account")
    browser.submit(form, name="Zoë", email="zoe@example.com", password=MARKER + "Zo\u00eb")

    page = log_in(world.browser(), "zoe@example.com", MARKER + "Zoe\u0308")
    assert page.heading == "Developer Settings"


def test_too_many_failures_make_an_address_wait(ada: Person) -> None:
    ada.world.clock.advance(15)
    browser = ada.world.browser()
    for _ in range(FAILURES):
        assert log_in(browser, password=MARKER + "wrong").errors == REFUSAL
    page = log_in(browser)

    assert (page.status, page["retry-after"]) == (429, "45")
    assert page.errors == {"email": "Too many attempts with this address. Try again in 45 seconds."}
    ada.world.clock.advance(45)
    assert log_in(browser).heading == "Developer Settings"


def test_an_address_waits_in_any_case(ada: Person) -> None:
    for email in (
        "ada@example.com",
        "Ada@example.com",
        "ADA@EXAMPLE.COM",
        "ada@Example.com",
        "aDa@example.com",
    ):
        log_in(ada.world.browser(), email, MARKER + "wrong")

    assert log_in(ada.world.browser()).status == 429


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_the_wait_says_nothing_of_whether_the_address_exists(email: str, ada: Person) -> None:
    pages = [log_in(ada.world.browser(), email, MARKER + "wrong") for _ in range(FAILURES + 1)]

    assert [page.status for page in pages] == [*[422] * FAILURES, 429]


def test_another_address_need_not_wait(ada: Person) -> None:
    for _ in range(FAILURES + 1):
        log_in(ada.world.browser(), "nobody@example.com", MARKER + "wrong")

    assert log_in(ada.world.browser()).heading == "Developer Settings"


def test_a_success_forgets_the_failures(ada: Person) -> None:
    for _ in range(2):
        for _ in range(FAILURES - 1):
            log_in(ada.world.browser(), password=MARKER + "wrong")
        assert log_in(ada.world.browser()).heading == "Developer Settings"


def test_a_page_that_needs_a_log_in_is_where_it_leads(ada: Person) -> None:
    ada.new_key()
    stranger = ada.world.browser()
    asked = stranger.visit("/settings/developer/keys/key_000001/usage")
    assert asked.path == "/login"

    page = stranger.submit(asked.form("Log in"), email="ada@example.com", password=PASSWORD)
    assert page.path == "/settings/developer/keys/key_000001/usage"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/settings/..//evil.example",
        "/settings/x%0d%0aSet-Cookie:%20a=b",
        "/settings/developer%0a",
        "javascript:alert(1)",
        "/v1/tasks",
        "",
    ],
)
def test_it_leads_to_no_other_site(target: str, ada: Person) -> None:
    browser = ada.world.browser()
    form = browser.request("GET", f"/login?next={target}").form("Log in")

    assert form.action == "/login?next=/settings/developer"
    form.action = f"/login?next={target}"
    page = browser.send(form, email="ada@example.com", password=PASSWORD)
    assert page["location"] == "/settings/developer"


def test_logged_out_is_out(ada: Person) -> None:
    kept = dict(ada.browser.cookies)
    page = ada.browser.submit(ada.settings().form("Log out"))

    assert page.path == "/login"
    assert ada.settings().path == "/login"
    # Also for whoever has a copy of the cookie.
    ada.browser.cookies = kept
    assert ada.settings().path == "/login"


def test_a_log_out_by_another_site_does_nothing(ada: Person) -> None:
    assert ada.browser.request("POST", "/logout", body=b"csrf=guessed").status == 403
    assert ada.settings().heading == "Developer Settings"


def test_two_browsers_are_two_sessions(ada: Person) -> None:
    other = ada.world.browser()
    log_in(other)
    other.submit(other.visit("/settings/developer").form("Log out"))

    assert ada.settings().heading == "Developer Settings"
