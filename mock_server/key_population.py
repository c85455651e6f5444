"""Which keys exist at the start of every world, in what state, and what their secrets are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from .allow_list import AllowList
from .keys import ApiKey, make_secret
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

_REPLACEMENT_ID = f"key_{list(KEYS).index('replacement') + 1:06}"


@cache
def secret_of(name: str) -> str:
    """The same secret in every world, so that pages can show answers in which it plays a part."""
    return make_secret(hashlib.sha256(f"mock server, key of the {name}".encode()).digest())


def add_key(store: Store, name: str, user_id: str, state: KeyState) -> None:
    """Put one of these keys into the account of its user."""
    start = store.clock.now()
    account = next(account for account in store.accounts.values() if user_id in account.users)
    store.keys.add(
        account,
        ApiKey.of(
            secret_of(name),
            id=store.next_id("key"),
            name=name,
            user_id=user_id,
            scopes=state.scopes,
            allowed_ips=state.allowed_ips,
            created_at=start - 30 * _DAY,
            expires_at=None if state.ends_in is None else start + state.ends_in,
            revoked_at=start - _DAY if state.revoked else None,
            replaced_by=_REPLACEMENT_ID if state.replaced else None,
        ),
    )
