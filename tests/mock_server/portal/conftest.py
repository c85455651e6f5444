from __future__ import annotations

import pytest

from tests.mock_server.portal.people import Person, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ada(world: World) -> Person:
    return world.signed_up()
