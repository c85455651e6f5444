"""The file of an operation's page: its id in kebab case, else its method and path."""

import re

from snippets.api.operation import Operation

__all__ = ["file_name"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[^a-z0-9]+")


def file_name(operation: Operation) -> str:
    """Such as `list-tasks.md` of `listTasks`, and `delete-notes-id.md` of `DELETE /notes/{id}`."""
    words = operation.id or str(operation)
    return _GAP.sub("-", _HUMP.sub("-", words).lower()).strip("-") + ".md"
