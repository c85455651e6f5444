"""The base of request bodies: unknown fields are refused, and those that only the server sets are ignored.

A resource can therefore be sent as it was received, and a misspelt field is never lost in silence.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pydantic import ConfigDict, Field, ValidationInfo, model_validator

from .camel_case import CamelCaseModel

__all__ = ["RequestModel", "check_in_future", "left_out"]


def _allow_server_set(schema: dict[str, Any], model: type[RequestModel]) -> None:
    """Let the schema allow the server's own fields."""
    schema["properties"].update(
        {name: {"readOnly": True, "description": "Ignored"} for name in model.SERVER_SET}
    )


def left_out() -> Any:
    """The default of a field that a patch need not name: no value of its own, also not in the schema."""
    return Field(default_factory=lambda: None)


def check_in_future(moment: datetime | None, info: ValidationInfo) -> datetime | None:
    """Check a field that, when it is set, names a moment to come; for a validator of the field.

    Raises:
        ValueError: it has come.
    """
    if info.context and moment is not None and moment <= info.context.store.clock.now():
        raise ValueError("must be in the future")
    return moment


class RequestModel(CamelCaseModel):
    """Validate it in the context of a request's state, which says what time it is and who asks.

    Without a context there is neither, and the rules that depend on them are left out.
    """

    model_config = ConfigDict(extra="forbid", validate_by_name=False, json_schema_extra=_allow_server_set)

    SERVER_SET: ClassVar[tuple[str, ...]]
    """The fields that only the server sets, as they are called on the wire."""

    @model_validator(mode="before")
    @classmethod
    def ignore_server_set(cls, fields: Any) -> Any:
        """Drop the fields that only the server sets, where an unknown field would be refused."""
        if isinstance(fields, dict):
            return {name: value for name, value in fields.items() if name not in cls.SERVER_SET}
        return fields

    def changes(self) -> dict[str, Any]:
        """What the body names, by the names of the fields here: all that a merge patch changes (RFC 7396)."""
        return self.model_dump(by_alias=False, exclude_unset=True)
