"""The task: its fields, their rules, and the two shapes in which it travels.

:class:`Task` is what the API answers with, :class:`NewTask` what it takes to create one. Both read and write
camelCase.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StrictInt, model_validator

from .camel_case import CamelCaseModel
from .timestamp import Timestamp

__all__ = ["NewTask", "Priority", "Status", "Task"]


class Status(StrEnum):
    """In the order of a task's life, which is also how they sort."""

    TODO = "TODO"
    IN_PROGRESS = "IN_PROGRESS"
    REVIEW = "REVIEW"
    DONE = "DONE"
    CANCELED = "CANCELED"


class Priority(StrEnum):
    """From least to most urgent, which is also how they sort."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"


Title = Annotated[str, Field(min_length=1, max_length=200, description="What is to be done")]
Description = Annotated[str | None, Field(description="Everything that the title leaves out")]
DueDate = Annotated[Timestamp | None, Field(description="When it must be done; in the future when set")]
WarningOffset = Annotated[
    StrictInt | None, Field(ge=0, description="How many hours before `dueDate` to warn")
]
Tag = Annotated[str, Field(min_length=1, max_length=50, pattern="^[^,]+$")]
"""No comma: it separates tags in the ``tags`` filter."""
Tags = Annotated[list[Tag], Field(description="Words to find it by; none holds a comma")]
Assignee = Annotated[str | None, Field(description="The user that is to do it")]

_READ_ONLY: dict[str, Any] = {"readOnly": True}


class Task(CamelCaseModel):
    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^task_[0-9]{6,}$", json_schema_extra=_READ_ONLY)
    title: Title
    description: Description
    status: Status
    priority: Priority
    created_by: str | None = Field(description="The user that created it", json_schema_extra=_READ_ONLY)
    assignee_id: Assignee
    due_date: DueDate
    warning_offset: WarningOffset
    tags: Tags
    created_at: Timestamp = Field(json_schema_extra=_READ_ONLY)
    updated_at: Timestamp = Field(json_schema_extra=_READ_ONLY)


_SERVER_SET = ("id", "createdBy", "createdAt", "updatedAt")


def _allow_server_set(schema: dict[str, Any]) -> None:
    """Let the schema allow the server's own fields, so that a task can be sent as it was received."""
    schema["properties"].update({name: {"readOnly": True, "description": "Ignored"} for name in _SERVER_SET})


class NewTask(CamelCaseModel):
    model_config = ConfigDict(extra="forbid", validate_by_name=False, json_schema_extra=_allow_server_set)

    title: Title
    description: Description = None
    status: Status = Status.TODO
    priority: Priority = Priority.MEDIUM
    assignee_id: Assignee = None
    due_date: DueDate = None
    warning_offset: WarningOffset = None
    tags: Tags = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def ignore_server_set(cls, fields: Any) -> Any:
        """Drop the fields that only the server sets, where an unknown field would be refused."""
        if isinstance(fields, dict):
            return {name: value for name, value in fields.items() if name not in _SERVER_SET}
        return fields

    def created(self, *, task_id: str, by: str, at: datetime) -> Task:
        """Make the task that this asks for."""
        return Task(
            id=task_id, created_by=by, created_at=at, updated_at=at, **self.model_dump(by_alias=False)
        )
