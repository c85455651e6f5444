"""Which methods a path has, for the ``Allow`` header of a 405 (RFC 9110 §15.5.6).

A router looks at one route after the other and would name only the methods of the first that fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastapi.routing import APIRoute, APIRouter
from starlette.routing import compile_path

__all__ = ["AllowedMethods"]

_ORDER = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class AllowedMethods:
    def __init__(self, routers: Mapping[str, Iterable[APIRouter]]) -> None:
        """Read the routes of routers, by the prefix under which they are included."""
        methods: dict[str, set[str]] = {}
        for prefix, group in routers.items():
            routes = [route for router in group for route in router.routes if isinstance(route, APIRoute)]
            for route in routes:
                methods.setdefault(prefix + route.path, set()).update(route.methods or ())
        self._rows = [(compile_path(path)[0], _with_head(found)) for path, found in methods.items()]

    def of(self, path: str) -> str:
        """The methods of all routes that a path matches, as the header has them: ``GET, HEAD, POST``."""
        found = {method for pattern, methods in self._rows if pattern.match(path) for method in methods}
        return ", ".join(sorted(found, key=_ORDER.index))


def _with_head(methods: set[str]) -> set[str]:
    return methods | {"HEAD"} if "GET" in methods else methods
