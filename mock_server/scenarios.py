"""Named states of the world, each ready to answer, and with nothing random in it: ``open_scene("expired")``.

A scenario decides the state of the *reader's* key: the key of the person who reads the documentation. Every
other key is the same in all scenarios, so that one scene can show several states side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from starlette.types import ASGIApp

from .allow_list import AllowList
from .app import create_app
from .clock import Clock, TickingClock, open_clock
from .entropy import CountedEntropy, RandomEntropy
from .key_population import (
    ACTIVE,
    EXPIRED,
    IP_BOUND,
    KEYS,
    READ_ONLY,
    REVOKED,
    ROTATED,
    KeyState,
    add_key,
    secret_of,
)
from .openapi import TITLE, VERSION
from .population import add_tasks, populate
from .rate_limit import DAY, MINUTE, PLANS
from .store import Store
from .usage_population import add_usage

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
class Scenario:
    """What sets a world apart from the default one."""

    description: str
    reader: KeyState = ACTIVE
    requests_left: int | None = None
    """What is left of the minute to the reader's account; ``None`` leaves it untouched."""
    requests_left_today: int | None = None
    plan: str = "Free"
    """The plan of the reader's account."""
    tasks: int = 3
    used: bool = False
    """Whether requests were made with the reader's key on the days before."""


SCENARIOS: Mapping[str, Scenario] = {
    "default": Scenario("the reader's key is good, and there are three tasks"),
    "expired": Scenario("the reader's key expired a day ago", reader=EXPIRED),
    "revoked": Scenario("the reader's key was revoked a day ago", reader=REVOKED),
    "read-only": Scenario("the reader's key has the scope tasks:read only", reader=READ_ONLY),
    "ip-bound": Scenario(
        "the reader's key works from 203.0.113.0/24 only, which is not where the reader is", reader=IP_BOUND
    ),
    "rotated": Scenario("the reader's key was rotated and works for another day", reader=ROTATED),
    "one-request-left": Scenario(
        "the reader's account has one request left in the first minute", requests_left=1
    ),
    "one-request-left-today": Scenario(
        "the reader's account has one request left in the first day", requests_left_today=1
    ),
    "enterprise": Scenario(
        "the reader's account has the Enterprise plan, with 6,000 requests a minute", plan="Enterprise"
    ),
    "used": Scenario("the reader's key was used on the three days before, once by a stranger", used=True),
    "many-tasks": Scenario("there are 25 tasks, enough for several pages", tasks=25),
}


def open_scene(
    scenario: str | None = None, clock: Clock | str | None = None, trusted_proxies: Sequence[str] = ()
) -> Scene:
    """Open a fresh world in a named state.

    Args:
        scenario: a name in :data:`SCENARIOS`; ``None`` is the default one.
        clock: a clock, or what :func:`mock_server.clock.open_clock` takes; ``None`` stands still. Where time
            stands, nothing is random; new keys are secret where it ticks.
        trusted_proxies: addresses and CIDR blocks whose ``X-Forwarded-For`` is believed.

    Raises:
        LookupError: there is no such scenario.
        ValueError: the clock is neither ``now`` nor a timestamp, or a proxy is no address.
    """
    chosen = SCENARIOS.get(scenario or "default")
    if chosen is None:
        raise LookupError(f"no scenario {scenario!r}; there are {', '.join(SCENARIOS)}")
    if clock is None or isinstance(clock, str):
        clock = open_clock(clock)
    entropy = RandomEntropy() if isinstance(clock, TickingClock) else CountedEntropy()
    proxies = AllowList(trusted_proxies) if trusted_proxies else None
    store = Store(clock, entropy, proxies)
    populate(store)
    add_tasks(store, chosen.tasks)
    for name, (user_id, state) in KEYS.items():
        add_key(store, name, user_id, chosen.reader if name == "reader" else state)
    if chosen.used:
        add_usage(store)
    _set_limits(store, chosen)
    secrets = KeyRing({name: secret_of(name) for name in KEYS})
    return Scene(create_app(store), TITLE, f"v{VERSION}", secrets, store.clock)


def _set_limits(store: Store, scenario: Scenario) -> None:
    store.limiter.occupy("initech", store.accounts["initech"].plan.per_minute)
    plan = store.accounts["acme"].plan = PLANS[scenario.plan]
    now = store.clock.now()
    if scenario.requests_left is not None:
        store.limiter.take("acme", MINUTE, plan.per_minute - scenario.requests_left, now)
    if scenario.requests_left_today is not None:
        store.limiter.take("acme", DAY, plan.per_day - scenario.requests_left_today, now)
