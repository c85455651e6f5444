"""The API key as the API answers with it: everything but the secret, which is shown once, when it is made."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field

from .account import Account
from .allow_list import AllowList
from .camel_case import CamelCaseModel
from .keys import ApiKey, KeyStatus
from .scopes import Scope, in_order
from .timestamp import Timestamp

__all__ = ["AllowedIps", "CreatedKey", "Key", "KeyName", "Scopes", "show_created", "show_key"]


def _check_entry(entry: str) -> str:
    try:
        AllowList([entry])
    except ValueError:
        raise ValueError("must be an IP address, or a CIDR block such as 203.0.113.0/24") from None
    return entry


_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_ENTRY_FORMS = [
    {"format": "ipv4"},
    {"format": "ipv6"},
    {"pattern": rf"^({_OCTET}\.){{3}}{_OCTET}/(3[0-2]|[12]?[0-9])$"},
    {"pattern": "^[0-9A-Fa-f]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$"},
]

KeyName = Annotated[str, Field(min_length=1, max_length=100, description="What it is for")]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=20, description="What it permits")]
_Entry = Annotated[str, Field(json_schema_extra={"anyOf": _ENTRY_FORMS})]
_Entries = Field(
    max_length=100, description="Where it works: addresses and CIDR blocks; none means everywhere"
)
AllowedIps = Annotated[list[Annotated[_Entry, AfterValidator(_check_entry)]], _Entries]

_READ_ONLY: dict[str, Any] = {"readOnly": True}
_KEY_ID = "^key_[0-9]{6,}$"


class Key(CamelCaseModel):
    model_config = ConfigDict(frozen=True)

    UNTAGGED: ClassVar[frozenset[str]] = frozenset({"last_used_at"})
    """A key in use would else have a new version with each request, and no condition could ever hold."""

    id: str = Field(
        pattern=_KEY_ID, description="Names the key, and is no part of it", json_schema_extra=_READ_ONLY
    )
    name: KeyName
    prefix: str = Field(pattern="^tmk_.{4}$", description="How the key begins", json_schema_extra=_READ_ONLY)
    last_four: str = Field(pattern="^.{4}$", description="How the key ends", json_schema_extra=_READ_ONLY)
    scopes: Scopes
    allowed_ips: Annotated[list[_Entry], _Entries]
    status: KeyStatus = Field(json_schema_extra=_READ_ONLY)
    created_at: Timestamp = Field(description="When it was created", json_schema_extra=_READ_ONLY)
    expires_at: Timestamp | None = Field(
        description="When it stops working; for a rotated key, at the latest the end of the overlap"
    )
    last_used_at: Timestamp | None = Field(
        description="When it last came with a request, refused ones included", json_schema_extra=_READ_ONLY
    )
    replaced_by: str | None = Field(
        pattern=_KEY_ID, description="The key that rotation made", json_schema_extra=_READ_ONLY
    )


class CreatedKey(Key):
    UNTAGGED: ClassVar[frozenset[str]] = Key.UNTAGGED | {"key"}

    key: str = Field(
        pattern="^tmk_[0-9A-Za-z]{36}$",
        description="The key itself, which is never shown again",
        json_schema_extra=_READ_ONLY,
        repr=False,
    )


def show_key(account: Account, key: ApiKey, now: datetime) -> Key:
    """A key as it is at a moment."""
    return Key(**_fields(account, key, now))


def show_created(account: Account, key: ApiKey, secret: str, now: datetime) -> CreatedKey:
    """A new key, with its secret."""
    return CreatedKey(key=secret, **_fields(account, key, now))


def _fields(account: Account, key: ApiKey, now: datetime) -> dict[str, Any]:
    usage = account.usage.get(key.id)
    return {
        "id": key.id,
        "name": key.name,
        "prefix": key.prefix,
        "last_four": key.last_four,
        "scopes": in_order(key.scopes),
        "allowed_ips": list(key.allowed_ips.entries),
        "status": key.status(now),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": usage.last_used_at if usage else None,
        "replaced_by": key.replaced_by,
    }
