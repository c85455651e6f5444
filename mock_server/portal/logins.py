"""Who can log in: the users that signed up here, each with the record of a password."""

from __future__ import annotations

from collections.abc import Iterator

from ..account import Account
from ..rate_limit import PLANS
from ..store import Store
from ..user import User, is_same_email
from ..user_request import NewUser
from .passwords import PasswordRecord, Passwords

__all__ = ["Logins"]


class Logins:
    """The log-ins of one world.

    A log-in is no copy of its user: the API may rename, demote or delete the user at any time, and what holds
    is what the account says now.
    """

    def __init__(self, store: Store, passwords: Passwords) -> None:
        self._store = store
        self._passwords = passwords
        self._records: dict[str, tuple[str, PasswordRecord]] = {}
        """Id of the user → id of the account, record of the password."""

    def is_taken(self, email: str) -> bool:
        """Whether somebody logs in with this address."""
        return any(True for _ in self._with_email(email))

    def sign_up(self, new: NewUser, password: str) -> tuple[Account, User]:
        """Open an account on the Free plan, with this user in it."""
        user = new.created(user_id=self._store.next_id("usr"), at=self._store.clock.now())
        # An account has no name of its own: it is called after whoever opened it.
        account = Account(id=user.id, plan=PLANS["Free"], users={user.id: user})
        self._store.accounts[account.id] = account
        self._records[user.id] = account.id, self._passwords.record(password)
        return account, user

    def find(self, email: str, password: str) -> tuple[Account, User] | None:
        """The user with this address and this password. It takes as long when nobody has the address."""
        # The API keeps addresses apart within an account only: two log-ins may have come to share one.
        known = list(self._with_email(email))
        if not known:
            self._passwords.match(password, None)
        for account, user in known:
            if self._passwords.match(password, self._records[user.id][1]):
                return account, user
        return None

    def _with_email(self, email: str) -> Iterator[tuple[Account, User]]:
        for user_id, (account_id, _) in self._records.items():
            account = self._store.accounts[account_id]
            user = account.users.get(user_id)
            if user is not None and is_same_email(user.email, email):
                yield account, user
