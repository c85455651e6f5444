"""List parameters: ``?status=TODO,REVIEW`` and ``?status=TODO&status=REVIEW`` ask the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

__all__ = ["LISTED", "NO_COMMA", "CommaList", "any_of"]

LISTED = "comma-separated or repeated"
"""For the description of such a parameter."""

NO_COMMA = "[^,]+"
"""The pattern of an item that can be any text."""


def any_of(names: type[StrEnum]) -> str:
    """The pattern of an item that is one of a few."""
    return f"(?:{'|'.join(names)})"


@dataclass(frozen=True)
class CommaList:
    """Makes a list field of a query such a parameter: ``Annotated[list[str], CommaList(NO_COMMA)]``.

    OpenAPI knows a list that is repeated and a list with commas, but none that is either. The document
    therefore has it as repeated, and lets each of the values be several.
    """

    item: str
    """The pattern of one item."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_split, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shape = handler(schema)
        several = {"type": "string", "pattern": f"^{self.item}(?:,{self.item})+$", "description": "Several"}
        return {**shape, "items": {"anyOf": [shape["items"], several]}}


def _split(values: list[str]) -> list[str]:
    return [part for value in values for part in value.split(",")]
