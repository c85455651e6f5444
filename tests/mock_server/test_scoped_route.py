"""Routes declare what they need."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, Response

from mock_server.scoped_route import ScopedRoute


def test_a_route_that_forgot_its_scope_does_not_start() -> None:
    router = APIRouter(route_class=ScopedRoute)

    async def open_to_all() -> Response:
        return Response()

    with pytest.raises(TypeError, match="open_to_all declares no scope"):
        router.add_api_route("/", open_to_all)
