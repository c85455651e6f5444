"""The templates, and how they write numbers and moments."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..timestamp import format_timestamp

__all__ = ["render"]


def render(template: str, **values: object) -> str:
    """Fill a template in. Every value is escaped, and one that is missing is an error."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mock_server.portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=_day, short_day=_short_day, minute=_minute, iso=format_timestamp, number=_number
    )
    return environment


def _day(moment: date) -> str:
    """``13 May 2025``"""
    return f"{moment.day} {moment:%B} {moment.year}"


def _short_day(moment: date) -> str:
    """``24 Nov 2026``, for the columns of a table."""
    return f"{moment.day} {moment:%b} {moment.year}"


def _minute(moment: datetime) -> str:
    """``13 May 2025, 10:30 UTC``"""
    return f"{_day(moment)}, {moment:%H:%M} UTC"


def _number(number: int) -> str:
    return f"{number:,}"
