"""Sign up, log in, log out."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from ..user import Role
from ..user_request import NewUser
from .field_errors import FieldErrors, field_errors
from .form import Form
from .passwords import LONGEST, SHORTEST
from .visit import HOME, Visit

__all__ = ["log_in", "log_out", "show_log_in", "show_sign_up", "sign_up"]

_FIELDS = {
    "name": ("name", {"string_too_short": "Enter your name."}),
    "email": ("email", {"value_error": "Enter an email address, such as ada@example.com."}),
}
_LENGTHS: dict[str, Any] = {"shortest": SHORTEST, "longest": LONGEST}


async def show_sign_up(visit: Visit) -> Response:
    if visit.member is not None:
        return visit.go(HOME)
    return visit.page("sign_up.html", values={"name": "", "email": ""}, **_LENGTHS)


async def sign_up(visit: Visit) -> Response:
    """Open an account, and log its first user in."""
    form = await visit.form()
    values = {"name": form.line("name"), "email": form.line("email")}
    errors: FieldErrors = {}
    try:
        new = NewUser.model_validate({**values, "role": Role.ADMIN})
    except ValidationError as error:
        errors = field_errors(error, _FIELDS)
    logins = visit.services.logins
    if "email" not in errors and logins.is_taken(values["email"]):
        errors["email"] = "This address already has an account. Log in instead, or take another address."
    errors.update(_password_errors(form))
    if errors:
        return visit.page("sign_up.html", status=422, values=values, errors=errors, **_LENGTHS)
    visit.log_in(*logins.sign_up(new, form["password"]))
    return visit.go(HOME, f"Welcome, {new.name}. Generate your first API key to make a request.")


async def show_log_in(visit: Visit) -> Response:
    if visit.member is not None:
        return visit.go(visit.next_path)
    return visit.page("log_in.html", values={"email": ""}, next_path=visit.next_path)


async def log_in(visit: Visit) -> Response:
    """Log somebody in. What was wrong, address or password, is nobody's business."""
    form = await visit.form()
    email, throttle = form.line("email"), visit.services.throttle
    refused: dict[str, Any] = {"values": {"email": email}, "next_path": visit.next_path}
    if wait := throttle.wait(email):
        errors = {"email": f"Too many attempts with this address. Try again in {wait} seconds."}
        headers = {"retry-after": str(wait)}
        return visit.page("log_in.html", status=429, headers=headers, errors=errors, **refused)
    found = visit.services.logins.find(email, form["password"])
    if found is None:
        throttle.failed(email)
        errors = {"email": "Email address and password don't match. Check both and try again."}
        return visit.page("log_in.html", status=422, errors=errors, **refused)
    throttle.succeeded(email)
    visit.log_in(*found)
    return visit.go(visit.next_path)


async def log_out(visit: Visit) -> Response:
    """End the session, also for a copy of its cookie."""
    await visit.form()
    visit.log_out()
    return visit.go("/login")


def _password_errors(form: Form) -> FieldErrors:
    length = len(form["password"])
    if length < SHORTEST:
        return {"password": f"Enter at least {SHORTEST} characters. A few words that you remember will do."}
    if length > LONGEST:
        return {"password": f"Enter at most {LONGEST} characters."}
    return {}
