"""Points in time as APIs write them: when a text is one, by the name of its format.

The names are those of the OpenAPI format registry. HTTP's own fields have their format by their definition,
whatever a document says of them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

__all__ = ["HTTP_FIELDS", "is_time", "same_but_for_times"]

_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HTTP_DATE = re.compile(
    rf"({'|'.join(_DAYS)}), (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) ([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60) GMT",
    re.ASCII,
)
_IN_TEXT = re.compile(rf"(?<![\w-])(?:{_DATE_TIME.pattern}|{_DATE.pattern})(?![\w-])", re.ASCII)

HTTP_FIELDS: Mapping[str, tuple[str, ...]] = {
    "age": ("delta-seconds",),
    "date": ("http-date",),
    "expires": ("http-date",),
    "last-modified": ("http-date",),
    "retry-after": ("http-date", "delta-seconds"),
}
"""Field of an answer, in lower case → the formats that it may have (RFC 9110 §6.6.1, §8.8.2 and §10.2.3;
RFC 9111 §5.1 and §5.3). `delta-seconds` is RFC 9111's word; the registry has none for it."""


def is_time(kind: str, value: object) -> bool:
    """Whether a value is a time of the format `kind`; never, where that is no format of times."""
    test = _FORMATS.get(kind)
    return test is not None and test(value)


def same_but_for_times(one: str, other: str) -> bool:
    """Whether two texts are equal but for the times in them: where one has a date, the other has a date, and
    where one has a timestamp, the other has a timestamp (RFC 3339 §5.6).
    """
    return _frame(one) == _frame(other)


def _frame(text: str) -> tuple[str, ...]:
    """The text in parts: what stands between its times, and of each time its format."""
    parts, end = [], 0
    for found in _IN_TEXT.finditer(text):
        kind = next((kind for kind in ("date-time", "date") if is_time(kind, found[0])), None)
        if kind is not None:
            parts += [text[end : found.start()], kind]
            end = found.end()
    return *parts, text[end:]


def _is_date_time(value: object) -> bool:
    if not (isinstance(value, str) and _DATE_TIME.fullmatch(value)):
        return False
    # A leap second is a second of RFC 3339, but not of Python.
    return _parses(datetime.fromisoformat, re.sub(r":60(?=\D)", ":59", value.upper()))


def _is_date(value: object) -> bool:
    return isinstance(value, str) and bool(_DATE.fullmatch(value)) and _parses(date.fromisoformat, value)


def _is_http_date(value: object) -> bool:
    """RFC 9110 §5.6.7, in the form that is sent (IMF-fixdate); its day of the week is that of its date."""
    found = _HTTP_DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    try:
        day = date(int(found[4]), _MONTHS.index(found[3]) + 1, int(found[2]))
    except ValueError:
        return False
    return _DAYS[day.weekday()] == found[1]


def _is_seconds(value: object) -> bool:
    """Seconds since some moment: a number, or its digits where it stands in a text."""
    if isinstance(value, str):
        return bool(_SECONDS.fullmatch(value))
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


_FORMATS: Mapping[str, Callable[[object], bool]] = {
    "date-time": _is_date_time,
    "date": _is_date,
    "http-date": _is_http_date,
    "unixtime": _is_seconds,
    "delta-seconds": _is_seconds,
}
