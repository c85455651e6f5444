from __future__ import annotations

from collections.abc import Callable

import pytest
from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client


@pytest.fixture
def open_client() -> Callable[[str], Client]:
    """Opens a scenario: ``open_client("expired")``."""
    return lambda scenario: Client(open_scene(scenario))


@pytest.fixture
def client() -> Client:
    """A client of the default scenario."""
    return Client(open_scene())
