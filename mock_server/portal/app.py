"""The way of a request through the portal: its page, or one that says what went wrong. Composition only."""

from __future__ import annotations

import logging
from traceback import format_tb

from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Router
from starlette.types import Message, Receive, Scope, Send

from ..keys import masked
from ..store import Store
from .access import log_in, log_out, show_log_in, show_sign_up, sign_up
from .developer import show_developer_settings
from .key_pages import ask_to_revoke, ask_to_rotate, generate, revoke, rotate, show_new_key_form
from .logins import Logins
from .passwords import Passwords
from .problem import Problem
from .rendering import render
from .routing import member_page, page
from .sessions import Sessions
from .static_files import show_file
from .throttle import Throttle
from .usage_page import show_usage
from .visit import HOME, Services, Visit

__all__ = ["Portal"]

_log = logging.getLogger(__name__)

_HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        b"base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
"""Of every answer: a page runs and shows nothing but the portal's own files, and stands in no other page."""

_KEY = HOME + "/keys/{key_id}"


async def _go_home(visit: Visit) -> Response:
    return RedirectResponse(HOME, 303)


async def _not_found(scope: Scope, receive: Receive, send: Send) -> None:
    raise Problem(404)


_ROUTER = Router(
    [
        page("/", get=_go_home),
        page("/signup", get=show_sign_up, post=sign_up),
        page("/login", get=show_log_in, post=log_in),
        page("/logout", post=log_out),
        member_page(HOME, get=show_developer_settings),
        member_page(f"{HOME}/keys/new", get=show_new_key_form, post=generate),
        member_page(f"{_KEY}/rotate", get=ask_to_rotate, post=rotate),
        member_page(f"{_KEY}/revoke", get=ask_to_revoke, post=revoke),
        member_page(f"{_KEY}/usage", get=show_usage),
        page("/portal/{name}", get=show_file),
    ],
    redirect_slashes=False,
    default=_not_found,
)


class Portal:
    """The pages of one world."""

    def __init__(self, store: Store, passwords: Passwords | None = None) -> None:
        logins = Logins(store, passwords or Passwords())
        self._services = Services(store, logins, Sessions(store.clock), Throttle(store.clock))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *_HEADERS]
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        scope["state"]["portal"] = self._services
        try:
            # The pattern of a route ends in "$", which matches before a last newline as well.
            if scope["path"].endswith("\n"):
                raise Problem(404)
            await _ROUTER(scope, receive, send_out)
        except Problem as problem:
            await _page_of(problem)(scope, receive, send_out)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets a page
            request_id = scope["state"]["request_id"]
            # Where, but not what: the error's own text might quote a field, and a field might be a password.
            trace = f"{type(error).__name__}\n{''.join(format_tb(error.__traceback__))}"
            method, path = masked(scope["method"]), masked(scope["path"])
            _log.error("%s %r failed as %s: %s", method, path, request_id, trace)
            await _page_of(Problem(500), request_id)(scope, receive, send_out)


def _page_of(problem: Problem, request_id: str | None = None) -> Response:
    title, text = problem.words
    content = render(
        "problem.html",
        title=title, text=text, back=problem.back, status=problem.status, request_id=request_id,
        user=None, notice=None, errors={},
    )  # fmt: skip
    return HTMLResponse(content, problem.status, problem.headers)
