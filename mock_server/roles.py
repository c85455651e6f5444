"""What a user's role permits, where a key's scope alone doesn't decide."""

from __future__ import annotations

from .account import Role
from .auth import Principal
from .errors import ApiError
from .task import Task

__all__ = ["can_see", "may_assign"]

_ALL_TASKS = (Role.ADMIN, Role.MANAGER)


def can_see(principal: Principal, task: Task) -> bool:
    """Whether a task exists for this user: a member sees only what it created or is to do."""
    user = principal.user
    return user.role in _ALL_TASKS or user.id in (task.created_by, task.assignee_id)


def may_assign(principal: Principal, assignee_id: str | None) -> None:
    """Members assign tasks to themselves or to nobody.

    Raises:
        ApiError: 403, naming the least role that may. It doesn't depend on whether such a user exists, which
            a member is not to learn.
    """
    user = principal.user
    if user.role not in _ALL_TASKS and assignee_id not in (None, user.id):
        raise ApiError("forbidden", {"requiredRole": Role.MANAGER.value})
