"""What a key was used for: a record of each request, refused ones too, and their number by day and status.

A record holds no secret: the path comes without its query, and what looks like a key is masked.
"""

from __future__ import annotations

from collections import Counter, deque
from datetime import date, datetime

from pydantic import ConfigDict, Field

from .camel_case import CamelCaseModel
from .keys import masked
from .pagination import Page
from .timestamp import Timestamp

__all__ = ["KEPT", "DayCount", "KeyUsage", "UsagePage", "UsageRecord"]

KEPT = 10_000
"""How many records are kept of a key; the summary counts those that came before as well."""

_LONGEST_METHOD, _LONGEST_PATH, _LONGEST_USER_AGENT = 20, 1_000, 300


class UsageRecord(CamelCaseModel):
    model_config = ConfigDict(frozen=True)

    timestamp: Timestamp = Field(description="When it was answered")
    method: str
    path: str = Field(description="Without the query")
    status: int = Field(ge=100, le=599)
    ip: str | None = Field(description="The client's address")
    user_agent: str | None = Field(description="What the client called itself")
    request_id: str = Field(pattern=r"^req_[0-9]{6,}$", description="The answer's `X-Request-Id`")


class DayCount(CamelCaseModel):
    date: date
    status: int = Field(ge=100, le=599)
    requests: int = Field(ge=1, description="How many had this status on this day, in UTC")


class UsagePage(Page[UsageRecord]):
    """A page of usage records, with the number of requests for each day and status."""

    summary: list[DayCount]


class KeyUsage:
    """The usage of one key."""

    def __init__(self) -> None:
        self.records: deque[UsageRecord] = deque(maxlen=KEPT)
        """In the order of the requests."""
        self._counts: Counter[tuple[date, int]] = Counter()

    @property
    def last_used_at(self) -> datetime | None:
        return self.records[-1].timestamp if self.records else None

    @property
    def summary(self) -> list[DayCount]:
        """How many requests of a day got a status, the newest day first."""
        ordered = sorted(self._counts.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1]))
        return [DayCount(date=day, status=status, requests=count) for (day, status), count in ordered]

    def add(
        self,
        *,
        timestamp: datetime,
        method: str,
        path: str,
        status: int,
        ip: str | None,
        user_agent: str | None,
        request_id: str,
    ) -> None:
        """Record a request. Keys are masked before anything is cut: half a key would not be known for one."""
        self._counts[timestamp.date(), status] += 1
        self.records.append(
            UsageRecord(
                timestamp=timestamp,
                method=masked(method)[:_LONGEST_METHOD],
                path=masked(path)[:_LONGEST_PATH],
                status=status,
                ip=ip,
                user_agent=user_agent and masked(user_agent)[:_LONGEST_USER_AGENT],
                request_id=request_id,
            )
        )
