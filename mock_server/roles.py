"""What a user's role permits, where a key's scope alone doesn't decide."""

from __future__ import annotations

from .account import Role
from .auth import Principal
from .errors import ApiError
from .task import Task

__all__ = ["can_see", "check_may_assign", "knows_no_user"]

_SEE_EVERYTHING = (Role.ADMIN, Role.MANAGER)


def can_see(principal: Principal, task: Task) -> bool:
    """Whether a task exists for this user: a member sees only what it created or is to do."""
    user = principal.user
    return user.role in _SEE_EVERYTHING or user.id in (task.created_by, task.assignee_id)


def knows_no_user(principal: Principal, user_id: str) -> bool:
    """Whether this user can tell that nobody in the account has such an id; a member is not to learn it."""
    return principal.user.role in _SEE_EVERYTHING and user_id not in principal.account.users


def check_may_assign(principal: Principal, assignee_id: str | None) -> None:
    """Members assign tasks to themselves or to nobody.

    Raises:
        ApiError: 403, naming the least role that may, whether or not such a user exists.
    """
    user = principal.user
    if user.role not in _SEE_EVERYTHING and assignee_id not in (None, user.id):
        raise ApiError("forbidden", {"requiredRole": Role.MANAGER.value})
