"""Lists come in pages: the parameters that choose one, its envelope, and the links to its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Generic, Self, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from pydantic import BaseModel, BeforeValidator, Field

from .camel_case import CamelCaseModel

__all__ = ["Page", "PageQuery", "Pagination", "answer_page"]

Item = TypeVar("Item")

_PUBLIC_ORIGIN = "https://api.taskmanagement.example.com"
_AUTHORITY = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")


_DIGITS = 18
"""As many as a 64-bit integer holds; nobody skips more."""


def _decimal(value: object) -> object:
    # Pydantic would also read "1_0", " 10" and "10.0".
    if isinstance(value, str) and not re.fullmatch(f"[0-9]{{1,{_DIGITS}}}", value):
        raise ValueError("must be a whole number")
    return value


Count = Annotated[int, BeforeValidator(_decimal)]


class PageQuery(BaseModel):
    """The parameters that every list takes."""

    limit: Count = Field(default=10, ge=1, le=100, description="How many to give")
    offset: Count = Field(default=0, ge=0, le=10**_DIGITS - 1, description="How many to skip")


class Pagination(CamelCaseModel):
    total: int = Field(ge=0, description="How many there are on all pages")
    limit: int = Field(ge=1, le=100)
    offset: int = Field(ge=0)
    has_more: bool = Field(description="Whether another page follows")


class Page(CamelCaseModel, Generic[Item]):
    """``{"data": [...], "pagination": {...}}``"""

    data: list[Item]
    pagination: Pagination

    @classmethod
    def cut(cls, items: Sequence[Item], query: PageQuery, **more: Any) -> Self:
        """Cut one page out of all items; ``more`` is what the page says beside them."""
        end = query.offset + query.limit
        return cls(
            data=list(items[query.offset : end]),
            pagination=Pagination(
                total=len(items), limit=query.limit, offset=query.offset, has_more=end < len(items)
            ),
            **more,
        )


def answer_page(request: Request, page: Page[Any]) -> Response:
    """Answer with a page and the links to its neighbours."""
    link = {"link": _link_header(request, page.pagination)}
    return Response(page.model_dump_json(), headers=link, media_type="application/json")


def _link_header(request: Request, pagination: Pagination) -> str:
    """The ``Link`` header of a page (RFC 8288 §3): ``first``, ``last``, and the neighbours it has.

    The links repeat the request's other parameters, and name the host that it was sent to.
    """
    limit, offset = pagination.limit, pagination.offset
    last = max(pagination.total - 1, 0) // limit * limit
    offsets = {"first": 0}
    if offset > 0:
        offsets["prev"] = max(min(offset - limit, last), 0)
    if pagination.has_more:
        offsets["next"] = offset + limit
    offsets["last"] = last

    others = [pair for pair in request.query_params.multi_items() if pair[0] not in ("limit", "offset")]
    kept = f"{urlencode(others)}&" if others else ""
    start = f"{_origin(request)}{quote(request.scope['path'])}?{kept}limit={limit}&offset="
    return ", ".join(f'<{start}{at}>; rel="{relation}"' for relation, at in offsets.items())


def _origin(request: Request) -> str:
    """Scheme and host as the client sees them; a ``Host`` that is no host must not get into a header."""
    host = request.headers.get("host", "")
    return (
        f"{request.scope.get('scheme', 'https')}://{host}" if _AUTHORITY.fullmatch(host) else _PUBLIC_ORIGIN
    )
