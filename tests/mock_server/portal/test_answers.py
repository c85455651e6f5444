"""What holds for every answer of the portal, and what it answers when something is wrong."""

from __future__ import annotations

import logging

import pytest

from mock_server.portal import access
from mock_server.portal.form import Form as SentForm
from mock_server.portal.passwords import Passwords
from tests.mock_server.portal.browser import FORM, MARKER, Browser
from tests.mock_server.portal.people import PASSWORD, Person, World

HOME = "/settings/developer"


@pytest.fixture
def browser(world: World) -> Browser:
    return world.browser()


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/settings", "/settings/developer/", "/signup/", "/v1/tasks", "/portal/x", "/login\n"],
)
def test_what_is_not_there_is_a_page_that_leads_on(path: str, browser: Browser) -> None:
    page = browser.request("GET", path)

    assert (page.status, page.heading) == (404, "Page not found")
    assert ("Developer Settings", HOME) in page.parsed.links


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/signup", "GET, POST, HEAD"),
        ("DELETE", "/login", "GET, POST, HEAD"),
        ("GET", "/logout", "POST"),
        ("POST", "/", "GET, HEAD"),
        ("POST", HOME, "GET, HEAD"),
        ("PATCH", f"{HOME}/keys/key_000001/revoke", "GET, POST, HEAD"),
        ("OPTIONS", "/portal/portal.css", "GET, HEAD"),
    ],
)
def test_another_method_is_told_those_that_work(
    method: str, path: str, allowed: str, browser: Browser
) -> None:
    page = browser.request(method, path)

    assert (page.status, page["allow"]) == (405, allowed)


def test_head_is_get_without_the_body(browser: Browser) -> None:
    got, head = browser.request("GET", "/login"), browser.request("HEAD", "/login")

    assert (head.status, head.body) == (200, b"")
    assert head["content-length"] == got["content-length"]


@pytest.mark.parametrize("path", ["/signup", "/login", "/logout"])
@pytest.mark.parametrize(
    "media_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""]
)
def test_what_is_no_form_is_refused(path: str, media_type: str, browser: Browser) -> None:
    page = browser.request("POST", path, body=b"email=a", media_type=media_type)

    assert (page.status, page.heading) == (415, "This form can't be read")


def test_a_form_may_name_its_charset(browser: Browser) -> None:
    media_type = "Application/X-WWW-Form-Urlencoded; charset=UTF-8"
    assert browser.request("POST", "/login", body=b"email=a", media_type=media_type).status == 403


@pytest.mark.parametrize("chunks", [[b"a=" + b"x" * 65_536], [b"x" * 40_000] * 2])
def test_a_form_has_a_largest_size(chunks: list[bytes], browser: Browser) -> None:
    assert browser.request("POST", "/login", body=chunks).status == 413


def test_a_form_has_a_largest_number_of_fields(browser: Browser) -> None:
    assert browser.request("POST", "/login", body=b"a=1&" * 300).status == 400


@pytest.mark.parametrize("body", [b"%", b"%ff%fe=%zz&csrf=%00", b"&&&===", b"\xff\xfe", b"csrf[]=1;csrf=2"])
def test_garbage_is_a_form_without_a_token(body: bytes, browser: Browser) -> None:
    assert browser.request("POST", "/login", body=body).status == 403


def test_the_start_leads_to_the_log_in_or_home(ada: Person) -> None:
    assert ada.browser.visit("/").path == HOME
    assert ada.world.browser().visit("/").path == "/login"


@pytest.mark.parametrize("path", [HOME, f"{HOME}/keys/new", f"{HOME}/keys/key_000001/usage"])
def test_pages_with_data_need_a_log_in(path: str, browser: Browser) -> None:
    assert browser.request("GET", path)["location"] == f"/login?next={path}"
    assert browser.request("POST", f"{HOME}/keys/new", body=b"name=x").status == 303


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("portal.css", "text/css; charset=utf-8"),
        ("portal.js", "text/javascript; charset=utf-8"),
        ("logo.svg", "image/svg+xml"),
    ],
)
def test_a_file_is_kept_by_the_browser_and_asked_for_by_its_tag(
    name: str, media_type: str, browser: Browser
) -> None:
    file = browser.request("GET", f"/portal/{name}")
    again = browser.request("GET", f"/portal/{name}", if_none_match=file["etag"] or "")

    assert (file.status, file["content-type"], file["cache-control"]) == (200, media_type, "no-cache")
    assert (again.status, again.body, again["etag"]) == (304, b"", file["etag"])
    assert not browser.cookies


def test_an_unexpected_error_leaks_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    form = browser.visit("/login").form("Log in")
    monkeypatch.setattr(
        Passwords, "match", lambda *_: (_ for _ in ()).throw(RuntimeError(f"no room for {PASSWORD}"))
    )
    with caplog.at_level(logging.DEBUG):
        page = browser.send(form, email="ada@example.com", password=PASSWORD)

    assert (page.status, page.heading) == (500, "Something went wrong on our side")
    assert f"Request id: {page['x-request-id']}" in page.text
    assert "RuntimeError" not in page.html
    (record,) = caplog.records
    said = record.getMessage()
    assert f"'/login' failed as {page['x-request-id']}: RuntimeError" in said
    assert "logins.py" in said
    assert MARKER not in said + repr(record.__dict__)


def test_a_key_in_the_path_of_a_failed_request_is_not_logged(
    ada: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    key = ada.new_key().shown_key
    monkeypatch.delattr("mock_server.portal.usage_page.find_key")
    assert ada.browser.request("GET", f"/settings/developer/keys/{key}/usage").status == 500
    assert f"/keys/{key[:8]}…{key[-4:]}/usage' failed" in caplog.text
    assert key not in caplog.text


def test_a_reader_who_is_gone_gets_no_answer_and_is_no_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        raise AssertionError("nobody is there to answer")

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "https",
        "path": "/login",
        "query_string": b"",
        "headers": [(b"content-type", FORM.encode())],
        "client": None,
    }
    with pytest.raises(StopIteration):
        world._portal(scope, receive, send).send(None)
    assert caplog.records == []


def test_no_repr_shows_a_secret(ada: Person) -> None:
    portal = ada.world._portal
    services = portal._app._services
    (record,) = (record for _, record in services.logins._records.values())
    session = next(iter(services.sessions._open.values()))
    session.is_first("a-word")
    form = SentForm.__new__(SentForm)
    said = " ".join(
        map(repr, (portal, services, services.sessions, services.logins, record, session, form, access))
    )

    assert MARKER not in said
    assert repr(record.digest) not in said
    assert "a-word" not in said
    assert not any(session_id in said for session_id in services.sessions._open)
