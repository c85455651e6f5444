"""Developer Settings: the plan and what is left of it, and the keys."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from ..rate_limit import DAY, MINUTE
from .key_list import list_keys
from .visit import Member, Visit

__all__ = ["Window", "show_developer_settings"]

_NAMES = {MINUTE: "minute", DAY: "day"}


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the rate limit, as it is now."""

    name: str
    limit: int
    left: int


async def show_developer_settings(visit: Visit, member: Member) -> Response:
    keys = list_keys(member, visit.now)
    return visit.page(
        "developer.html",
        plan=member.account.plan.name,
        windows=_windows(visit, member),
        keys=[key for key in keys if not key.is_over],
        ended=[key for key in keys if key.is_over],
    )


def _windows(visit: Visit, member: Member) -> list[Window]:
    account, limiter = member.account, visit.services.store.limiter
    return [
        Window(_NAMES[length], limit, max(limit - limiter.used(account.id, length, visit.now), 0))
        for length, limit in account.plan.windows
    ]
