"""``/tasks``: list, create, read, change and delete tasks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response, Security

from ..auth import Principal
from ..errors import ApiError
from ..idempotency import IDEMPOTENCY_KEY
from ..new_task import NewTask
from ..openapi_errors import caused_by
from ..openapi_headers import with_headers
from ..pagination import Page, answer_page
from ..preconditions import IF_MATCH, IF_NONE_MATCH, check_preconditions, represent, represent_if_new
from ..roles import can_see_task, check_may_assign
from ..scoped_route import ScopedRoute, api_key
from ..store import Store
from ..task import Task
from ..task_patch import TaskPatch
from ..task_query import TaskQuery

__all__ = ["router"]

router = APIRouter(prefix="/tasks", tags=["Tasks"], route_class=ScopedRoute)

Reader = Annotated[Principal, Security(api_key, scopes=["tasks:read"])]
Writer = Annotated[Principal, Security(api_key, scopes=["tasks:write"])]
TaskId = Annotated[str, Path(alias="taskId", description="The task's id")]


class TaskPage(Page[Task]):
    """One page of tasks."""


@router.get(
    "",
    operation_id="listTasks",
    summary="List tasks",
    response_model=TaskPage,
    response_description="One page of tasks",
    responses={200: with_headers("Link")},
)
async def list_tasks(request: Request, principal: Reader, query: Annotated[TaskQuery, Query()]) -> Response:
    """List the tasks that the key's user can see: an admin or a manager all of the account, a member
    those that it created or is to do.
    """
    visible = (task for task in principal.account.tasks.values() if can_see_task(principal, task))
    page = TaskPage.cut(query.select(visible), query)
    return answer_page(request, page)


@router.post(
    "",
    operation_id="createTask",
    summary="Create a task",
    status_code=201,
    response_model=Task,
    response_description="The new task",
    responses={
        201: with_headers("ETag", "Idempotent-Replayed", "Location"),
        400: caused_by("idempotencyKey"),
        403: caused_by("role"),
        409: caused_by("stillRunning"),
        422: caused_by("taskFields"),
    },
    openapi_extra={"parameters": [IDEMPOTENCY_KEY]},
)
async def create_task(request: Request, principal: Writer, new: NewTask) -> Response:
    """Create a task, assigned to yourself or to nobody yet; assigning it to another user takes the role of
    a manager (403 otherwise). With an `Idempotency-Key`, sending the same request again
    gives the first answer again and creates nothing.
    """
    store: Store = request.state.store
    check_may_assign(principal, new.assignee_id)
    request.state.attempt.check()
    task = new.created(task_id=store.next_id("task"), by=principal.user.id, at=store.clock.now())
    principal.account.tasks[task.id] = task
    return represent(task, status_code=201, headers={"location": f"/v1/tasks/{task.id}"})


@router.get(
    "/{taskId}",
    operation_id="getTask",
    summary="Read a task",
    response_model=Task,
    response_description="The task",
    responses={200: with_headers("ETag"), 304: with_headers("ETag"), 412: {}},
    openapi_extra={"parameters": [IF_MATCH, IF_NONE_MATCH]},
)
async def get_task(request: Request, principal: Reader, task_id: TaskId) -> Response:
    """Read one task. A member reads those that it created or is to do; any other is answered like one that
    doesn't exist.
    """
    return represent_if_new(request, _find(principal, task_id))


@router.patch(
    "/{taskId}",
    operation_id="updateTask",
    summary="Change a task",
    response_model=Task,
    response_description="The task as it is now",
    responses={
        200: with_headers("ETag"),
        403: caused_by("role"),
        412: {},
        422: caused_by("taskFields", "statusChange"),
    },
    openapi_extra={"parameters": [IF_MATCH]},
)
async def update_task(request: Request, principal: Writer, task_id: TaskId, patch: TaskPatch) -> Response:
    """Change the fields that the body names (a merge patch, RFC 7396): `null` clears an optional field, and
    read-only fields are ignored. A status can only become one that may follow it (422 otherwise). A member
    changes only tasks that it created or is to do (404 otherwise), and to assign a task to another user takes
    the role of a manager (403 otherwise).
    """
    store: Store = request.state.store
    task = _find(principal, task_id)
    assignee_id = patch.changes().get("assignee_id", task.assignee_id)
    if assignee_id != task.assignee_id:
        check_may_assign(principal, assignee_id)
    check_preconditions(request, task)
    patched = principal.account.tasks[task.id] = patch.applied(task, at=store.clock.now())
    return represent(patched)


@router.delete(
    "/{taskId}",
    operation_id="deleteTask",
    summary="Delete a task",
    status_code=204,
    response_description="The task is deleted",
    responses={412: {}},
    openapi_extra={"parameters": [IF_MATCH]},
)
async def delete_task(request: Request, principal: Writer, task_id: TaskId) -> Response:
    """Delete a task for good; a member only one that it created or is to do (404 otherwise)."""
    task = _find(principal, task_id)
    check_preconditions(request, task)
    del principal.account.tasks[task.id]
    return Response(status_code=204)


def _find(principal: Principal, task_id: str) -> Task:
    """The task of this id.

    Raises:
        ApiError: 404, also where the key's user can't see it.
    """
    task = principal.account.tasks.get(task_id)
    if task is None or not can_see_task(principal, task):
        raise ApiError("not_found")
    return task
