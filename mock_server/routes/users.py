"""``/users``: list, create, read, change and delete the users of an account."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response, Security
from pydantic import BaseModel, Field

from ..auth import Principal
from ..errors import ApiError
from ..openapi_errors import caused_by
from ..openapi_headers import with_headers
from ..pagination import Page, answer_page
from ..preconditions import IF_MATCH, IF_NONE_MATCH, check_preconditions, represent, represent_if_new
from ..roles import can_see_user, check_may_change_users, check_may_create_user
from ..scoped_route import ScopedRoute, api_key
from ..store import Store
from ..user import Role, User
from ..user_conflicts import check_an_admin_stays, check_email_is_free, check_nothing_is_assigned
from ..user_query import UserQuery
from ..user_request import NewUser, UserPatch

__all__ = ["router"]

router = APIRouter(prefix="/users", tags=["Users"], route_class=ScopedRoute)

Reader = Annotated[Principal, Security(api_key, scopes=["users:read"])]
Writer = Annotated[Principal, Security(api_key, scopes=["users:write"])]
UserId = Annotated[str, Path(alias="userId", description="The user's id")]


class UserPage(Page[User]):
    """One page of users."""


class Deletion(BaseModel):
    """How to delete a user."""

    force: Literal["true", "false"] = Field(
        default="false", description="Whether to unassign the user's tasks, where a 409 would count them"
    )


@router.get(
    "",
    operation_id="listUsers",
    summary="List users",
    response_model=UserPage,
    response_description="One page of users",
    responses={200: with_headers("Link")},
)
async def list_users(request: Request, principal: Reader, query: Annotated[UserQuery, Query()]) -> Response:
    """List the users that the key's user can see: an admin everybody in the account, a manager the members,
    a member itself.
    """
    visible = (user for user in principal.account.users.values() if can_see_user(principal, user))
    page = UserPage.cut(query.select(visible), query)
    return answer_page(request, page)


@router.post(
    "",
    operation_id="createUser",
    summary="Create a user",
    status_code=201,
    response_model=User,
    response_description="The new user",
    responses={
        201: with_headers("ETag", "Location"),
        403: caused_by("role", "adminRole"),
        409: caused_by("email"),
        422: caused_by("userFields"),
    },
    openapi_extra={"x-roles": [Role.ADMIN, Role.MANAGER]},
)
async def create_user(request: Request, principal: Writer, new: NewUser) -> Response:
    """Create a user. A manager creates members, an admin users of every role (403 otherwise). No two users
    of an account share an address (409).
    """
    store: Store = request.state.store
    check_may_create_user(principal, new.role)
    check_email_is_free(principal.account, new.email)
    user = new.created(user_id=store.next_id("usr"), at=store.clock.now())
    principal.account.users[user.id] = user
    return represent(user, status_code=201, headers={"location": f"/v1/users/{user.id}"})


@router.get(
    "/{userId}",
    operation_id="getUser",
    summary="Read a user",
    response_model=User,
    response_description="The user",
    responses={200: with_headers("ETag"), 304: with_headers("ETag"), 412: {}},
    openapi_extra={"parameters": [IF_MATCH, IF_NONE_MATCH]},
)
async def get_user(request: Request, principal: Reader, user_id: UserId) -> Response:
    """Read one user: an admin anybody in the account, a manager members, a member itself. Anybody else is
    answered like somebody who doesn't exist.
    """
    return represent_if_new(request, _find(principal, user_id))


@router.patch(
    "/{userId}",
    operation_id="updateUser",
    summary="Change a user",
    response_model=User,
    response_description="The user as it is now",
    responses={
        200: with_headers("ETag"),
        403: caused_by("adminRole"),
        409: caused_by("email", "lastAdmin"),
        412: {},
        422: caused_by("userFields"),
    },
    openapi_extra={"parameters": [IF_MATCH], "x-roles": [Role.ADMIN]},
)
async def update_user(request: Request, principal: Writer, user_id: UserId, patch: UserPatch) -> Response:
    """Change the fields that the body names (a merge patch, RFC 7396); read-only fields are ignored. It takes
    the role of an admin (403 otherwise). A new role holds at once, for the user's keys as well. The address
    must be free, and an account keeps an admin (409 otherwise).
    """
    store: Store = request.state.store
    user = _find(principal, user_id)
    check_may_change_users(principal)
    patched = patch.applied(user, at=store.clock.now())
    check_email_is_free(principal.account, patched.email, user.id)
    if patched.role is not Role.ADMIN:
        check_an_admin_stays(principal.account, user)
    check_preconditions(request, user)
    principal.account.users[user.id] = patched
    return represent(patched)


@router.delete(
    "/{userId}",
    operation_id="deleteUser",
    summary="Delete a user",
    status_code=204,
    response_description="The user is deleted",
    responses={403: caused_by("adminRole"), 409: caused_by("assignedTasks", "lastAdmin"), 412: {}},
    openapi_extra={"parameters": [IF_MATCH], "x-roles": [Role.ADMIN]},
)
async def delete_user(
    request: Request, principal: Writer, user_id: UserId, how: Annotated[Deletion, Query()]
) -> Response:
    """Delete a user for good and revoke its keys. It takes the role of an admin (403 otherwise). The user's
    tasks stay, without its name. While tasks are assigned to it, this takes `force=true`, and the last admin
    stays in any case (409 otherwise).
    """
    store: Store = request.state.store
    user = _find(principal, user_id)
    check_may_change_users(principal)
    check_an_admin_stays(principal.account, user)
    if how.force == "false":
        check_nothing_is_assigned(principal.account, user)
    check_preconditions(request, user)
    principal.account.remove_user(user.id, store.clock.now())
    return Response(status_code=204)


def _find(principal: Principal, user_id: str) -> User:
    """The user of this id.

    Raises:
        ApiError: 404, also where the key's user can't see it.
    """
    user = principal.account.users.get(user_id)
    if user is None or not can_see_user(principal, user):
        raise ApiError("not_found")
    return user
