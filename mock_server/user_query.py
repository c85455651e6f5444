"""The question that ``GET /users`` asks: which users, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from .comma_list import LISTED, CommaList, any_of
from .pagination import PageQuery
from .sort_order import SortOrder, rank
from .user import Role, User, is_same_email

__all__ = ["UserQuery"]

_ORDER = SortOrder[User](
    {
        "createdAt": lambda user: user.created_at,
        "updatedAt": lambda user: user.updated_at,
        "name": lambda user: user.name.casefold(),
        "email": lambda user: user.email.lower(),
        "role": lambda user: rank(user.role),
    }
)

Text = Annotated[str, Field(min_length=1)]
Roles = Annotated[list[Role], CommaList(any_of(Role))]


class UserQuery(PageQuery):
    """Filters narrow each other; the values of one filter widen it."""

    email: Text | None = Field(default=None, description="With exactly this address, ignoring case")
    name: Text | None = Field(default=None, description="With this text in their name, ignoring case")
    role: Roles = Field(default=[], description=f"In one of these roles; {LISTED}")
    sort: Annotated[str, AfterValidator(_ORDER.check)] = Field(
        default="createdAt",
        description=f"Fields to sort by, comma-separated, `-` for descending: {_ORDER.names}",
        json_schema_extra={"pattern": _ORDER.pattern},
        examples=["role,-name"],
    )

    def select(self, users: Iterable[User]) -> list[User]:
        """The users that were asked for, in the order that was asked for.

        Args:
            users: in the order of their creation, which decides between equals.
        """
        return _ORDER.apply([user for user in users if self._matches(user)], self.sort)

    def _matches(self, user: User) -> bool:
        return (
            (self.email is None or is_same_email(user.email, self.email))
            and (self.name is None or self.name.casefold() in user.name.casefold())
            and (not self.role or user.role in self.role)
        )
