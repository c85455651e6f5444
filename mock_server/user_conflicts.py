"""What stands against a change of an account's users: each of these is answered 409."""

from __future__ import annotations

from .account import Account
from .errors import ApiError
from .user import Role, User, is_same_email

__all__ = ["check_an_admin_stays", "check_email_is_free", "check_nothing_is_assigned"]


def check_email_is_free(account: Account, email: str, user_id: str | None = None) -> None:
    """Check that nobody in the account has this address, except perhaps this user itself.

    Raises:
        ApiError: 409.
    """
    if any(user.id != user_id and is_same_email(user.email, email) for user in account.users.values()):
        raise ApiError("conflict", {"email": "is already used in this account"})


def check_an_admin_stays(account: Account, user: User) -> None:
    """Check that the account has an admin besides this user, or that this user is none.

    Raises:
        ApiError: 409.
    """
    admins = [other.id for other in account.users.values() if other.role is Role.ADMIN]
    if admins == [user.id]:
        raise ApiError("conflict", {"reason": "last_admin"})


def check_nothing_is_assigned(account: Account, user: User) -> None:
    """Check that no task is assigned to the user.

    Raises:
        ApiError: 409, with the number of those that are.
    """
    count = sum(task.assignee_id == user.id for task in account.tasks.values())
    if count:
        raise ApiError("conflict", {"assignedTaskCount": count})
