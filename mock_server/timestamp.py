"""Points in time as the API writes them: ISO 8601 in UTC, to the second, such as ``2025-05-13T10:30:00Z``."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator

__all__ = ["Timestamp", "format_timestamp", "parse_timestamp"]

# RFC 3339 §5.6. `datetime.fromisoformat` alone also takes week dates, the hour 24, and no seconds or zone.
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)


def parse_timestamp(text: object) -> datetime:
    """Read an RFC 3339 timestamp as UTC, to the second.

    Raises:
        ValueError: the value is not such a text, names no zone, or no such moment exists.
    """
    if isinstance(text, str) and _RFC_3339.fullmatch(text):
        try:
            return datetime.fromisoformat(text.upper()).astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):  # 30 February; or a zone that leads out of the years 1 to 9999
            pass
    raise ValueError("must be an ISO 8601 timestamp with a zone, such as 2031-05-20T17:00:00Z")


def format_timestamp(moment: datetime) -> str:
    """Write a moment as the API does: ``2025-05-13T10:30:00Z``."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


Timestamp = Annotated[
    datetime, BeforeValidator(lambda value: value if isinstance(value, datetime) else parse_timestamp(value))
]
"""A pydantic field that reads with :func:`parse_timestamp`; pydantic writes UTC with a ``Z`` by itself."""
