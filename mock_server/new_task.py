"""What it takes to create a task: the body of ``POST /tasks``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from .camel_case import CamelCaseModel
from .roles import knows_no_user
from .task import Assignee, Description, DueDate, Priority, Status, Tags, Task, Title, WarningOffset

__all__ = ["NewTask"]

_SERVER_SET = ("id", "createdBy", "createdAt", "updatedAt")


def _allow_server_set(schema: dict[str, Any]) -> None:
    """Let the schema allow the server's own fields, so that a task can be sent as it was received."""
    schema["properties"].update({name: {"readOnly": True, "description": "Ignored"} for name in _SERVER_SET})


class NewTask(CamelCaseModel):
    """Validate it in the context of a request's state, which says what time it is and who asks.

    Without a context there is neither, and the rules that depend on them are left out.
    """

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

    @field_validator("assignee_id")
    @classmethod
    def is_a_user(cls, assignee_id: str | None, info: ValidationInfo) -> str | None:
        if info.context and assignee_id is not None and knows_no_user(info.context.principal, assignee_id):
            raise ValueError("is not a user of this account")
        return assignee_id

    @field_validator("due_date")
    @classmethod
    def is_in_the_future(cls, due_date: datetime | None, info: ValidationInfo) -> datetime | None:
        if info.context and due_date is not None and due_date <= info.context.store.clock.now():
            raise ValueError("must be in the future")
        return due_date

    def created(self, *, task_id: str, by: str, at: datetime) -> Task:
        """Make the task that this asks for."""
        return Task(
            id=task_id, created_by=by, created_at=at, updated_at=at, **self.model_dump(by_alias=False)
        )
