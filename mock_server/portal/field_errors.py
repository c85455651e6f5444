"""What is wrong with the fields of a form, in words that stand beside them.

The rules are those of the API, and so are the words, unless a form can say it better.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from ..invalid import reason

__all__ = ["FieldErrors", "field_errors"]

FieldErrors = dict[str, str]
"""Name of the field → what is wrong with it, in the order of the form."""


def field_errors(error: ValidationError, fields: Mapping[str, tuple[str, Mapping[str, str]]]) -> FieldErrors:
    """Tell what pydantic found.

    Args:
        fields: name in the API's request → name in the form, and better words for some of pydantic's errors.
    """
    found: FieldErrors = {}
    for problem in error.errors(include_input=False, include_url=False):
        where, *rest = problem["loc"]
        name, words = fields[_snake_case(str(where))]
        text = words.get(problem["type"]) or f"It {reason(problem)}."
        if rest and isinstance(rest[0], int):
            text = text.replace("It ", f"Line {rest[0] + 1} ", 1)
        found.setdefault(name, text)
    return {name: found[name] for name, _ in fields.values() if name in found}


def _snake_case(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)
