"""Authentication: ordered rules that lead from a request to the principal it acts for, or to a refusal.

The order is part of the API: credentials (401), then the client's address (403). Scope and role come later,
when it is known what the request asks for; see :mod:`mock_server.scoped_route` and :mod:`mock_server.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import challenge
from .account import Account
from .errors import ApiError
from .keys import ApiKey, KeyStatus
from .store import Store
from .timestamp import format_timestamp
from .user import User

__all__ = ["Principal", "authenticate", "bearer_token", "key_headers"]

# RFC 9110 §11.4: the scheme in any case, then one or more spaces. What follows is the token, whatever it is.
_BEARER = re.compile(r"bearer +(?P<token>.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request acts for, and with which key."""

    account: Account
    user: User
    key: ApiKey


def _unauthorized(www_authenticate: str, headers: dict[str, str] | None = None) -> ApiError:
    return ApiError("unauthorized", headers={"www-authenticate": www_authenticate, **(headers or {})})


def bearer_token(authorization: list[str]) -> str:
    """The token in the values of a request's ``Authorization`` headers.

    Raises:
        ApiError: 401. Without a Bearer token there is nothing to object to, so the challenge has no error
            code; a token that is not alone is an error, because it is anybody's guess which header is meant.
    """
    matches = [_BEARER.fullmatch(value.strip(" \t")) for value in authorization]
    tokens = [match["token"] for match in matches if match is not None]
    if not tokens:
        raise _unauthorized(challenge.MISSING)
    if len(authorization) > 1:
        raise _unauthorized(challenge.INVALID)
    return tokens[0]


def key_headers(key: ApiKey) -> dict[str, str]:
    """What every answer to a key with an end tells its holder: when that is, and which key replaces it."""
    headers = {}
    if key.expires_at is not None:
        headers["api-key-expires"] = format_timestamp(key.expires_at)
    if key.replaced_by is not None:
        headers["api-key-replaced-by"] = key.replaced_by
    return headers


_ENDED = {KeyStatus.EXPIRED: challenge.EXPIRED, KeyStatus.REVOKED: challenge.REVOKED}


def authenticate(authorization: Iterable[str], address: str | None, store: Store) -> Principal:
    """Find the principal of a request.

    Args:
        authorization: the values of all its ``Authorization`` headers.
        address: the client's IP address, where there is one.

    Raises:
        ApiError: 401 with a challenge, or 403 where the key may not be used from this address.
    """
    key = store.keys.find(bearer_token(list(authorization)))
    if key is None:
        raise _unauthorized(challenge.INVALID)
    ended = _ENDED.get(key.status(store.clock.now()))
    if ended is not None:
        raise _unauthorized(ended, key_headers(key))
    if not key.allowed_ips.allows(address):
        raise ApiError("forbidden", {"reason": "ip_not_allowed"}, headers=key_headers(key))
    return Principal(*store.owner_of(key), key)
