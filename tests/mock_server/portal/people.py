"""A world with a portal and an API, and people in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mock_server.app import create_app
from mock_server.clock import StandingClock
from mock_server.entropy import CountedEntropy
from mock_server.outermost import Outermost
from mock_server.population import populate
from mock_server.portal import Portal
from mock_server.portal.passwords import Passwords
from mock_server.scenarios import KeyRing, Scene
from mock_server.store import Store
from tests.mock_server.driver import Answer, Client
from tests.mock_server.portal.browser import MARKER, Browser, Page

__all__ = ["PASSWORD", "Person", "World"]

PASSWORD = MARKER + "battery-staple"


@dataclass
class World:
    clock: StandingClock = field(default_factory=StandingClock)

    def __post_init__(self) -> None:
        self.store = Store(self.clock, CountedEntropy())
        populate(self.store)
        # A password is cheap here: how slow it is, is told by a test of its own.
        self._portal = Outermost(Portal(self.store, Passwords(cost=2)), self.store)
        scene = Scene(create_app(self.store), "", "", KeyRing({}), self.clock)
        self._api = Client(scene)

    def browser(self, scheme: str = "https") -> Browser:
        return Browser(self._portal, scheme=scheme)

    def api(self, key: str, method: str, target: str, content: object = None) -> Answer:
        """A request to the API, in the same world."""
        authorization = [("authorization", f"Bearer {key}")]
        if content is None:
            return self._api.request(method, target, key=None, headers=authorization)
        call = {"POST": self._api.post, "PATCH": self._api.patch}[method]
        return call(target, content, key=None, headers=authorization)

    def signed_up(self, name: str = "Ada Lovelace", email: str = "ada@example.com") -> Person:
        browser = self.browser()
        page = browser.visit("/signup")
        sent = browser.submit(page.form("Create account"), name=name, email=email, password=PASSWORD)
        assert sent.heading == "Developer Settings", sent.text
        return Person(self, browser)


@dataclass
class Person:
    """Somebody who is logged in."""

    world: World
    browser: Browser

    def new_key(self, **fields: str | list[str]) -> Page:
        """The page that comes of the form for a new key."""
        page = self.browser.visit("/settings/developer/keys/new")
        return self.browser.submit(page.form("Generate key"), **{"name": "report", **fields})

    def settings(self) -> Page:
        return self.browser.visit("/settings/developer")

    def log_in(self) -> None:
        """Log in anew, as after the night."""
        page = self.browser.visit("/login")
        self.browser.submit(page.form("Log in"), email="ada@example.com", password=PASSWORD)

    @property
    def now(self) -> datetime:
        return self.world.clock.now()
