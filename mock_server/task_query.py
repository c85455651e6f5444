"""The question that ``GET /tasks`` asks: which tasks, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .comma_list import LISTED, NO_COMMA, CommaList, any_of
from .pagination import PageQuery
from .sort_order import SortOrder, rank
from .task import Priority, Status, Task
from .timestamp import Timestamp

__all__ = ["TaskQuery"]

_ORDER = SortOrder[Task](
    {
        "createdAt": lambda task: task.created_at,
        "updatedAt": lambda task: task.updated_at,
        "dueDate": lambda task: task.due_date,
        "priority": lambda task: rank(task.priority),
        "status": lambda task: rank(task.status),
        "title": lambda task: task.title.casefold(),
    }
)


Name = Annotated[str, Field(min_length=1)]
Tag = Annotated[str, Field(min_length=1, json_schema_extra={"pattern": f"^{NO_COMMA}$"})]
Statuses = Annotated[list[Status], CommaList(any_of(Status))]
Priorities = Annotated[list[Priority], CommaList(any_of(Priority))]
Tags = Annotated[list[Tag], CommaList(NO_COMMA)]


class TaskQuery(PageQuery):
    """Filters narrow each other; the values of one filter widen it."""

    status: Statuses = Field(default=[], description=f"In one of these states; {LISTED}")
    priority: Priorities = Field(default=[], description=f"Of one of these priorities; {LISTED}")
    tags: Tags = Field(default=[], description=f"With at least one of these tags; {LISTED}")
    assignee_id: Name | None = Field(default=None, alias="assigneeId", description="Assigned to this user")
    created_by: Name | None = Field(default=None, alias="createdBy", description="Created by this user")
    due_after: Timestamp | None = Field(
        default=None, alias="dueDate[gt]", description="Due after this moment"
    )
    due_before: Timestamp | None = Field(
        default=None, alias="dueDate[lt]", description="Due before this moment"
    )
    has_due_date: Literal["true", "false"] | None = Field(
        default=None, alias="dueDate[exists]", description="With (`true`) or without (`false`) a due date"
    )
    search: str | None = Field(
        default=None, min_length=3, description="With this text in title or description, ignoring case"
    )
    sort: Annotated[str, AfterValidator(_ORDER.check)] = Field(
        default="-createdAt",
        description=f"Fields to sort by, comma-separated, `-` for descending: {_ORDER.names}. "
        "Tasks without a due date come last.",
        json_schema_extra={"pattern": _ORDER.pattern},
        examples=["-priority,dueDate"],
    )

    def select(self, tasks: Iterable[Task]) -> list[Task]:
        """The tasks that were asked for, in the order that was asked for.

        Args:
            tasks: in the order of their creation, which decides between equals.
        """
        return _ORDER.apply([task for task in tasks if self._matches(task)], self.sort)

    def _matches(self, task: Task) -> bool:
        due = task.due_date
        return (
            (not self.status or task.status in self.status)
            and (not self.priority or task.priority in self.priority)
            and (not self.tags or not set(self.tags).isdisjoint(task.tags))
            and (self.assignee_id is None or task.assignee_id == self.assignee_id)
            and (self.created_by is None or task.created_by == self.created_by)
            and (self.due_after is None or (due is not None and due > self.due_after))
            and (self.due_before is None or (due is not None and due < self.due_before))
            and (self.has_due_date is None or (due is not None) == (self.has_due_date == "true"))
            and (self.search is None or _contains(task, self.search))
        )


def _contains(task: Task, text: str) -> bool:
    return text.casefold() in f"{task.title}\n{task.description or ''}".casefold()
