"""Named states of the world, each ready to answer, and with nothing random in it: ``open_scene("expired")``.

A scenario decides the state of the *reader's* key: the key of the person who reads the documentation. Every
other key is the same in all scenarios, so that one scene can show several states side by side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from types import MappingProxyType

from starlette.types import ASGIApp

from .allow_list import AllowList
from .app import create_app
from .clock import Clock, open_clock
from .keys import SCOPES, ApiKey, digest_of, make_secret, prefix_of
from .openapi import TITLE, VERSION
from .population import ADMIN, BUSY, MANAGER, MEMBER, STRANGER, add_tasks, populate
from .rate_limit import PLANS
from .store import Store

__all__ = ["SCENARIOS", "KeyRing", "Scenario", "Scene", "open_scene"]


class KeyRing(Mapping[str, str]):
    """The secrets of a world's keys, by name. Its ``repr`` names them and shows none."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = MappingProxyType(dict(secrets))

    def __getitem__(self, name: str) -> str:
        return self._secrets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._secrets)

    def __len__(self) -> int:
        return len(self._secrets)

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._secrets)})"


@dataclass(frozen=True, slots=True)
class Scene:
    """A world in a state, ready to answer."""

    app: ASGIApp
    title: str
    version: str
    keys: KeyRing
    clock: Clock

    def advance(self, seconds: float) -> None:
        """Let time pass in this world."""
        self.clock.advance(seconds)


@dataclass(frozen=True, slots=True)
class _KeyState:
    scopes: frozenset[str] = frozenset(SCOPES)
    allowed_ips: AllowList = field(default_factory=AllowList)
    ends_in: timedelta | None = None
    """Relative to the start of the world, as are all moments of a key."""
    revoked: bool = False
    replaced: bool = False


_DAY = timedelta(days=1)

_ACTIVE = _KeyState()
_EXPIRED = _KeyState(ends_in=-_DAY)
_REVOKED = _KeyState(revoked=True)
_READ_ONLY = _KeyState(scopes=frozenset({"tasks:read"}))
_IP_BOUND = _KeyState(allowed_ips=AllowList(["203.0.113.0/24"]))
_ROTATED = _KeyState(ends_in=_DAY, replaced=True)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What sets a world apart from the default one."""

    description: str
    reader: _KeyState = _ACTIVE
    requests_left: int | None = None
    """What is left of the minute to the reader's account; ``None`` leaves it untouched."""
    tasks: int = 3
    plan: str = "Free"
    """The plan of the reader's account, by its name in :data:`mock_server.rate_limit.PLANS`."""


SCENARIOS: Mapping[str, Scenario] = {
    "default": Scenario("the reader's key is good, and there are three tasks"),
    "expired": Scenario("the reader's key expired a day ago", reader=_EXPIRED),
    "revoked": Scenario("the reader's key was revoked a day ago", reader=_REVOKED),
    "read-only": Scenario("the reader's key has the scope tasks:read only", reader=_READ_ONLY),
    "ip-bound": Scenario(
        "the reader's key works from 203.0.113.0/24 only, which is not where the reader is", reader=_IP_BOUND
    ),
    "rotated": Scenario("the reader's key was rotated and works for another day", reader=_ROTATED),
    "one-request-left": Scenario(
        "the reader's account has one request left in the first minute", requests_left=1
    ),
    "many-tasks": Scenario("there are 25 tasks, enough for several pages", tasks=25),
    "enterprise": Scenario("the reader's account has the plan Enterprise", plan="Enterprise"),
}

_KEYS: Mapping[str, tuple[str, _KeyState]] = {
    "reader": (ADMIN, _ACTIVE),
    "replacement": (ADMIN, _ACTIVE),
    "expired": (ADMIN, _EXPIRED),
    "revoked": (ADMIN, _REVOKED),
    "read-only": (ADMIN, _READ_ONLY),
    "office": (ADMIN, _IP_BOUND),
    "deprecated": (ADMIN, _ROTATED),
    "manager": (MANAGER, _KeyState(scopes=frozenset(SCOPES) - {"keys:manage"})),
    "member": (MEMBER, _KeyState(scopes=frozenset({"tasks:read", "tasks:write", "users:read"}))),
    "busy": (BUSY, _ACTIVE),
    "stranger": (STRANGER, _ACTIVE),
}
"""Every key of a world, with its user and its state. ``replacement`` came of the rotated ones;
``busy`` is of an account whose other programs use up every minute, ``stranger`` of yet another.
"""

_REPLACEMENT_ID = f"key_{list(_KEYS).index('replacement') + 1:06}"


def open_scene(scenario: str | None = None, clock: str | None = None) -> Scene:
    """Open a fresh world in a named state.

    Args:
        scenario: a name in :data:`SCENARIOS`; ``None`` is the default one.
        clock: what :func:`mock_server.clock.open_clock` takes; ``None`` stands still.

    Raises:
        LookupError: there is no such scenario.
        ValueError: the clock is neither ``now`` nor a timestamp.
    """
    chosen = SCENARIOS.get(scenario or "default")
    if chosen is None:
        raise LookupError(f"no scenario {scenario!r}; there are {', '.join(SCENARIOS)}")
    store = Store(open_clock(clock))
    populate(store)
    store.accounts["acme"].plan = PLANS[chosen.plan]
    add_tasks(store, chosen.tasks)
    for name, (user_id, state) in _KEYS.items():
        _add_key(store, name, user_id, chosen.reader if name == "reader" else state)
    store.limiter.occupy("initech", store.accounts["initech"].plan.per_minute)
    if chosen.requests_left is not None:
        plan = store.accounts["acme"].plan
        store.limiter.count("acme", plan, store.clock.now(), requests=plan.per_minute - chosen.requests_left)
    secrets = KeyRing({name: _secret(name) for name in _KEYS})
    return Scene(create_app(store), TITLE, f"v{VERSION}", secrets, store.clock)


@cache
def _secret(name: str) -> str:
    """The same secret in every world, so that pages can show answers in which it plays a part."""
    return make_secret(hashlib.sha256(f"mock server, key of the {name}".encode()).digest())


def _add_key(store: Store, name: str, user_id: str, state: _KeyState) -> None:
    secret, start = _secret(name), store.clock.now()
    store.keys.add(
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
        )
    )
