"""Generate, rotate and revoke a key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from ..errors import ApiError
from ..key_lifecycle import check_is_active, create_key, rotate_key
from ..key_request import Rotation
from ..keys import ApiKey
from ..roles import check_may_rotate
from ..scopes import SCOPES
from .key_form import EXPIRIES, KeyForm
from .key_list import find_key, list_key
from .problem import Problem
from .visit import HOME, Member, Visit

__all__ = ["ask_to_revoke", "ask_to_rotate", "generate", "revoke", "rotate", "show_new_key_form"]

_OVERLAPS: Mapping[str, str] = {
    "0": "None: it stops working at once",
    "1": "1 hour",
    "24": "24 hours",
    "72": "3 days",
    "168": "7 days",
}
_SENT_BEFORE = (
    "That form was sent before, and its key is in the list. A key is shown once: if you haven't copied it, "
    "revoke it and generate another."
)


async def show_new_key_form(visit: Visit, member: Member) -> Response:
    return _new_key_form(visit, KeyForm())


async def generate(visit: Visit, member: Member) -> Response:
    """Make a key that acts as this person, and show it this once."""
    form = await visit.form()
    filled_in = KeyForm.filled_in(form)
    store = visit.services.store
    new, errors = filled_in.read(store)
    if new is None:
        return _new_key_form(visit, filled_in, status=422, errors=errors)
    if not member.session.is_first(form["once"]):
        return visit.go(HOME, _SENT_BEFORE)
    made = create_key(store, member.account, user_id=member.user.id, **new.settings())
    return _show_secret(visit, member, *made)


async def ask_to_rotate(visit: Visit, member: Member) -> Response:
    key = _find_active(visit, member)
    return visit.page("rotate.html", key=list_key(member, key, visit.now), overlaps=_OVERLAPS, chosen="24")


async def rotate(visit: Visit, member: Member) -> Response:
    """Make a key that replaces another, and show it this once."""
    form = await visit.form()
    if not member.session.is_first(form["once"]):
        return visit.go(HOME, _SENT_BEFORE)
    key = _find_active(visit, member)
    overlap = _read_overlap(form["overlap"])
    if overlap is None:
        errors = {"overlap": "Choose how long the old key goes on working."}
        shown = list_key(member, key, visit.now)
        return visit.page(
            "rotate.html", status=422, key=shown, overlaps=_OVERLAPS, chosen="24", errors=errors
        )
    made = rotate_key(visit.services.store, member.account, key, overlap)
    return _show_secret(visit, member, *made, replaced=member.account.keys[key.id])


async def ask_to_revoke(visit: Visit, member: Member) -> Response:
    key = find_key(member, visit.request.path_params["key_id"])
    return visit.page("revoke.html", key=list_key(member, key, visit.now))


async def revoke(visit: Visit, member: Member) -> Response:
    """End a key at once and for good."""
    await visit.form()
    key = find_key(member, visit.request.path_params["key_id"])
    member.account.revoke_key(key.id, visit.now)
    return visit.go(HOME, f"“{key.name}” is revoked. Requests with it are answered 401 from now on.")


def _new_key_form(visit: Visit, filled_in: KeyForm, *, status: int = 200, **values: Any) -> Response:
    today = visit.now.date().isoformat()
    return visit.page(
        "new_key.html", status=status, form=filled_in, scopes=SCOPES, expiries=EXPIRIES, today=today, **values
    )


def _show_secret(
    visit: Visit, member: Member, key: ApiKey, secret: str, *, replaced: ApiKey | None = None
) -> Response:
    shown = list_key(member, key, visit.now)
    old = None if replaced is None else list_key(member, replaced, visit.now)
    return visit.page("made_key.html", status=201, key=shown, secret=secret, replaced=old)


def _find_active(visit: Visit, member: Member) -> ApiKey:
    """The key of the address, if it can be rotated.

    Raises:
        Problem: 404, 403 where it acts as somebody else, or 409 where it has ended or was replaced.
    """
    key = find_key(member, visit.request.path_params["key_id"])
    try:
        check_may_rotate(member.user, key)
    except ApiError:
        text = "You can revoke it. Only the person it acts as can rotate it, because the new key is shown."
        raise Problem(403, (f"“{key.name}” acts as somebody else", text)) from None
    try:
        check_is_active(key, visit.now)
    except ApiError:
        status = key.status(visit.now).value
        text = f"“{key.name}” is {status}. Only an active key can be rotated: generate a new one instead."
        raise Problem(409, ("This key can't be rotated", text)) from None
    return key


def _read_overlap(choice: str) -> timedelta | None:
    try:
        return Rotation.model_validate({"overlapHours": int(choice)}).overlap
    except (ValueError, ValidationError):
        return None
