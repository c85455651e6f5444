"""Who and what exists at the start of every world: accounts, their users, and the first one's tasks.

All of it is the same at any time: a page's requests name these tasks' versions and due dates.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .account import Account
from .rate_limit import PLANS
from .store import Store
from .task import Priority, Status, Task
from .user import Role, User

__all__ = ["ADMIN", "BUSY", "MANAGER", "MEMBER", "STRANGER", "add_tasks", "populate"]

ADMIN, MANAGER, MEMBER, STRANGER, BUSY = (f"usr_{number:06}" for number in range(1, 6))
"""The ids of the users; the first three share an account, the others have one each."""

_USERS = {
    "acme": [
        ("Ada Moreau", "ada@example.com", Role.ADMIN),
        ("Grace Okafor", "grace@example.com", Role.MANAGER),
        ("Linus Berg", "linus@example.com", Role.MEMBER),
    ],
    "globex": [("Mary Stone", "mary@example.org", Role.ADMIN)],
    "initech": [("Peter Lindt", "peter@example.net", Role.ADMIN)],
}

_SIGNED_UP = datetime(2025, 4, 1, 8, 0, tzinfo=UTC)

_COVERAGE = [
    "errors",
    "pagination",
    "filtering",
    "sorting",
    "searching",
    "rate limits",
    "key rotation",
    "key scopes",
    "allowed addresses",
    "users and roles",
    "task states",
    "due dates",
    "warnings",
    "tags",
    "conditional requests",
    "idempotent requests",
    "merge patches",
    "time zones",
    "request ids",
    "versioning",
    "the changelog",
    "support",
]


def populate(store: Store) -> None:
    """Put the accounts, users and tasks into an empty store."""
    for account_id, users in _USERS.items():
        account = store.accounts[account_id] = Account(id=account_id, plan=PLANS["Free"])
        for name, email, role in users:
            user_id = store.next_id("usr")
            account.users[user_id] = User(
                id=user_id,
                name=name,
                email=email,
                role=role,
                created_at=_SIGNED_UP,
                updated_at=_SIGNED_UP,
            )
    for task in _first_tasks(store):
        store.accounts["acme"].tasks[task.id] = task


def add_tasks(store: Store, total: int) -> None:
    """Fill up the first account to ``total`` tasks, at most 25: enough for several pages."""
    tasks = store.accounts["acme"].tasks
    statuses, priorities = list(Status), list(Priority)
    for index, topic in enumerate(_COVERAGE[: total - len(tasks)]):
        created_at = datetime(2025, 5, 1, 9, 0, tzinfo=UTC) + timedelta(hours=9 * index)
        task = Task(
            id=store.next_id("task"),
            title=f"Write the page about {topic}",
            description=None,
            status=statuses[index % len(statuses)],
            priority=priorities[index % len(priorities)],
            created_by=MANAGER,
            assignee_id=MEMBER if index % 3 == 0 else None,
            due_date=datetime(2031, 6, 2, 17, 0, tzinfo=UTC) + timedelta(days=index)
            if index % 2 == 0
            else None,
            warning_offset=24 if index % 4 == 0 else None,
            tags=["docs"],
            created_at=created_at,
            updated_at=created_at,
        )
        tasks[task.id] = task


def _first_tasks(store: Store) -> list[Task]:
    return [
        Task(
            id=store.next_id("task"),
            title="Write the authentication guide",
            description="Show a first request in cURL, JavaScript and Python.",
            status=Status.IN_PROGRESS,
            priority=Priority.HIGH,
            created_by=ADMIN,
            assignee_id=MEMBER,
            due_date=datetime(2031, 5, 20, 17, 0, tzinfo=UTC),
            warning_offset=48,
            tags=["docs", "security"],
            created_at=datetime(2025, 5, 5, 9, 15, tzinfo=UTC),
            updated_at=datetime(2025, 5, 12, 14, 40, tzinfo=UTC),
        ),
        Task(
            id=store.next_id("task"),
            title="Rotate the staging API key",
            description=None,
            status=Status.TODO,
            priority=Priority.URGENT,
            created_by=MANAGER,
            assignee_id=ADMIN,
            due_date=datetime(2031, 5, 16, 12, 0, tzinfo=UTC),
            warning_offset=None,
            tags=["security"],
            created_at=datetime(2025, 5, 8, 11, 0, tzinfo=UTC),
            updated_at=datetime(2025, 5, 8, 11, 0, tzinfo=UTC),
        ),
        Task(
            id=store.next_id("task"),
            title="Publish the API reference",
            description="Every example has run before it goes out.",
            status=Status.TODO,
            priority=Priority.MEDIUM,
            created_by=ADMIN,
            assignee_id=None,
            due_date=None,
            warning_offset=None,
            tags=["docs"],
            created_at=datetime(2025, 5, 12, 16, 30, tzinfo=UTC),
            updated_at=datetime(2025, 5, 12, 16, 30, tzinfo=UTC),
        ),
    ]
