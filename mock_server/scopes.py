"""Scopes: what an API key can permit, and the check that it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from . import challenge
from .errors import ApiError

__all__ = ["SCOPES", "Scope", "in_order", "require_scopes"]

Scope = Literal["tasks:read", "tasks:write", "users:read", "users:write", "keys:manage"]

SCOPES: dict[Scope, str] = {
    "tasks:read": "Read tasks",
    "tasks:write": "Create, change and delete tasks",
    "users:read": "Read users",
    "users:write": "Create, change and delete users",
    "keys:manage": "Manage API keys",
}
"""Every scope that a key can have, with what it permits."""


def in_order(scopes: Iterable[str]) -> list[Scope]:
    """These scopes, each once, in the order of :data:`SCOPES`."""
    wanted = set(scopes)
    return [scope for scope in SCOPES if scope in wanted]


def require_scopes(held: frozenset[str], required: Iterable[str]) -> None:
    """Check that a key with the scopes ``held`` has these as well.

    Raises:
        ApiError: 403, naming the first that is missing, in the challenge as well (RFC 6750 §3.1).
    """
    for scope in required:
        if scope not in held:
            raise ApiError(
                "forbidden",
                {"requiredScope": scope},
                headers={"www-authenticate": challenge.insufficient_scope(scope)},
            )
