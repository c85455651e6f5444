"""Which query parameters an operation takes.

One that it doesn't know is refused: to ignore a misspelt filter would answer with more than was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self, get_origin

from pydantic import BaseModel
from starlette.datastructures import QueryParams

from .errors import ApiError

__all__ = ["QueryNames"]

_REASONS = {
    "api_key": "is not taken from a URL, where logs would keep it; the Authorization header is enough"
}


class QueryNames:
    """The names that an operation takes, each with whether it may be repeated."""

    def __init__(self, repeatable: Mapping[str, bool]) -> None:
        self._repeatable = repeatable

    @classmethod
    def of(cls, models: Iterable[type[BaseModel]]) -> Self:
        """Take the names from the models that the operation reads its query with."""
        fields = (item for model in models for item in model.model_fields.items())
        return cls({field.alias or name: get_origin(field.annotation) is list for name, field in fields})

    def check(self, query: QueryParams) -> None:
        """Check the names of a request's query.

        Raises:
            ApiError: 400, with the reason for each parameter that is unknown or wrongly repeated.
        """
        reasons: dict[str, str] = {}
        seen: set[str] = set()
        for name, _ in query.multi_items():
            if name not in self._repeatable:
                reasons[name] = _REASONS.get(name, "is not a known parameter")
            elif name in seen and not self._repeatable[name]:
                reasons[name] = "may be given only once"
            seen.add(name)
        if reasons:
            raise ApiError("invalid_request", reasons)
