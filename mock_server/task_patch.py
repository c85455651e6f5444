"""What it takes to change a task: the body of ``PATCH /tasks/{taskId}``, a merge patch (RFC 7396)."""

from __future__ import annotations

from datetime import datetime

from .request_model import left_out
from .status_change import check_status_change
from .task import Assignee, Description, DueDate, Priority, Status, Tags, Task, Title, WarningOffset
from .task_request import TaskRequest

__all__ = ["TaskPatch"]


class TaskPatch(TaskRequest):
    """The fields to change. `null` clears an optional one; what is left out stays as it is."""

    title: Title = left_out()
    description: Description = left_out()
    status: Status = left_out()
    priority: Priority = left_out()
    assignee_id: Assignee = left_out()
    due_date: DueDate = left_out()
    warning_offset: WarningOffset = left_out()
    tags: Tags = left_out()

    def applied(self, task: Task, *, at: datetime) -> Task:
        """The task after the patch; one that changes nothing leaves ``updatedAt`` alone as well.

        Raises:
            ApiError: 422, where the task's status can't become the one that is asked for.
        """
        patched = task.model_copy(update=self.changes())
        check_status_change(task.status, patched.status)
        return task if patched == task else patched.model_copy(update={"updated_at": at})
