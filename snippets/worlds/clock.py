"""Another time than the documented one: what `pytest docs --clock SPEC` means by SPEC.

A page is true at the moment at which its answers were given. Whether it still is today, or in two years,
shows a run whose worlds stand at that time.
"""

import re
from datetime import UTC, datetime, timedelta

from snippets.api.times import is_time

__all__ = ["WrongClock", "moment"]

_AHEAD = re.compile(r"\+(\d{1,9})([ydh])", re.ASCII)


class WrongClock(ValueError):
    """The text names no time; the message says what does."""


def moment(spec: str, now: datetime) -> str:
    """The time that `spec` names, as an RFC 3339 timestamp in UTC: an app's factory takes it for its clock.

    `now` is the real time, `+2y`, `+30d` and `+12h` are that far after it, and a timestamp is itself. What
    counts from the real time is cut to its minute: what an API counts by the minute then begins alike in each
    run, and no run meets a minute's end that the next does not. Raises WrongClock.
    """
    if is_time("date-time", spec):
        return spec
    ahead = _AHEAD.fullmatch("+0h" if spec == "now" else spec)
    if ahead is None:
        raise WrongClock(
            f"--clock {spec}: this names no time; write now, a time after it such as +2y, +30d or +12h, "
            "or a timestamp such as 2031-05-13T10:30:00Z"
        )
    start = now.astimezone(UTC).replace(second=0, microsecond=0)
    try:
        then = _after(start, int(ahead[1]), ahead[2])
    except (ValueError, OverflowError):
        raise WrongClock(f"--clock {spec}: there is no such year; write a smaller number") from None
    return then.replace(tzinfo=None).isoformat() + "Z"


def _after(start: datetime, count: int, unit: str) -> datetime:
    if unit != "y":
        return start + (timedelta(days=count) if unit == "d" else timedelta(hours=count))
    year = start.year + count
    try:
        return start.replace(year=year)
    except ValueError:  # 29 February, in a year that has none
        return start.replace(year=year, day=28)
