"""Joins paths to what answers them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .problem import Problem
from .visit import Member, Visit

__all__ = ["Handler", "MemberHandler", "member_page", "page"]

Handler = Callable[[Visit], Awaitable[Response]]
MemberHandler = Callable[[Visit, Member], Awaitable[Response]]


def page(path: str, *, get: Handler | None = None, post: Handler | None = None) -> Route:
    """A page for everybody."""
    return Route(path, _Page({"GET": get, "POST": post}))


def member_page(path: str, *, get: MemberHandler | None = None, post: MemberHandler | None = None) -> Route:
    """A page for those who are logged in; others are asked to log in, and led back."""
    return page(path, get=get and _for_members(get), post=post and _for_members(post))


def _for_members(handler: MemberHandler) -> Handler:
    async def handle(visit: Visit) -> Response:
        if visit.member is None:
            return visit.ask_to_log_in()
        return await handler(visit, visit.member)

    return handle


class _Page:
    """Answers for one path, in each of its methods."""

    def __init__(self, handlers: Mapping[str, Handler | None]) -> None:
        self._handlers = {method: handler for method, handler in handlers.items() if handler is not None}
        readable = ["HEAD"] if "GET" in self._handlers else []
        self._allow = ", ".join([*self._handlers, *readable])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handler = self._handlers.get(scope["method"])
        if handler is None:
            raise Problem(405, headers={"allow": self._allow})
        request = Request(scope, receive)
        response = await handler(Visit(request, request.state.portal))
        await response(scope, receive, send)
