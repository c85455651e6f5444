"""What holds for a task in every request: its read-only fields, and the rules that depend on the world."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import ValidationInfo, field_validator

from .request_model import RequestModel, check_in_future
from .roles import knows_no_user

__all__ = ["TaskRequest"]


class TaskRequest(RequestModel):
    """The models of task bodies have these fields, each with what it means to leave one out."""

    SERVER_SET: ClassVar[tuple[str, ...]] = ("id", "createdBy", "createdAt", "updatedAt")

    @field_validator("assignee_id", check_fields=False)
    @classmethod
    def is_a_user(cls, assignee_id: str | None, info: ValidationInfo) -> str | None:
        if info.context and assignee_id is not None and knows_no_user(info.context.principal, assignee_id):
            raise ValueError("is not a user of this account")
        return assignee_id

    @field_validator("due_date", check_fields=False)
    @classmethod
    def is_in_the_future(cls, due_date: datetime | None, info: ValidationInfo) -> datetime | None:
        return check_in_future(due_date, info)
