"""The usage of one key: a chart, the days, and the latest requests."""

from __future__ import annotations

import re
from itertools import islice

from starlette.responses import Response

from ..usage import KEPT
from .chart import HEIGHT, by_day, draw
from .key_list import find_key, list_key
from .visit import Member, Visit

__all__ = ["show_usage"]

_ON_A_PAGE = 20


async def show_usage(visit: Visit, member: Member) -> Response:
    key = find_key(member, visit.request.path_params["key_id"])
    usage = member.account.usage[key.id]
    days = by_day(usage.summary)
    pages = max(-(-len(usage.records) // _ON_A_PAGE), 1)
    page = min(_page_number(visit), pages)
    start = (page - 1) * _ON_A_PAGE
    return visit.page(
        "usage.html",
        key=list_key(member, key, visit.now),
        days=days,
        chart=draw(days, visit.now.date()),
        height=HEIGHT,
        records=list(islice(reversed(usage.records), start, start + _ON_A_PAGE)),
        total=len(usage.records),
        kept=KEPT,
        page=page,
        pages=pages,
    )


def _page_number(visit: Visit) -> int:
    """The page that the address asks for; the first where it asks for none that exists."""
    text = visit.request.query_params.get("page", "")
    return int(text) if re.fullmatch("[1-9][0-9]{0,8}", text) else 1
