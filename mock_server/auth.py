"""Authentication: ordered rules that lead from a request to the principal it acts for, or to a refusal.

The order is part of the API: credentials (401), then the client's address (403). Scope and role come later,
when it is known what the request asks for; see :mod:`mock_server.scopes` and :mod:`mock_server.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from . import challenge
from .account import Account
from .errors import ApiError
from .key_index import KeyIndex
from .keys import ApiKey, KeyStatus
from .timestamp import format_timestamp
from .user import User

__all__ = ["Principal", "admit", "bearer_token", "identify", "key_headers", "renew"]

# RFC 9110 §11.4: the scheme in any case, then one or more spaces. What follows is the token, whatever it is.
_BEARER = re.compile(r"bearer +(?P<token>.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request acts for, and with which key."""

    account: Account
    user: User
    key: ApiKey


def _unauthorized(www_authenticate: str) -> ApiError:
    return ApiError("unauthorized", headers={"www-authenticate": www_authenticate})


def bearer_token(authorization: Sequence[str]) -> str:
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


def identify(authorization: Sequence[str], keys: KeyIndex) -> tuple[Account, ApiKey]:
    """Find the key of a request, whatever its state, and the key's account.

    Raises:
        ApiError: 401.
    """
    found = keys.find(bearer_token(authorization))
    if found is None:
        raise _unauthorized(challenge.INVALID)
    return found


def key_headers(key: ApiKey) -> dict[str, str]:
    """What every answer to a key with an end tells its holder: when that is, and which key replaces it."""
    headers = {}
    if key.expires_at is not None:
        headers["api-key-expires"] = format_timestamp(key.expires_at)
    if key.replaced_by is not None:
        headers["api-key-replaced-by"] = key.replaced_by
    return headers


_ENDED = {KeyStatus.EXPIRED: challenge.EXPIRED, KeyStatus.REVOKED: challenge.REVOKED}


def admit(account: Account, key: ApiKey, address: str | None, now: datetime) -> Principal:
    """Let a key in that works at this moment and from this address.

    Raises:
        ApiError: 401 with a challenge that says how the key ended, or 403 for its address.
    """
    _check_works(key, now)
    if not key.allowed_ips.allows(address):
        raise ApiError("forbidden", {"reason": "ip_not_allowed"})
    return Principal(account, account.users[key.user_id], key)


def renew(principal: Principal, now: datetime) -> Principal:
    """The principal as it is at this moment: while a body was on its way, its key or user may have changed.

    Raises:
        ApiError: 401, where the key has ended meanwhile.
    """
    account = principal.account
    key = account.keys[principal.key.id]
    _check_works(key, now)
    return Principal(account, account.users[key.user_id], key)


def _check_works(key: ApiKey, now: datetime) -> None:
    ended = _ENDED.get(key.status(now))
    if ended is not None:
        raise _unauthorized(ended)
