"""The task: its fields and their rules, and the shape in which the API answers with it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StrictInt

from .camel_case import CamelCaseModel
from .timestamp import Timestamp
from .whole_number import POINT_ALLOWED

__all__ = [
    "Assignee",
    "Description",
    "DueDate",
    "Priority",
    "Status",
    "Tags",
    "Task",
    "Title",
    "WarningOffset",
]


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


_LARGEST_INTEGER = 2**53 - 1
"""The largest that every program reads as it was written (RFC 8259 §6)."""

Title = Annotated[str, Field(min_length=1, max_length=200, description="What is to be done")]
Description = Annotated[str | None, Field(description="Everything that the title leaves out")]
DueDate = Annotated[Timestamp | None, Field(description="When it must be done; in the future when set")]
WarningOffset = Annotated[
    StrictInt | None,
    Field(ge=0, le=_LARGEST_INTEGER, description="How many hours before `dueDate` to warn"),
    POINT_ALLOWED,
]
Tag = Annotated[str, Field(min_length=1, max_length=50, pattern="^[^,]+$")]
"""No comma: it separates tags in the ``tags`` filter."""
Tags = Annotated[list[Tag], Field(max_length=100, description="Words to find it by; none holds a comma")]
Assignee = Annotated[str | None, Field(description="The user that is to do it")]

_READ_ONLY: dict[str, Any] = {"readOnly": True}


class Task(CamelCaseModel):
    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^task_[0-9]{6,}$", description="Names the task", json_schema_extra=_READ_ONLY)
    title: Title
    description: Description
    status: Status
    priority: Priority
    created_by: str | None = Field(description="The user that created it", json_schema_extra=_READ_ONLY)
    assignee_id: Assignee
    due_date: DueDate
    warning_offset: WarningOffset
    tags: Tags
    created_at: Timestamp = Field(description="When it was created", json_schema_extra=_READ_ONLY)
    updated_at: Timestamp = Field(description="When it was last changed", json_schema_extra=_READ_ONLY)
