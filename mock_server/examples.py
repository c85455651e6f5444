"""The examples of the OpenAPI document, by operation: made of a world, so that they are true."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from .account import Account
from .api_key import CreatedKey, Key, show_created, show_key
from .clock import STANDING_TIME, StandingClock
from .entropy import CountedEntropy
from .key_lifecycle import create_key, rotate_key
from .key_population import KEYS, add_key
from .key_query import UsageQuery
from .key_request import KeyPatch, NewKey, Rotation
from .new_task import NewTask
from .pagination import Page, PageQuery
from .population import ADMIN, populate
from .store import Store
from .task import Task
from .task_patch import TaskPatch
from .task_query import TaskQuery
from .usage import UsagePage
from .usage_population import add_usage
from .user import User
from .user_query import UserQuery
from .user_request import NewUser, UserPatch

__all__ = ["REQUESTS", "responses"]

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
    "createApiKey": {
        "name": "Nightly report",
        "scopes": ["tasks:read"],
        "allowedIps": ["203.0.113.0/24"],
        "expiresAt": "2031-01-01T00:00:00Z",
    },
    "updateApiKey": {"name": "Nightly report, office only", "allowedIps": ["203.0.113.7"]},
    "rotateApiKey": {"overlapHours": 48},
}

PARAMETERS: Mapping[str, Mapping[str, object]] = {
    "listTasks": {"limit": 1, "status": ["TODO"], "sort": "-priority"},
    "getTask": {"taskId": "task_000001"},
    "updateTask": {"taskId": "task_000001"},
    "deleteTask": {"taskId": "task_000001"},
    "listUsers": {"limit": 2},
    "getUser": {"userId": "usr_000001"},
    "updateUser": {"userId": "usr_000003"},
    "deleteUser": {"userId": "usr_000003", "force": "true"},
    "listApiKeys": {"limit": 1},
    "getApiKey": {"keyId": "key_000001"},
    "updateApiKey": {"keyId": "key_000001"},
    "revokeApiKey": {"keyId": "key_000002"},
    "rotateApiKey": {"keyId": "key_000001"},
    "getApiKeyUsage": {"keyId": "key_000001", "limit": 1},
}
"""Operation → the parameters that its example sends."""

IN_USE = frozenset(
    {"listApiKeys", "getApiKey", "createApiKey", "updateApiKey", "rotateApiKey", "getApiKeyUsage"}
)
"""The operations whose example is of the scenario ``used``: its keys have a past."""


def responses() -> dict[str, BaseModel]:
    """The answers to the requests above, each in a fresh world."""
    return {**_task_responses(), **_user_responses(), **_key_responses()}


def _world() -> tuple[Store, Account]:
    store = Store(StandingClock(), CountedEntropy())
    populate(store)
    for name, (user_id, state) in KEYS.items():
        add_key(store, name, user_id, state)
    add_usage(store)
    return store, store.accounts["acme"]


def _task_responses() -> dict[str, BaseModel]:
    store, account = _world()
    tasks = list(account.tasks.values())
    new = NewTask.model_validate(REQUESTS["createTask"])
    patch = TaskPatch.model_validate(REQUESTS["updateTask"])
    return {
        "listTasks": _page_of_tasks(tasks),
        "createTask": new.created(task_id=store.next_id("task"), by=ADMIN, at=STANDING_TIME),
        "getTask": tasks[0],
        "updateTask": patch.applied(tasks[0], at=STANDING_TIME),
    }


def _page_of_tasks(tasks: list[Task]) -> Page[Task]:
    query = TaskQuery.model_validate(PARAMETERS["listTasks"])
    return Page[Task].cut(query.select(tasks), query)


def _user_responses() -> dict[str, BaseModel]:
    store, account = _world()
    users = list(account.users.values())
    new = NewUser.model_validate(REQUESTS["createUser"])
    patch = UserPatch.model_validate(REQUESTS["updateUser"])
    return {
        "listUsers": Page[User].cut(UserQuery().select(users), PageQuery(limit=2)),
        "createUser": new.created(user_id=store.next_id("usr"), at=STANDING_TIME),
        "getUser": users[0],
        "updateUser": patch.applied(users[2], at=STANDING_TIME),
    }


def _key_responses() -> dict[str, BaseModel]:
    _, account = _world()
    keys = list(account.keys.values())
    usage = account.usage[keys[0].id]
    patch = KeyPatch.model_validate(REQUESTS["updateApiKey"])
    return {
        "listApiKeys": Page[Key].cut(
            [show_key(account, key, STANDING_TIME) for key in keys], PageQuery(limit=1)
        ),
        "createApiKey": _created_key(),
        "getApiKey": show_key(account, keys[0], STANDING_TIME),
        "updateApiKey": show_key(account, patch.applied(keys[0]), STANDING_TIME),
        "rotateApiKey": _rotated_key(),
        "getApiKeyUsage": UsagePage.cut(
            UsageQuery().select(usage.records), PageQuery(limit=1), summary=usage.summary
        ),
    }


def _created_key() -> CreatedKey:
    store, account = _world()
    new = NewKey.model_validate(REQUESTS["createApiKey"])
    made = create_key(store, account, user_id=ADMIN, **new.settings())
    return show_created(account, *made, STANDING_TIME)


def _rotated_key() -> CreatedKey:
    store, account = _world()
    how = Rotation.model_validate(REQUESTS["rotateApiKey"])
    made = rotate_key(store, account, account.keys["key_000001"], how.overlap)
    return show_created(account, *made, STANDING_TIME)
