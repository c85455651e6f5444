"""Which keys exist at the start of every world, in what state, and what their secrets are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from .allow_list import AllowList
from .keys import ApiKey, digest_of, make_secret, prefix_of
from .population import ADMIN, BUSY, MANAGER, MEMBER, STRANGER
from .scopes import SCOPES
from .store import Store

__all__ = [
    "ACTIVE",
    "EXPIRED",
    "IP_BOUND",
    "KEYS",
    "READ_ONLY",
    "REVOKED",
    "ROTATED",
    "KeyState",
    "add_key",
    "add_usage",
    "secret_of",
]


@dataclass(frozen=True, slots=True)
class KeyState:
    scopes: frozenset[str] = frozenset(SCOPES)
    allowed_ips: AllowList = field(default_factory=AllowList)
    ends_in: timedelta | None = None
    """Relative to the start of the world, as are all moments of a key."""
    revoked: bool = False
    replaced: bool = False


_DAY = timedelta(days=1)

ACTIVE = KeyState()
EXPIRED = KeyState(ends_in=-_DAY)
REVOKED = KeyState(revoked=True)
READ_ONLY = KeyState(scopes=frozenset({"tasks:read"}))
IP_BOUND = KeyState(allowed_ips=AllowList(["203.0.113.0/24"]))
ROTATED = KeyState(ends_in=_DAY, replaced=True)
_NARROW = KeyState(
    scopes=frozenset({"tasks:read"}),
    allowed_ips=AllowList(["203.0.113.7", "2001:db8:5::/48"]),
    ends_in=60 * _DAY,
)


KEYS: Mapping[str, tuple[str, KeyState]] = {
    "reader": (ADMIN, ACTIVE),
    "replacement": (ADMIN, ACTIVE),
    "expired": (ADMIN, EXPIRED),
    "revoked": (ADMIN, REVOKED),
    "read-only": (ADMIN, READ_ONLY),
    "office": (ADMIN, IP_BOUND),
    "deprecated": (ADMIN, ROTATED),
    "manager": (MANAGER, KeyState(scopes=frozenset(SCOPES) - {"keys:manage"})),
    "member": (MEMBER, KeyState(scopes=frozenset({"tasks:read", "tasks:write", "users:read"}))),
    "busy": (BUSY, ACTIVE),
    "stranger": (STRANGER, ACTIVE),
    "nightly-report": (ADMIN, _NARROW),
}
"""Every key of a world, with its user and its state. ``replacement`` came of the rotated ones;
``busy`` is of an account whose other programs use up every minute, ``stranger`` of yet another;
nobody uses ``nightly-report``.
"""

_READER_ID, _REPLACEMENT_ID = (f"key_{list(KEYS).index(name) + 1:06}" for name in ("reader", "replacement"))


@cache
def secret_of(name: str) -> str:
    """The same secret in every world, so that pages can show answers in which it plays a part."""
    return make_secret(hashlib.sha256(f"mock server, key of the {name}".encode()).digest())


def add_key(store: Store, name: str, user_id: str, state: KeyState) -> None:
    """Put one of these keys into the account of its user."""
    secret, start = secret_of(name), store.clock.now()
    account = next(account for account in store.accounts.values() if user_id in account.users)
    store.keys.add(
        account,
        ApiKey(
            id=store.next_id("key"),
            name=name,
            user_id=user_id,
            prefix=prefix_of(secret),
            last_four=secret[-4:],
            digest=digest_of(secret),
            scopes=state.scopes,
            allowed_ips=state.allowed_ips,
            created_at=start - 30 * _DAY,
            expires_at=None if state.ends_in is None else start + state.ends_in,
            revoked_at=start - _DAY if state.revoked else None,
            replaced_by=_REPLACEMENT_ID if state.replaced else None,
        ),
    )


_HABIT = [
    (timedelta(hours=9), "GET", "/v1/tasks", 200, "198.51.100.7"),
    (timedelta(hours=9, minutes=5), "POST", "/v1/tasks", 201, "198.51.100.7"),
    (timedelta(hours=13), "GET", "/v1/tasks", 200, "198.51.100.7"),
]
_INCIDENT = [
    (timedelta(hours=3, minutes=12), "GET", "/v1/users", 200, "203.0.113.99"),
    (timedelta(hours=3, minutes=13), "DELETE", "/v1/users/usr_000001", 409, "203.0.113.99"),
]


def add_usage(store: Store) -> None:
    """Let the reader's key have been used on the three days before: as always, and once by somebody else."""
    midnight = store.clock.now().replace(hour=0, minute=0, second=0)
    for days_ago, requests in ((3, _HABIT), (2, _HABIT), (1, [*_INCIDENT, *_HABIT])):
        for time, method, path, status, ip in requests:
            store.accounts["acme"].usage[_READER_ID].add(
                timestamp=midnight - days_ago * _DAY + time,
                method=method,
                path=path,
                status=status,
                ip=ip,
                user_agent="task-sync/2.1" if ip.startswith("198") else "curl/8.7.1",
                request_id=store.next_id("req"),
            )
