"""``/api-keys``: list, make, read, change, rotate and revoke keys, and look at their usage."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response, Security

from ..api_key import CreatedKey, Key, show_created, show_key
from ..auth import Principal
from ..errors import ApiError
from ..key_lifecycle import check_is_active, create_key, rotate_key
from ..key_query import KeyQuery, UsageQuery
from ..key_request import KeyPatch, NewKey, Rotation
from ..keys import ApiKey
from ..openapi_errors import caused_by
from ..openapi_headers import with_headers
from ..pagination import Page, answer_page
from ..preconditions import IF_MATCH, IF_NONE_MATCH, check_preconditions, represent, represent_if_new
from ..roles import can_see_key, check_may_rotate
from ..scoped_route import ScopedRoute, api_key
from ..scopes import in_order, require_scopes
from ..store import Store
from ..usage import UsagePage

__all__ = ["router"]

router = APIRouter(prefix="/api-keys", tags=["API keys"], route_class=ScopedRoute)

KeyManager = Annotated[Principal, Security(api_key, scopes=["keys:manage"])]
KeyId = Annotated[str, Path(alias="keyId", description="The key's id, which is no part of the key")]

_UNASKED = Rotation()
"""How a key is rotated where a request has no body."""


class KeyPage(Page[Key]):
    """One page of keys."""


@router.get(
    "",
    operation_id="listApiKeys",
    summary="List API keys",
    response_model=KeyPage,
    response_description="One page of keys",
    responses={200: with_headers("Link")},
)
async def list_keys(request: Request, principal: KeyManager, query: Annotated[KeyQuery, Query()]) -> Response:
    """List the keys of the account that the key's user can see: an admin all, others those that act as them.
    Keys that have ended stay in the list.
    """
    account, now = principal.account, _now(request)
    visible = (
        show_key(account, key, now) for key in account.keys.values() if can_see_key(principal.user, key)
    )
    page = KeyPage.cut(query.select(visible), query)
    return answer_page(request, page)


@router.post(
    "",
    operation_id="createApiKey",
    summary="Create an API key",
    status_code=201,
    response_model=CreatedKey,
    response_description="The new key, this once with its secret",
    responses={201: with_headers("Cache-Control", "ETag", "Location"), 422: caused_by("keyFields")},
)
async def create_api_key(request: Request, principal: KeyManager, new: NewKey) -> Response:
    """Create a key that acts as the same user, whatever its role. It can't have a scope that the key in
    use lacks (403 otherwise). The answer is the only one that shows the key.
    """
    require_scopes(principal.key.scopes, new.scopes)
    store: Store = request.state.store
    made = create_key(store, principal.account, user_id=principal.user.id, **new.settings())
    return _show_secret(request, principal, *made)


@router.get(
    "/{keyId}",
    operation_id="getApiKey",
    summary="Read an API key",
    response_model=Key,
    response_description="The key, without its secret",
    responses={200: with_headers("ETag"), 304: with_headers("ETag"), 412: {}},
    openapi_extra={"parameters": [IF_MATCH, IF_NONE_MATCH]},
)
async def get_api_key(request: Request, principal: KeyManager, key_id: KeyId) -> Response:
    """Read one key: an admin any of the account, others one that acts as them. Its entity tag names its
    settings: that it was used makes no new version of it, so a 304 may hide a later use.
    """
    return represent_if_new(request, _shown(request, principal, _find(principal, key_id)))


@router.patch(
    "/{keyId}",
    operation_id="updateApiKey",
    summary="Change an API key",
    response_model=Key,
    response_description="The key as it is now",
    responses={
        200: with_headers("ETag"),
        409: caused_by("inactiveKey"),
        412: {},
        422: caused_by("keyFields", "scopes"),
    },
    openapi_extra={"parameters": [IF_MATCH]},
)
async def update_api_key(request: Request, principal: KeyManager, key_id: KeyId, patch: KeyPatch) -> Response:
    """Change the fields that the body names (a merge patch, RFC 7396); read-only fields are ignored. An
    admin changes any key of the account, others one that acts as them (404 otherwise). It takes all the
    scopes of the key, and those that it is to have (403 otherwise). Only an active key can be changed
    (409 otherwise). A key can lose scopes and never gain one (422): make a new key instead.
    """
    key = _find(principal, key_id)
    patched = patch.applied(key)
    require_scopes(principal.key.scopes, in_order(key.scopes | patched.scopes))
    check_is_active(key, _now(request))
    check_preconditions(request, _shown(request, principal, key))
    gained = in_order(patched.scopes - key.scopes)
    if gained:
        raise ApiError("validation_error", {"scopes": f"can't grow by {', '.join(gained)}"})
    principal.account.keys[key.id] = patched
    return represent(_shown(request, principal, patched))


@router.delete(
    "/{keyId}",
    operation_id="revokeApiKey",
    summary="Revoke an API key",
    status_code=204,
    response_description="The key is revoked",
    responses={412: {}},
    openapi_extra={"parameters": [IF_MATCH]},
)
async def revoke_api_key(request: Request, principal: KeyManager, key_id: KeyId) -> Response:
    """Revoke a key for good: from now on every request with it is answered 401. A key may revoke
    itself. An admin revokes any key of the account, others one that acts as them (404 otherwise).
    """
    key = _find(principal, key_id)
    check_preconditions(request, _shown(request, principal, key))
    principal.account.revoke_key(key.id, _now(request))
    return Response(status_code=204)


@router.post(
    "/{keyId}/rotate",
    operation_id="rotateApiKey",
    summary="Rotate an API key",
    status_code=201,
    response_model=CreatedKey,
    response_description="The key that replaces it, this once with its secret",
    responses={
        201: with_headers("Cache-Control", "ETag", "Location"),
        403: caused_by("anothersKey"),
        409: caused_by("inactiveKey"),
        422: caused_by("overlap"),
    },
)
async def rotate_api_key(
    request: Request,
    principal: KeyManager,
    key_id: KeyId,
    how: Annotated[Rotation, Body()] = _UNASKED,
) -> Response:
    """Make a key that replaces this one: same user, name, scopes, addresses, and time to live, if it has one.
    The old key is deprecated and works until the overlap ends, or until its own end if that comes first.
    A key may rotate itself. You can rotate only keys that act as you, even as an admin, and your key needs
    all scopes of the one that it rotates (403 otherwise). Only an active key can be rotated (409 otherwise).
    """
    key = _find(principal, key_id)
    check_may_rotate(principal.user, key)
    require_scopes(principal.key.scopes, in_order(key.scopes))
    check_is_active(key, _now(request))
    made = rotate_key(request.state.store, principal.account, key, how.overlap)
    return _show_secret(request, principal, *made)


@router.get(
    "/{keyId}/usage",
    operation_id="getApiKeyUsage",
    summary="Read the usage of an API key",
    response_model=UsagePage,
    response_description="One page of usage records, and the summary of all",
    responses={200: with_headers("Link")},
)
async def get_usage(
    request: Request, principal: KeyManager, key_id: KeyId, query: Annotated[UsageQuery, Query()]
) -> Response:
    """List the requests that came with a key, refused ones too, but not this request itself. The last
    10,000 are kept; the summary counts them all by day and status, the newest day first, whatever the query
    selects. An admin reads the usage of any key of the account, others that of one that acts as them (404
    otherwise).
    """
    usage = principal.account.usage[_find(principal, key_id).id]
    page = UsagePage.cut(query.select(usage.records), query, summary=usage.summary)
    return answer_page(request, page)


def _find(principal: Principal, key_id: str) -> ApiKey:
    """The key of this id.

    Raises:
        ApiError: 404, also where the user can't see it.
    """
    key = principal.account.keys.get(key_id)
    if key is None or not can_see_key(principal.user, key):
        raise ApiError("not_found")
    return key


def _now(request: Request) -> datetime:
    store: Store = request.state.store
    return store.clock.now()


def _shown(request: Request, principal: Principal, key: ApiKey) -> Key:
    return show_key(principal.account, key, _now(request))


def _show_secret(request: Request, principal: Principal, key: ApiKey, secret: str) -> Response:
    """Answer with a new key; nothing on its way may keep the answer (RFC 9111 §5.2.2.5)."""
    shown = show_created(principal.account, key, secret, _now(request))
    headers = {"cache-control": "no-store", "location": f"/v1/api-keys/{key.id}"}
    return represent(shown, status_code=201, headers=headers)
