"""One request to the portal: who asks, and how to answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..account import Account
from ..store import Store
from ..user import User
from .form import Form, read_form
from .logins import Logins
from .rendering import render
from .sessions import LIFE, Session, Sessions
from .throttle import Throttle

__all__ = ["HOME", "Member", "Services", "Visit"]

HOME = "/settings/developer"
"""Where a log-in leads."""

_OWN_PATH = re.compile(r"/settings/[A-Za-z0-9_/-]+")


@dataclass(frozen=True, slots=True)
class Services:
    """What all pages of one world share."""

    store: Store
    logins: Logins
    sessions: Sessions
    throttle: Throttle


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is logged in, as the account has them at this moment."""

    account: Account
    user: User
    session: Session = field(repr=False)


class Visit:
    """One request, with the session that its cookie names."""

    def __init__(self, request: Request, services: Services) -> None:
        self.request = request
        self.services = services
        sessions = services.sessions
        kept = sessions.unseal(request.cookies.get(self._cookie, ""))
        self._is_kept = kept is not None
        self._id = kept or sessions.new_id()
        self.member = self._find_member()

    @property
    def now(self) -> datetime:
        return self.services.store.clock.now()

    @property
    def next_path(self) -> str:
        """Where to go after the log-in: a page of the portal, whatever the address says."""
        wanted = self.request.query_params.get("next", "")
        return wanted if _OWN_PATH.fullmatch(wanted) else HOME

    async def form(self) -> Form:
        """The form that was sent.

        Raises:
            Problem: it can't be read, or was not given to this visitor.
        """
        return await read_form(self.request, self.services.sessions.token(self._id))

    def log_in(self, account: Account, user: User) -> None:
        """Open a session, under a new id."""
        self.services.sessions.close(self._id)
        self._id = self.services.sessions.open(account.id, user.id)
        self._is_kept = False
        self.member = self._find_member()

    def log_out(self) -> None:
        self.services.sessions.close(self._id)
        self._id = self.services.sessions.new_id()
        self._is_kept = False
        self.member = None

    def page(
        self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> Response:
        """Answer with a page."""
        notice = None
        if self.member is not None:
            notice, self.member.session.notice = self.member.session.notice, None
        content = render(
            template,
            **{"errors": {}, "notice": notice, **values},
            user=self.member and self.member.user,
            path=self.request.scope["path"],
            csrf=self.services.sessions.token(self._id),
            once=secrets.token_urlsafe(12),
        )
        return self._keep(HTMLResponse(content, status, headers))

    def go(self, path: str, notice: str | None = None) -> Response:
        """Answer with the way to another page, and what that page is to tell."""
        if self.member is not None:
            self.member.session.notice = notice
        return self._keep(RedirectResponse(path, 303))

    def ask_to_log_in(self) -> Response:
        return self.go(f"/login?next={quote(self.request.scope['path'])}")

    @property
    def _cookie(self) -> str:
        # Of a __Host- cookie a browser knows that this very host set it over TLS (RFC 6265bis §4.1.3.2).
        return "__Host-portal" if self._is_secure else "portal"

    @property
    def _is_secure(self) -> bool:
        return bool(self.request.scope["scheme"] == "https")

    def _keep(self, response: Response) -> Response:
        if not self._is_kept:
            response.set_cookie(
                self._cookie,
                self.services.sessions.seal(self._id),
                max_age=int(LIFE.total_seconds()),
                secure=self._is_secure,
                httponly=True,
                samesite="lax",
            )
        return response

    def _find_member(self) -> Member | None:
        session = self.services.sessions.find(self._id)
        if session is None:
            return None
        account = self.services.store.accounts[session.account_id]
        user = account.users.get(session.user_id)
        return Member(account, user, session) if user is not None else None
