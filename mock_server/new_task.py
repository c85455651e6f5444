"""What it takes to create a task: the body of ``POST /tasks``."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from .task import Assignee, Description, DueDate, Priority, Status, Tags, Task, Title, WarningOffset
from .task_request import TaskRequest

__all__ = ["NewTask"]


class NewTask(TaskRequest):
    """A task but for what the server sets; only the title is required."""

    title: Title
    description: Description = None
    status: Status = Status.TODO
    priority: Priority = Priority.MEDIUM
    assignee_id: Assignee = None
    due_date: DueDate = None
    warning_offset: WarningOffset = None
    tags: Tags = Field(default_factory=list)

    def created(self, *, task_id: str, by: str, at: datetime) -> Task:
        """Make the task that this asks for."""
        return Task(
            id=task_id, created_by=by, created_at=at, updated_at=at, **self.model_dump(by_alias=False)
        )
