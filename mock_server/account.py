"""Accounts and the users in them.

An account holds everything that belongs to it, so that nobody can reach into another one: there is
no list to filter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .rate_limit import Plan
from .task import Task

__all__ = ["Account", "Role", "User"]


class Role(StrEnum):
    ADMIN = "admin"
    MANAGER = "manager"
    MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: str
    name: str
    email: str
    role: Role
    created_at: datetime


@dataclass(slots=True, kw_only=True)
class Account:
    id: str
    plan: Plan
    users: dict[str, User] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
