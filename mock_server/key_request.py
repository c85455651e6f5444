"""The bodies of ``POST /api-keys``, ``PATCH /api-keys/{keyId}`` and ``POST /api-keys/{keyId}/rotate``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import Field, StrictInt, ValidationInfo, field_validator

from .allow_list import AllowList
from .api_key import AllowedIps, KeyName, Scopes
from .keys import ApiKey
from .request_model import RequestModel, check_in_future, left_out
from .timestamp import Timestamp
from .whole_number import POINT_ALLOWED

__all__ = ["KeyPatch", "NewKey", "Rotation"]

End = Annotated[Timestamp | None, Field(description="When it stops working; in the future when set")]

_SERVER_SET = ("id", "prefix", "lastFour", "status", "createdAt", "lastUsedAt", "replacedBy")


class _KeyRequest(RequestModel):
    """What holds for a key in every request."""

    SERVER_SET: ClassVar[tuple[str, ...]] = _SERVER_SET

    @field_validator("expires_at", check_fields=False)
    @classmethod
    def is_in_the_future(cls, expires_at: datetime | None, info: ValidationInfo) -> datetime | None:
        return check_in_future(expires_at, info)


class NewKey(_KeyRequest):
    """A key but for what the server sets."""

    name: KeyName
    scopes: Scopes
    allowed_ips: AllowedIps = Field(default_factory=list)
    expires_at: End = None

    def settings(self) -> dict[str, Any]:
        """What the key's record is to hold."""
        return _as_record(self.model_dump(by_alias=False))


class KeyPatch(_KeyRequest):
    """The fields to change (RFC 7396); what is left out stays as it is. `null` takes a key's end away."""

    name: KeyName = left_out()
    scopes: Scopes = left_out()
    allowed_ips: AllowedIps = left_out()
    expires_at: End = left_out()

    def applied(self, key: ApiKey) -> ApiKey:
        """The key after the patch."""
        return replace(key, **_as_record(self.changes()))


class Rotation(RequestModel):
    """How long the old key goes on working."""

    SERVER_SET: ClassVar[tuple[str, ...]] = ()

    overlap_hours: Annotated[
        StrictInt, Field(ge=0, le=168, description="0 ends it at once"), POINT_ALLOWED
    ] = 24

    @property
    def overlap(self) -> timedelta:
        return timedelta(hours=self.overlap_hours)


def _as_record(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a key as its record holds them."""
    types = {"scopes": frozenset, "allowed_ips": AllowList}
    return {name: types[name](value) if name in types else value for name, value in settings.items()}
