"""The questions that ``GET /api-keys`` and ``GET /api-keys/{keyId}/usage`` ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from .api_key import Key
from .comma_list import LISTED, CommaList, any_of
from .keys import KeyStatus
from .pagination import PageQuery
from .sort_order import SortOrder, rank
from .timestamp import Timestamp
from .usage import UsageRecord

__all__ = ["KeyQuery", "UsageQuery"]

_ORDER = SortOrder[Key](
    {
        "createdAt": lambda key: key.created_at,
        "name": lambda key: key.name.casefold(),
        "status": lambda key: rank(key.status),
        "expiresAt": lambda key: key.expires_at,
        "lastUsedAt": lambda key: key.last_used_at,
    }
)
_USAGE_ORDER = SortOrder[UsageRecord](
    {"timestamp": lambda record: record.timestamp, "status": lambda record: record.status}
)


class KeyQuery(PageQuery):
    """The filter and the order of keys."""

    status: Annotated[list[KeyStatus], CommaList(any_of(KeyStatus))] = Field(
        default=[], description=f"In one of these states; {LISTED}"
    )
    sort: Annotated[str, AfterValidator(_ORDER.check)] = Field(
        default="createdAt",
        description=f"Fields to sort by, comma-separated, `-` for descending: {_ORDER.names}",
        json_schema_extra={"pattern": _ORDER.pattern},
        examples=["-lastUsedAt"],
    )

    def select(self, keys: Iterable[Key]) -> list[Key]:
        """The keys that were asked for, in the order that was asked for.

        Args:
            keys: in the order of their creation, which decides between equals.
        """
        return _ORDER.apply([key for key in keys if not self.status or key.status in self.status], self.sort)


class UsageQuery(PageQuery):
    """The time and the order of usage records."""

    after: Timestamp | None = Field(
        default=None, alias="timestamp[gt]", description="Records after this moment"
    )
    before: Timestamp | None = Field(
        default=None, alias="timestamp[lt]", description="Records before this moment"
    )

    sort: Annotated[str, AfterValidator(_USAGE_ORDER.check)] = Field(
        default="-timestamp",
        description=f"Fields to sort by, comma-separated, `-` for descending: {_USAGE_ORDER.names}",
        json_schema_extra={"pattern": _USAGE_ORDER.pattern},
        examples=["-status,timestamp"],
    )

    def select(self, records: Iterable[UsageRecord]) -> list[UsageRecord]:
        """The records that were asked for, in the order that was asked for.

        Args:
            records: in the order of the requests, which decides between equals.
        """
        return _USAGE_ORDER.apply([record for record in records if self._matches(record)], self.sort)

    def _matches(self, record: UsageRecord) -> bool:
        return (self.after is None or record.timestamp > self.after) and (
            self.before is None or record.timestamp < self.before
        )
