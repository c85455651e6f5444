"""Turns what pydantic found wrong with a request into the API's answer: a reason for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from .errors import ApiError

__all__ = ["invalid_request", "located"]

_REASONS = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "model_type": "must be a JSON object",
    "string_type": "must be a string",
    "string_too_short": "must be {min_length} or more characters long",
    "string_too_long": "must be at most {max_length} characters long",
    "string_pattern_mismatch": "must match the pattern {pattern}",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "too_long": "must hold at most {max_length} items",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "value_error": "{error}",
}
"""Pydantic's error types, each with the reason to give; the blanks are filled from the error's context."""


def invalid_request(error: RequestValidationError) -> ApiError:
    """The answer to an invalid request: 400 if its query is at fault, else 422 for its body."""
    problems = error.errors()
    in_query = [problem for problem in problems if problem["loc"][0] == "query"]
    details = {_field(problem["loc"]): _reason(problem) for problem in in_query or problems}
    return ApiError("invalid_request" if in_query else "validation_error", details)


def located(place: str, error: ValidationError) -> RequestValidationError:
    """What pydantic found wrong, as FastAPI tells it: located in the ``query`` or in the ``body``."""
    problems = error.errors(include_url=False)
    return RequestValidationError([{**problem, "loc": (place, *problem["loc"])} for problem in problems])


def _field(location: Sequence[str | int]) -> str:
    """``("body", "tags", 0)`` is ``tags[0]``; what is wrong with the body as a whole is told of ``body``."""
    path, *rest = location[1:] or location
    return str(path) + "".join(f"[{part}]" for part in rest)


def _reason(problem: Mapping[str, Any]) -> str:
    reason = _REASONS.get(problem["type"])
    return reason.format_map(problem.get("ctx", {})) if reason else str(problem["msg"])
