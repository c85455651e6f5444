"""Sessions: who is logged in, by a random id that the browser keeps in a signed cookie.

Every visitor has an id, also before the log-in, because forms are tied to it: see :meth:`Sessions.token`.
Only logging in makes the server remember anything, and gives a new id, so that one that somebody planted
before is worth nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from itsdangerous import BadSignature, TimestampSigner

from ..clock import Clock

__all__ = ["LIFE", "Session", "Sessions"]

LIFE = timedelta(hours=12)
"""How long a cookie is good for, and a log-in lasts at most."""


@dataclass(slots=True)
class Session:
    """One person, logged in with one browser."""

    account_id: str
    user_id: str
    ends_at: datetime
    notice: str | None = None
    """What the next page is to tell."""
    _sent: deque[str] = field(default_factory=lambda: deque(maxlen=1_000), repr=False)

    def is_first(self, once: str) -> bool:
        """Whether a form that may be sent once only, known by this word, is sent for the first time."""
        if not once or once in self._sent:
            return False
        self._sent.append(once)
        return True


class Sessions:
    """The sessions of one world. Cookies are signed with a secret that ends with the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._secret = os.urandom(32)
        self._signer = _Signer(
            os.urandom(32), salt="portal.session", key_derivation="hmac", digest_method=hashlib.sha256
        )
        self._signer.clock = clock
        self._open: dict[str, Session] = {}

    def open(self, account_id: str, user_id: str) -> str:
        """Open a session; gives its id."""
        now = self._clock.now()
        self._open = {key: session for key, session in self._open.items() if now < session.ends_at}
        session_id = self.new_id()
        self._open[session_id] = Session(account_id, user_id, now + LIFE)
        return session_id

    def find(self, session_id: str) -> Session | None:
        session = self._open.get(session_id)
        return session if session is not None and self._clock.now() < session.ends_at else None

    def close(self, session_id: str) -> None:
        self._open.pop(session_id, None)

    def new_id(self) -> str:
        return secrets.token_urlsafe(24)

    def seal(self, session_id: str) -> str:
        """The value of the cookie that holds an id."""
        return self._signer.sign(session_id).decode()

    def unseal(self, cookie: str) -> str | None:
        """The id in a cookie; ``None`` where it is not one of ours, or too old."""
        try:
            return self._signer.unsign(cookie, max_age=int(LIFE.total_seconds())).decode()
        except BadSignature:
            return None

    def token(self, session_id: str) -> str:
        """The word that a form of this visitor carries, which no other site can know (CSRF)."""
        return hmac.new(self._secret, session_id.encode(), hashlib.sha256).hexdigest()


class _Signer(TimestampSigner):
    """Signs with the time of the world."""

    clock: Clock

    def get_timestamp(self) -> int:
        return int(self.clock.now().timestamp())
