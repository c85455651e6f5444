"""Accounts, and what is in them.

An account holds everything that belongs to it, so that nobody can reach into another one: there is
no list to filter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .rate_limit import Plan
from .task import Task
from .user import User

__all__ = ["Account"]


@dataclass(slots=True, kw_only=True)
class Account:
    id: str
    plan: Plan
    users: dict[str, User] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)

    def remove_user(self, user_id: str, at: datetime) -> None:
        """Remove a user, and its name from the tasks, which stay."""
        del self.users[user_id]
        for task in list(self.tasks.values()):
            roles = ("created_by", "assignee_id")
            cleared = {role: None for role in roles if getattr(task, role) == user_id}
            if cleared:
                self.tasks[task.id] = task.model_copy(update={**cleared, "updated_at": at})
