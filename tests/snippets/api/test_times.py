"""Which texts are times, by format."""

from datetime import UTC, date, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.api.times import is_time, same_but_for_times

MOMENTS = st.datetimes(timezones=st.just(UTC))
PLAIN = st.text(st.characters(codec="ascii", exclude_categories=["Nd", "Cc"]), max_size=20)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date-time", "2025-05-13T10:30:00Z"),
        ("date-time", "2025-05-13t10:30:00.125z"),
        ("date-time", "2025-05-13T10:30:00-00:00"),
        ("date-time", "2016-12-31T23:59:60Z"),
        ("date", "2024-02-29"),
        ("http-date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("unixtime", 1_747_132_260),
        ("unixtime", 1_747_132_260.5),
        ("unixtime", "1747132260"),
        ("delta-seconds", "0"),
    ],
)
def test_it_is_one(kind: str, value: object) -> None:
    assert is_time(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date-time", "2025-05-13"),
        ("date-time", "2025-05-13 10:30:00Z"),
        ("date-time", "2025-05-13T10:30:00"),
        ("date-time", "2025-05-13T10:30Z"),
        ("date-time", "2025-02-29T10:30:00Z"),
        ("date-time", "2025-13-01T10:30:00Z"),
        ("date-time", "2025-05-13T24:00:00Z"),
        ("date-time", "2025-05-13T10:30:61Z"),
        ("date-time", "2025-05-13T10:30:00+24:00"),
        ("date-time", "2025-05-13T10:30:00Z\n"),
        ("date-time", "٢٠٢٥-05-13T10:30:00Z"),
        ("date-time", 1_747_132_260),
        ("date-time", None),
        ("date", "2025-02-29"),
        ("date", "2025-5-13"),
        ("date", "20250513"),
        ("date", "2025-W20-2"),
        ("http-date", "Mon, 06 Nov 1994 08:49:37 GMT"),
        ("http-date", "Thu, 31 Nov 1994 08:49:37 GMT"),
        ("http-date", "Sunday, 06-Nov-94 08:49:37 GMT"),
        ("http-date", "Sun, 06 Nov 1994 08:49:37 +0000"),
        ("unixtime", True),
        ("unixtime", -1),
        ("unixtime", ""),
        ("unixtime", "soon"),
        ("delta-seconds", "1.5"),
        ("email", "2025-05-13T10:30:00Z"),
    ],
)
def test_it_is_none(kind: str, value: object) -> None:
    assert not is_time(kind, value)


@given(MOMENTS)
def test_what_python_writes_is_one(moment: datetime) -> None:
    assert is_time("date-time", moment.isoformat())
    assert is_time("date", moment.date().isoformat())
    assert is_time("http-date", format_datetime(moment, usegmt=True))


@given(PLAIN, PLAIN, MOMENTS, MOMENTS, st.dates(), st.dates())
def test_other_times_in_a_line_make_the_same_line(
    before: str, after: str, one: datetime, other: datetime, day: date, other_day: date
) -> None:
    page = f"{before} {one.isoformat()} / {day} {after}"
    assert same_but_for_times(page, f"{before} {other.isoformat()} / {other_day} {after}")
    assert not same_but_for_times(page, f"{before}! {other.isoformat()} / {other_day} {after}")
    assert not same_but_for_times(page, f"{before} {other_day} / {other.isoformat()} {after}")
    assert not same_but_for_times(page, f"{before}  / {other_day} {after}")


@given(st.text(), st.text())
def test_without_times_the_same_line_is_an_equal_one(one: str, other: str) -> None:
    assert same_but_for_times(one, one)
    assert same_but_for_times(one, other) is (one == other)


@pytest.mark.parametrize(
    ("page", "given_line"),
    [
        ("on 2025-05-13", "on 2025-02-30"),
        ("on date", "on 2025-05-13"),
        ("at 2025-05-13T10:30:00Z", "at 2025-05-13"),
        ("task-2025-05-13", "task-2026-05-13"),
        ("v2025-05-13", "v2026-05-13"),
        ("2025-05-13-1", "2026-05-13-1"),
    ],
)
def test_what_is_no_time_is_compared(page: str, given_line: str) -> None:
    assert not same_but_for_times(page, given_line)
