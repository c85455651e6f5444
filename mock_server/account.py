"""Accounts, and what is in them.

An account holds everything that belongs to it, so that nobody can reach into another one: there is
no list to filter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime

from .idempotency import KeptAnswers
from .keys import ApiKey
from .rate_limit import Plan
from .task import Task
from .usage import KeyUsage
from .user import User

__all__ = ["Account"]


@dataclass(slots=True, kw_only=True)
class Account:
    id: str
    plan: Plan
    users: dict[str, User] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    """All that were ever made: one that has ended is still told from one that never was."""
    usage: defaultdict[str, KeyUsage] = field(default_factory=lambda: defaultdict(KeyUsage))
    """By the id of the key."""
    kept_answers: KeptAnswers = field(default_factory=KeptAnswers)

    def revoke_key(self, key_id: str, at: datetime) -> None:
        """End a key at once and for good; one that was revoked before stays as it is."""
        key = self.keys[key_id]
        if key.revoked_at is None:
            self.keys[key_id] = replace(key, revoked_at=at)

    def remove_user(self, user_id: str, at: datetime) -> None:
        """Remove a user, its name from the tasks, which stay, and revoke its keys: they acted as somebody
        who is gone.
        """
        del self.users[user_id]
        for task in list(self.tasks.values()):
            roles = ("created_by", "assignee_id")
            cleared = {role: None for role in roles if getattr(task, role) == user_id}
            if cleared:
                self.tasks[task.id] = task.model_copy(update={**cleared, "updated_at": at})
        for key in list(self.keys.values()):
            if key.user_id == user_id:
                self.revoke_key(key.id, at)
