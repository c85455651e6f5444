"""What a user's role permits, where a key's scope alone doesn't decide."""

from __future__ import annotations

from .auth import Principal
from .errors import ApiError
from .keys import ApiKey
from .sort_order import rank
from .task import Task
from .user import Role, User

__all__ = [
    "can_see_key",
    "can_see_task",
    "can_see_user",
    "check_may_assign",
    "check_may_change_users",
    "check_may_create_user",
    "check_may_rotate",
    "knows_no_user",
]

_SEE_EVERYTHING = (Role.ADMIN, Role.MANAGER)


def can_see_task(principal: Principal, task: Task) -> bool:
    """Whether a task exists for this user: a member sees only what it created or is to do."""
    user = principal.user
    return user.role in _SEE_EVERYTHING or user.id in (task.created_by, task.assignee_id)


def can_see_user(principal: Principal, user: User) -> bool:
    """Whether somebody exists for this user: an admin sees all, a manager the members, a member itself."""
    me = principal.user
    if me.role is Role.MEMBER:
        return user.id == me.id
    return me.role is Role.ADMIN or user.role is Role.MEMBER


def can_see_key(user: User, key: ApiKey) -> bool:
    """Whether a key exists for this user: an admin sees all, others those that act as them."""
    return user.role is Role.ADMIN or key.user_id == user.id


def check_may_rotate(user: User, key: ApiKey) -> None:
    """Nobody gets to see a key that acts as somebody else: not even an admin, who can revoke it.

    Raises:
        ApiError: 403.
    """
    if key.user_id != user.id:
        raise ApiError("forbidden", {"reason": "not_your_key"})


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


def check_may_create_user(principal: Principal, role: Role) -> None:
    """Managers create members; admins create everybody.

    Raises:
        ApiError: 403, naming the least role that may.
    """
    least = Role.MANAGER if role is Role.MEMBER else Role.ADMIN
    if rank(principal.user.role) < rank(least):
        raise ApiError("forbidden", {"requiredRole": least.value})


def check_may_change_users(principal: Principal) -> None:
    """Only admins change and delete users.

    Raises:
        ApiError: 403.
    """
    if principal.user.role is not Role.ADMIN:
        raise ApiError("forbidden", {"requiredRole": Role.ADMIN.value})
