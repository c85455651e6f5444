"""The form for a new key: what was filled in, read as the API's own request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

from pydantic import ValidationError

from ..key_request import NewKey
from ..store import Store
from .field_errors import FieldErrors, field_errors
from .form import Form

__all__ = ["EXPIRIES", "KeyForm"]

EXPIRIES: Mapping[str, str] = {
    "30": "30 days",
    "90": "90 days",
    "365": "1 year",
    "never": "No expiry",
    "date": "On a date",
}
"""What can be chosen as the end of a key."""

_FUTURE = "Choose a day that is not over, such as 2031-05-20."
_FIELDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "name": ("name", {"string_too_short": "Give the key a name, such as the program that will use it."}),
    "scopes": ("scopes", {"too_short": "Choose at least one scope: a key without one can do nothing."}),
    "expires_at": ("expires_on", {"value_error": _FUTURE}),
    "allowed_ips": ("addresses", {}),
}


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What somebody filled in, to be shown again where something is wrong with it."""

    name: str = ""
    scopes: tuple[str, ...] = ("tasks:read",)
    expiry: str = "90"
    expires_on: str = ""
    addresses: str = ""

    @classmethod
    def filled_in(cls, form: Form) -> KeyForm:
        return cls(
            name=form.line("name"),
            scopes=tuple(form.all("scopes")),
            expiry=form["expiry"],
            expires_on=form.line("expires_on"),
            addresses=form["addresses"].strip(),
        )

    def read(self, store: Store) -> tuple[NewKey | None, FieldErrors]:
        """The key that this asks for, or what is wrong."""
        end, wrong = self._end(store.clock.now())
        asked = {
            "name": self.name,
            "scopes": list(self.scopes),
            "allowedIps": [line for line in map(str.strip, self.addresses.splitlines()) if line],
            "expiresAt": end,
        }
        try:
            new = NewKey.model_validate(asked, context=SimpleNamespace(store=store))
        except ValidationError as error:
            found = {**wrong, **field_errors(error, _FIELDS)}
            return None, {name: found[name] for name, _ in _FIELDS.values() if name in found}
        return (None, wrong) if wrong else (new, {})

    def _end(self, now: datetime) -> tuple[datetime | None, FieldErrors]:
        if self.expiry == "never":
            return None, {}
        try:
            if self.expiry != "date":
                return now + timedelta(days=_days(self.expiry)), {}
            if re.fullmatch(r"\d{4}-\d\d-\d\d", self.expires_on, re.ASCII):
                last_day = datetime.combine(date.fromisoformat(self.expires_on), time(tzinfo=UTC))
                return last_day + timedelta(days=1), {}
        except (ValueError, OverflowError):  # no such choice, no such day, or after the year 9999
            pass
        return None, {"expires_on": _FUTURE}


def _days(expiry: str) -> int:
    if expiry not in EXPIRIES:
        raise ValueError("no such choice")
    return int(expiry)
