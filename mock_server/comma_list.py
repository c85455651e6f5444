"""List parameters: ``?status=TODO,REVIEW`` and ``?status=TODO&status=REVIEW`` ask the same."""

from __future__ import annotations

from pydantic import BeforeValidator

__all__ = ["COMMA_LIST", "LISTED"]

LISTED = "comma-separated or repeated"
"""For the description of such a parameter."""


def _split(values: list[str]) -> list[str]:
    return [part for value in values for part in value.split(",")]


COMMA_LIST = BeforeValidator(_split)
"""Makes a list field of a query such a parameter."""
