"""Sign up: an account, its first user, and a session."""

from __future__ import annotations

import pytest

from tests.mock_server.portal.browser import MARKER, Page
from tests.mock_server.portal.people import PASSWORD, Person, World

GOOD = {"name": "Ada Lovelace", "email": "ada@example.com", "password": PASSWORD}


def sign_up(world: World, **fields: str) -> Page:
    browser = world.browser()
    return browser.submit(browser.visit("/signup").form("Create account"), **{**GOOD, **fields})


def test_it_leads_to_developer_settings(world: World) -> None:
    page = sign_up(world)

    assert page.path == "/settings/developer"
    assert "Welcome, Ada Lovelace." in page.text
    assert "No API keys yet" in page.text


def test_the_account_is_new_has_the_free_plan_and_one_admin(world: World) -> None:
    before = set(world.store.accounts)
    sign_up(world)
    (made,) = set(world.store.accounts) - before
    account = world.store.accounts[made]

    assert account.plan.name == "Free"
    (user,) = account.users.values()
    assert (user.name, user.email, user.role.value) == ("Ada Lovelace", "ada@example.com", "admin")
    assert not account.tasks


def test_the_welcome_is_said_once(ada: Person) -> None:
    assert "Welcome" not in ada.settings().text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Enter your name."),
        ("name", "   ", "Enter your name."),
        ("name", "x" * 101, "It must be at most 100 characters long."),
        ("email", "ada@", "Enter an email address, such as ada@example.com."),
        ("email", f"{'a' * 250}@b.example", "It must be at most 254 characters long."),
        ("password", "", "Enter at least 12 characters. A few words that you remember will do."),
        ("password", "correct-hor", "Enter at least 12 characters. A few words that you remember will do."),
        ("password", MARKER + "x" * 120, "Enter at most 128 characters."),
    ],
)
def test_an_error_stands_beside_its_field(field: str, value: str, told: str, world: World) -> None:
    page = sign_up(world, **{field: value})

    assert page.status == 422
    assert page.errors == {field: told}
    assert page.title.startswith("Error: ")
    assert f'<a href="#{field}">{told}</a>' in page.html
    control = next(control for control in page.parsed.controls if control["id"] == field)
    assert control["aria-invalid"] == "true"
    assert f"{field}-error" in control["aria-describedby"].split()
    assert "autofocus" in control


def test_what_was_entered_stays_but_for_the_password(world: World) -> None:
    fields = sign_up(world, email="ada@").form("Create account").fields

    assert (fields["name"], fields["email"]) == (["Ada Lovelace"], ["ada@"])
    assert fields["password"] == [""]


def test_all_errors_are_told_at_once_and_the_first_field_has_the_focus(world: World) -> None:
    page = sign_up(world, name="", email="", password="")

    assert list(page.errors) == ["name", "email", "password"]
    assert page.html.count("autofocus") == 1


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com", " ada@example.com "])
def test_an_address_has_one_account(email: str, ada: Person) -> None:
    page = sign_up(ada.world, email=email)

    assert page.errors["email"].startswith("This address already has an account.")


def test_an_address_that_only_the_api_knows_is_free(world: World) -> None:
    # Ada is in the account that every world starts with, where nobody has a password.
    assert "ada@example.com" in [user.email for user in world.store.accounts["acme"].users.values()]
    assert sign_up(world).heading == "Developer Settings"


@pytest.mark.parametrize("length", [12, 128])
def test_a_password_has_12_to_128_characters(length: int, world: World) -> None:
    password = MARKER.ljust(length, "x")[:length]
    assert sign_up(world, password=password).heading == "Developer Settings"


def test_markup_in_a_name_is_text(world: World) -> None:
    page = sign_up(world, name="<script>alert(1)</script>")

    assert "<script>alert" not in page.html
    assert "Welcome, <script>alert(1)</script>." in page.text


def test_who_is_logged_in_is_led_on(ada: Person) -> None:
    assert ada.browser.visit("/signup").path == "/settings/developer"
    assert ada.browser.visit("/login").path == "/settings/developer"
