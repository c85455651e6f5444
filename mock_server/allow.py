"""Which methods a path has, for the ``Allow`` header of a 405 (RFC 9110 §15.5.6).

A router looks at one route after the other and would name only the methods of the first that fits.
"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, compile_path

__all__ = ["AllowTable"]

_ORDER = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class AllowTable:
    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        methods: dict[str, set[str]] = {}
        for route in iter_route_contexts(list(routes)):
            if route.path_format is not None:
                methods.setdefault(route.path_format, set()).update(route.methods or ())
        self._rows = [(compile_path(path)[0], _with_head(found)) for path, found in methods.items()]

    def allow(self, path: str) -> str:
        """The methods of all routes that a path matches: ``GET, HEAD, POST``."""
        found = {method for pattern, methods in self._rows if pattern.match(path) for method in methods}
        return ", ".join(sorted(found, key=_ORDER.index))


def _with_head(methods: set[str]) -> set[str]:
    return methods | {"HEAD"} if "GET" in methods else methods
