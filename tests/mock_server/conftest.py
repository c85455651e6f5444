from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client

# How long an example takes says something of the machine, and nothing of the server.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def open_client() -> Callable[[str], Client]:
    """Opens a scenario: ``open_client("expired")``."""
    return lambda scenario: Client(open_scene(scenario))


@pytest.fixture
def client() -> Client:
    """A client of the default scenario."""
    return Client(open_scene())
