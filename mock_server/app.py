"""How a request travels: outermost layer, host, gate, dispatcher; or portal. Composition only."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from .dispatch import Dispatcher
from .gate import Gate
from .hosts import Hosts
from .outermost import Outermost
from .routes import api_keys, root, tasks, users
from .store import Store

__all__ = ["create_app"]

_ROUTERS = {"/v1": [tasks.router, users.router, api_keys.router], "": [root.router]}
"""Everything that the API does, by the prefix under which it stands."""


def create_app(store: Store) -> ASGIApp:
    """Make the ASGI app of one world, which costs next to nothing: all share one router without state."""

    def open_portal() -> ASGIApp:
        # Its imports take as long as all others together, and most worlds are never asked for a page.
        from .portal import Portal  # noqa: PLC0415

        return Portal(store)

    return Outermost(Hosts(Gate(_ROUTER, store), open_portal), store)


def _make_router() -> Dispatcher:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for prefix, group in _ROUTERS.items():
        for router in group:
            app.include_router(router, prefix=prefix)
    return Dispatcher(app, _ROUTERS)


_ROUTER = _make_router()
"""Made once, on import, which threads wait for: FastAPI is not made for two that make one at once."""
