"""Which part of the server a request is for."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from starlette.types import ASGIApp, Message

from mock_server.scenarios import open_scene
from tests.mock_server.portal.browser import Browser

PORTAL_PATHS = ["/signup", "/login", "/settings/developer", "/portal/portal.css", "/settings", "/portal"]
API_PATHS = ["/health", "/openapi.json", "/v1/tasks", "/", "/signups", "/loginx", "/nothing"]


def of_portal(host: str) -> list[str]:
    """The paths that the portal answers when they are asked for under this name."""
    app = open_scene().app
    return [path for path in PORTAL_PATHS + API_PATHS if is_portal(app, host, path)]


def is_portal(app: ASGIApp, host: str, path: str) -> bool:
    names: set[bytes] = set()

    async def send(message: Message) -> None:
        names.update(name for name, _ in message.get("headers", ()))

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", host.encode())] if host else [],
        "client": None,
    }
    call: Any = app(scope, receive, send)
    with pytest.raises(StopIteration):
        call.send(None)
    return b"content-security-policy" in names


@pytest.mark.parametrize(
    "host",
    [
        "taskmanagement.example.com",
        "taskmanagement.example.com:8443",
        "TaskManagement.Example.COM",
        "taskmanagement.example.com.",
    ],
)
def test_the_portals_host_is_the_portals_altogether(host: str) -> None:
    assert of_portal(host) == PORTAL_PATHS + API_PATHS


@pytest.mark.parametrize(
    "host",
    [
        "api.taskmanagement.example.com",
        "api.taskmanagement.example.com:8443",
        "evil.example",
        "taskmanagement.example.com.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "",
    ],
)
def test_every_other_host_is_the_apis(host: str) -> None:
    assert of_portal(host) == []


@pytest.mark.parametrize("host", ["localhost", "localhost:8443", "127.0.0.1:8080", "[::1]:8080", "[::1]"])
def test_this_machine_is_both(host: str) -> None:
    assert of_portal(host) == PORTAL_PATHS


def test_a_scene_has_a_portal_of_its_own() -> None:
    one, other = Browser(open_scene().app), Browser(open_scene().app)
    form = one.visit("/login").form("Log in")
    other.cookies = dict(one.cookies)

    assert one.send(form).status == 422
    assert other.send(form).status == 403


def test_the_api_works_without_the_portals_imports() -> None:
    # A process of its own: here they have long been imported.
    code = """
import sys
from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client

client = Client(open_scene())
assert client.get("/v1/tasks").status == 200
unwanted = ("jinja2", "itsdangerous", "mock_server.portal")
print([name for name in sys.modules if name.startswith(unwanted)])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "[]\n"
