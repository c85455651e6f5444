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

__all__ = ["REQUESTS", "RESPONSES"]

REQUESTS: Mapping[str, Mapping[str, object]] = {
    "createTask": {
        "title": "Announce version 1.0",
        "priority": "HIGH",
        "dueDate": "2031-06-01T09:00:00Z",
        "tags": ["docs"],
    },
    "updateTask": {"status": "REVIEW", "warningOffset": None},
}


def _responses() -> dict[str, Task | Page[Task]]:
    store = Store(StandingClock())
    populate(store)
    tasks = [task for account in store.accounts.values() for task in account.tasks.values()]
    new = NewTask.model_validate(REQUESTS["createTask"])
    return {
        "listTasks": Page[Task].cut(TaskQuery().select(tasks), PageQuery(limit=1)),
        "createTask": new.created(task_id=store.next_id("task"), by=ADMIN, at=STANDING_TIME),
        "getTask": tasks[0],
        "updateTask": TaskPatch.model_validate(REQUESTS["updateTask"]).applied(tasks[0], at=STANDING_TIME),
    }


RESPONSES = _responses()
"""The answers to ``GET /v1/tasks?limit=1``, to the requests above, and to those for ``task_000001``."""
