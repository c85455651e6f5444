"""The base of everything that travels as JSON: ``snake_case`` here, ``camelCase`` on the wire."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

__all__ = ["CamelCaseModel"]


class CamelCaseModel(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    UNTAGGED: ClassVar[frozenset[str]] = frozenset()
    """The fields of a resource that make no new version of it when they change."""
