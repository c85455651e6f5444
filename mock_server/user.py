"""The user: its fields and their rules, and the shape in which the API answers with it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from .camel_case import CamelCaseModel
from .timestamp import Timestamp

__all__ = ["Email", "Name", "Role", "User", "is_same_email"]


class Role(StrEnum):
    """From the one that may do least, which is also how they sort."""

    MEMBER = "member"
    MANAGER = "manager"
    ADMIN = "admin"


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# RFC 5321 §4.1.2, without what nobody types: quoted names, and numbers in brackets.
_EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+"


def _check_email(text: str) -> str:
    if not re.fullmatch(_EMAIL, text):
        raise ValueError("must be an email address, such as ada@example.com")
    return text


def is_same_email(one: str, other: str) -> bool:
    """Whether two addresses lead to one mailbox: case plays no part anywhere that people have one."""
    return one.lower() == other.lower()


_READ_ONLY: dict[str, Any] = {"readOnly": True}

Name = Annotated[str, Field(min_length=1, max_length=100, description="How people call them")]
Email = Annotated[
    str,
    Field(
        max_length=254,
        description="Where they are reached; no two users of an account share one, ignoring case",
        json_schema_extra={"pattern": f"^{_EMAIL}$"},
    ),
    AfterValidator(_check_email),
]


class User(CamelCaseModel):
    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^usr_[0-9]{6,}$", description="Names the user", json_schema_extra=_READ_ONLY)
    name: Name
    email: Email
    role: Role
    created_at: Timestamp = Field(description="When it was created", json_schema_extra=_READ_ONLY)
    updated_at: Timestamp = Field(description="When it was last changed", json_schema_extra=_READ_ONLY)
