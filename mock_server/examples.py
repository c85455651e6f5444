"""The examples of the OpenAPI document, by operation: made of the default world, so that they are true."""

from __future__ import annotations

from collections.abc import Mapping

from .clock import STANDING_TIME, StandingClock
from .new_task import NewTask
from .pagination import Page, PageQuery
from .population import ADMIN, populate
from .store import Store
from .task import Task
from .task_patch import TaskPatch
from .task_query import TaskQuery
from .user import User
from .user_query import UserQuery
from .user_request import NewUser, UserPatch

__all__ = ["REQUESTS", "RESPONSES"]

REQUESTS: Mapping[str, Mapping[str, object]] = {
    "createTask": {
        "title": "Announce version 1.0",
        "priority": "HIGH",
        "dueDate": "2031-06-01T09:00:00Z",
        "tags": ["docs"],
    },
    "updateTask": {"status": "REVIEW", "warningOffset": None},
    "createUser": {"name": "Radia Holm", "email": "radia@example.com"},
    "updateUser": {"role": "manager"},
}


def _responses() -> dict[str, Task | Page[Task] | User | Page[User]]:
    store = Store(StandingClock())
    populate(store)
    users = list(store.accounts["acme"].users.values())
    tasks = [task for account in store.accounts.values() for task in account.tasks.values()]
    new = NewTask.model_validate(REQUESTS["createTask"])
    return {
        "listTasks": Page[Task].cut(TaskQuery().select(tasks), PageQuery(limit=1)),
        "createTask": new.created(task_id=store.next_id("task"), by=ADMIN, at=STANDING_TIME),
        "getTask": tasks[0],
        "listUsers": Page[User].cut(UserQuery().select(users), PageQuery(limit=1)),
        "createUser": NewUser.model_validate(REQUESTS["createUser"]).created(
            user_id=store.next_id("usr"), at=STANDING_TIME
        ),
        "getUser": users[0],
        "updateUser": UserPatch.model_validate(REQUESTS["updateUser"]).applied(users[2], at=STANDING_TIME),
        "updateTask": TaskPatch.model_validate(REQUESTS["updateTask"]).applied(tasks[0], at=STANDING_TIME),
    }


RESPONSES = _responses()
"""The answers to lists with ``?limit=1``, to the requests above, and to those for ``task_000001`` and
``usr_000001``; ``updateUser`` changes ``usr_000003``.
"""
