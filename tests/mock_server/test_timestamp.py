"""Points in time, as the API reads and writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.timestamp import format_timestamp, parse_timestamp


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-13T10:30:00Z", "2025-05-13T10:30:00Z"),
        ("2025-05-13t10:30:00z", "2025-05-13T10:30:00Z"),
        ("2025-05-13T12:30:00+02:00", "2025-05-13T10:30:00Z"),
        ("2025-05-13T10:30:00.999Z", "2025-05-13T10:30:00Z"),
        ("2025-05-13T23:30:00-05:00", "2025-05-14T04:30:00Z"),
    ],
)
def test_a_timestamp_is_read_as_utc_to_the_second(text: str, moment: str) -> None:
    assert format_timestamp(parse_timestamp(text)) == moment


@pytest.mark.parametrize(
    "value",
    [
        "",
        "now",
        "2025-05-13",
        "2025-05-13T10:30Z",
        "2025-05-13T10:30:00",
        "2025-05-13 10:30:00Z",
        "20250513T103000Z",
        "2025-W20-2T10:30:00Z",
        "2025-02-30T10:30:00Z",
        "2025-05-13T25:30:00Z",
        "2025-05-13T24:00:00Z",
        "2025-05-13T10:30:00Z\n",
        "٢٠٢٥-05-13T10:30:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        1747132200,
        None,
    ],
)
def test_what_is_no_moment_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be an ISO 8601 timestamp with a zone"):
        parse_timestamp(value)


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_writing_and_reading_gives_the_moment_back(naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)), microsecond=0)
    assert parse_timestamp(moment.isoformat()) == moment
    assert parse_timestamp(format_timestamp(moment)) == moment.astimezone(UTC)
