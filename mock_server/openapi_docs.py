"""The links of the OpenAPI document into the documentation, for what a schema can't explain."""

from __future__ import annotations

from typing import Any

from .errors import DOCS, ERRORS, ErrorCode, help_url

__all__ = ["GUIDES", "TAGS", "explained"]

JsonObject = dict[str, Any]


def explained(code: ErrorCode, when: str = "") -> str:
    """When an error is answered, behind its code, which links to what can be done about it."""
    return f"[`{code}`]({help_url(code)}): {when or ERRORS[code].when}"


def _guide(path: str, title: str) -> JsonObject:
    return {"url": f"{DOCS}{path}/", "description": title}


TAGS: list[JsonObject] = [
    {
        "name": "Tasks",
        "description": "What is to be done",
        "externalDocs": _guide("resources/tasks", "Tasks"),
    },
    {
        "name": "Users",
        "description": "Who is in the account",
        "externalDocs": _guide("resources/users", "Users"),
    },
    {
        "name": "API keys",
        "description": "What programs act with",
        "externalDocs": _guide("resources/api-keys", "API keys"),
    },
    {"name": "Service", "description": "How the service is"},
]
"""The groups of operations, each with the guide to its resource."""

_PAGES = _guide("core-concepts/pagination", "Pagination")

GUIDES: dict[str, JsonObject] = {
    "listTasks": _guide("core-concepts/sorting-and-filtering", "Sorting and filtering"),
    "createTask": _guide("advanced/idempotency", "Idempotency"),
    "updateTask": _guide("core-concepts/task-status-lifecycle", "Task status life cycle"),
    "listUsers": _PAGES,
    "listApiKeys": _PAGES,
    "createApiKey": _guide("advanced/security-best-practices", "Security best practices"),
    "rotateApiKey": _guide("tutorials/rotate-a-key-without-downtime", "Rotate a key without downtime"),
    "getApiKeyUsage": _PAGES,
}
"""Operation → the guide that goes further."""
