"""From a request to its operation."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI

from mock_server.dispatch import Dispatcher


def test_a_router_of_another_kind_of_route_does_not_start() -> None:
    router = APIRouter()

    @router.get("/late")
    async def late() -> None: ...

    with pytest.raises(TypeError, match="is no DirectRoute"):
        Dispatcher(FastAPI(), {"": [router]})
