"""What happens to keys: they are made, and one takes the place of another. For the API and for the portal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from .account import Account
from .allow_list import AllowList
from .errors import ApiError
from .keys import ApiKey, KeyStatus, make_secret
from .store import Store

__all__ = ["check_is_active", "create_key", "rotate_key"]


def create_key(
    store: Store,
    account: Account,
    *,
    user_id: str,
    name: str,
    scopes: Iterable[str],
    allowed_ips: AllowList,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key that acts as a user.

    Returns:
        Its record, and its secret, which nobody can find out again.
    """
    secret = make_secret(store.entropy.next_bytes())
    key = ApiKey.of(
        secret,
        id=store.next_id("key"),
        name=name,
        user_id=user_id,
        scopes=frozenset(scopes),
        allowed_ips=allowed_ips,
        created_at=store.clock.now(),
        expires_at=expires_at,
    )
    store.keys.add(account, key)
    return key, secret


def rotate_key(store: Store, account: Account, key: ApiKey, overlap: timedelta) -> tuple[ApiKey, str]:
    """Make a key that replaces another: same user, name, scopes, addresses, and time to live, if it has one.

    The old key works until the overlap ends, or until its own end, where that comes first.

    Returns:
        The new key's record, and its secret.
    """
    now = store.clock.now()
    new, secret = create_key(
        store,
        account,
        user_id=key.user_id,
        name=key.name,
        scopes=key.scopes,
        allowed_ips=key.allowed_ips,
        expires_at=_same_life(key, now),
    )
    end = now + overlap if key.expires_at is None else min(now + overlap, key.expires_at)
    account.keys[key.id] = replace(key, expires_at=end, replaced_by=new.id)
    return new, secret


def check_is_active(key: ApiKey, now: datetime) -> None:
    """Check that a key has neither ended nor been replaced.

    Raises:
        ApiError: 409, with its status.
    """
    status = key.status(now)
    if status is not KeyStatus.ACTIVE:
        raise ApiError("conflict", {"status": status.value})


def _same_life(key: ApiKey, now: datetime) -> datetime | None:
    if key.expires_at is None:
        return None
    try:
        return now + (key.expires_at - key.created_at)
    except OverflowError:  # past the year 9999, and so in effect for ever
        return None
