"""The file of an operation's page: its id in kebab case, else its method and path."""

import re
import unicodedata

from snippets.api.operation import Operation

__all__ = ["file_name"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[^a-z0-9]+")


def file_name(operation: Operation) -> str:
    """Such as `list-tasks.md` of `listTasks`, and `delete-notes-id.md` of `DELETE /notes/{id}`."""
    return f"{_kebab(operation.id) or _kebab(str(operation))}.md"


def _kebab(words: str) -> str:
    """Without accents; empty where no Latin letter and no digit is left."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    return _GAP.sub("-", _HUMP.sub("-", plain).lower()).strip("-")
