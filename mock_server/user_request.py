"""The bodies of ``POST /users`` and ``PATCH /users/{userId}``."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from .request_model import RequestModel, left_out
from .user import Email, Name, Role, User

__all__ = ["NewUser", "UserPatch"]

_SERVER_SET = ("id", "createdAt", "updatedAt")


class NewUser(RequestModel):
    """A user but for what the server sets."""

    SERVER_SET: ClassVar[tuple[str, ...]] = _SERVER_SET

    name: Name
    email: Email
    role: Role = Role.MEMBER

    def created(self, *, user_id: str, at: datetime) -> User:
        """Make the user that this asks for."""
        return User(id=user_id, created_at=at, updated_at=at, **self.model_dump(by_alias=False))


class UserPatch(RequestModel):
    """The fields to change (RFC 7396); what is left out stays as it is. None of them can be cleared."""

    SERVER_SET: ClassVar[tuple[str, ...]] = _SERVER_SET

    name: Name = left_out()
    email: Email = left_out()
    role: Role = left_out()

    def applied(self, user: User, *, at: datetime) -> User:
        """The user after the patch; one that changes nothing leaves ``updatedAt`` alone as well."""
        patched = user.model_copy(update=self.changes())
        return user if patched == user else patched.model_copy(update={"updated_at": at})
