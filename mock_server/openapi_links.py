"""The links of the OpenAPI document: what can be done next with a resource that has just been created.

A link tells programs where an id comes from and where it goes, which a person reads from the names.
"""

from __future__ import annotations

from typing import Any

__all__ = ["add_links"]

JsonObject = dict[str, Any]


_FIRST_CHANGE = {"updateTask": {"requestBody": {"status": "IN_PROGRESS"}}}
"""What a link sends where the operation's example is for a resource that has a life behind it."""


def add_links(document: JsonObject) -> None:
    """Link each operation that creates a resource to all that take the resource's id."""
    paths: JsonObject = document["paths"]
    for path, operations in paths.items():
        created = operations.get("post", {}).get("responses", {}).get("201")
        links = _links_to_items(paths, path)
        if created is not None and links:
            created["links"] = links


def _links_to_items(paths: JsonObject, collection: str) -> JsonObject:
    links: JsonObject = {}
    for path, operations in paths.items():
        name = _only_parameter(path.removeprefix(collection)) if path.startswith(collection) else None
        if name is not None:
            for operation in operations.values():
                links[operation["operationId"]] = {
                    "operationId": operation["operationId"],
                    "description": operation["summary"],
                    "parameters": {name: "$response.body#/id"},
                    **_FIRST_CHANGE.get(operation["operationId"], {}),
                }
    return links


def _only_parameter(rest: str) -> str | None:
    """``taskId`` of ``/{taskId}`` and of ``/{taskId}/rest``; ``None`` of anything else."""
    _, brace, after = rest.partition("/{")
    name, _, tail = after.partition("}")
    return name if brace and rest.startswith("/{") and "{" not in tail else None
