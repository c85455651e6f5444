"""The question that ``GET /tasks`` asks: which tasks, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from .pagination import PageQuery
from .task import Priority, Status, Task
from .timestamp import Timestamp

__all__ = ["TaskQuery"]

_Ranked = TypeVar("_Ranked", bound=StrEnum)

_SORT_KEYS: dict[str, Callable[[Task], object]] = {
    "createdAt": lambda task: task.created_at,
    "updatedAt": lambda task: task.updated_at,
    "dueDate": lambda task: task.due_date,
    "priority": lambda task: _rank(task.priority),
    "status": lambda task: _rank(task.status),
    "title": lambda task: task.title.casefold(),
}


def _rank(value: _Ranked) -> int:
    """The place of a value in its enumeration: these sort by meaning, not by letters."""
    return list(type(value)).index(value)


def _split(values: list[str]) -> list[str]:
    """``?status=TODO,REVIEW`` and ``?status=TODO&status=REVIEW`` ask the same."""
    return [part for value in values for part in value.split(",")]


def _check_sort(sort: str) -> str:
    for name in sort.split(","):
        if name.removeprefix("-") not in _SORT_KEYS:
            raise ValueError(f"must list some of {', '.join(_SORT_KEYS)}, each with or without a leading -")
    return sort


Name = Annotated[str, Field(min_length=1)]
Statuses = Annotated[list[Status], BeforeValidator(_split)]
Priorities = Annotated[list[Priority], BeforeValidator(_split)]
Tags = Annotated[list[Name], BeforeValidator(_split)]

_LISTED = "comma-separated or repeated"


class TaskQuery(PageQuery):
    """Filters narrow each other; the values of one filter widen it."""

    status: Statuses = Field(default=[], description=f"In one of these states; {_LISTED}")
    priority: Priorities = Field(default=[], description=f"Of one of these priorities; {_LISTED}")
    tags: Tags = Field(default=[], description=f"With at least one of these tags; {_LISTED}")
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
        default=None, min_length=3, description="With this text in title or description, in any case"
    )
    sort: Annotated[str, AfterValidator(_check_sort)] = Field(
        default="-createdAt",
        description=f"Fields to sort by, comma-separated, `-` for descending: {', '.join(_SORT_KEYS)}. "
        "Tasks without a due date come last.",
        examples=["-priority,dueDate"],
    )

    def select(self, tasks: Iterable[Task]) -> list[Task]:
        """The tasks that were asked for, in the order that was asked for.

        Args:
            tasks: in the order of their creation, which decides between equals.
        """
        return self._ordered([task for task in tasks if self._matches(task)])

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

    def _ordered(self, tasks: list[Task]) -> list[Task]:
        # Sorting is stable: the least important key goes first, and before all of them the order of creation.
        if self.sort.startswith("-"):
            tasks.reverse()
        for name in reversed(self.sort.split(",")):
            key = _SORT_KEYS[name.removeprefix("-")]
            known = [task for task in tasks if key(task) is not None]
            unknown = [task for task in tasks if key(task) is None]
            known.sort(key=key, reverse=name.startswith("-"))  # type: ignore[arg-type]
            tasks = known + unknown
        return tasks


def _contains(task: Task, text: str) -> bool:
    return text.casefold() in f"{task.title}\n{task.description or ''}".casefold()
