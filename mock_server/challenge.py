"""The ``WWW-Authenticate`` challenges of the Bearer scheme (RFC 6750 §3, RFC 9110 §11.6.1)."""

from __future__ import annotations

__all__ = ["EXPIRED", "INVALID", "MISSING", "REALM", "REVOKED", "insufficient_scope"]

REALM = "Task Management API"


def _challenge(**parameters: str) -> str:
    """Write one challenge; the values never hold a quote or a backslash, so nothing needs escaping."""
    return "Bearer " + ", ".join(
        f'{name}="{value}"' for name, value in {"realm": REALM, **parameters}.items()
    )


MISSING = _challenge()
"""The request brought no credentials of this scheme: RFC 6750 §3.1 wants no error code then."""

INVALID = _challenge(error="invalid_token")
"""A token that is malformed, mistyped or unknown. It never says which."""

EXPIRED = _challenge(error="invalid_token", error_description="The API key expired")
REVOKED = _challenge(error="invalid_token", error_description="The API key was revoked")


def insufficient_scope(scope: str) -> str:
    """The challenge to a good key that lacks ``scope``, naming what it would take (RFC 6750 §3.1)."""
    return _challenge(error="insufficient_scope", scope=scope)
