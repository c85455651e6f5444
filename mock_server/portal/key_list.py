"""The keys that a person sees, each with what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..account import Account
from ..api_key import Key, show_key
from ..keys import ApiKey, KeyStatus
from ..roles import can_see_key
from .problem import Problem
from .visit import Member

__all__ = ["ListedKey", "find_key", "list_key", "list_keys"]


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key as the pages show it."""

    shown: Key
    """As the API shows it."""
    acts_as: str | None
    """Whose name it stands for, where that is somebody else."""

    @property
    def is_over(self) -> bool:
        return self.shown.status in (KeyStatus.EXPIRED, KeyStatus.REVOKED)

    @property
    def can_rotate(self) -> bool:
        return self.shown.status is KeyStatus.ACTIVE and self.acts_as is None

    @property
    def hint(self) -> str:
        """How it begins and ends."""
        return f"{self.shown.prefix}…{self.shown.last_four}"


def list_keys(member: Member, now: datetime) -> list[ListedKey]:
    """The keys that the person can see, the newest first."""
    account, user = member.account, member.user
    visible = [key for key in account.keys.values() if can_see_key(user, key)]
    return [list_key(member, key, now) for key in reversed(visible)]


def list_key(member: Member, key: ApiKey, now: datetime) -> ListedKey:
    shown = show_key(member.account, key, now)
    return ListedKey(shown, None if key.user_id == member.user.id else _name(member.account, key.user_id))


def find_key(member: Member, key_id: str) -> ApiKey:
    """The key of this id.

    Raises:
        Problem: 404, also where the person can't see it.
    """
    key = member.account.keys.get(key_id)
    if key is None or not can_see_key(member.user, key):
        raise Problem(404)
    return key


def _name(account: Account, user_id: str) -> str:
    user = account.users.get(user_id)
    return user.name if user is not None else "a deleted user"
