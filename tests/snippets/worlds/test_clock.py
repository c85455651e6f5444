"""What `--clock SPEC` means."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from snippets.worlds.clock import WrongClock, moment

NOW = datetime(2026, 11, 24, 12, 46, 38, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spec", "meant"),
    [
        ("now", "2026-11-24T12:46:00Z"),
        ("+2y", "2028-11-24T12:46:00Z"),
        ("+30d", "2026-12-24T12:46:00Z"),
        ("+12h", "2026-11-25T00:46:00Z"),
        ("+0d", "2026-11-24T12:46:00Z"),
    ],
)
def test_a_time_counts_from_the_minute_that_it_is(spec: str, meant: str) -> None:
    assert moment(spec, NOW) == meant
    assert moment(spec, NOW.astimezone(timezone(timedelta(hours=5)))) == meant


@pytest.mark.parametrize("spec", ["2031-05-13T10:30:17Z", "2031-05-13T10:30:17.5+02:00"])
def test_a_timestamp_is_itself(spec: str) -> None:
    assert moment(spec, NOW) == spec


def test_a_year_after_a_leap_day_is_the_last_day_of_its_month() -> None:
    leap = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
    assert moment("+1y", leap) == "2029-02-28T23:59:00Z"
    assert moment("+4y", leap) == "2032-02-29T23:59:00Z"


@pytest.mark.parametrize("spec", ["", "noon", "2y", "-2y", "+2", "+2w", "+y", "2031-05-13", "+٢y", "now "])
def test_what_names_no_time_is_told_what_does(spec: str) -> None:
    with pytest.raises(WrongClock) as error:
        moment(spec, NOW)
    assert str(error.value) == (
        f"--clock {spec}: this names no time; write now, a time after it such as +2y, +30d or +12h, "
        "or a timestamp such as 2031-05-13T10:30:00Z"
    )


@pytest.mark.parametrize("spec", ["+8000y", "+999999y", "+2920000d"])
def test_time_ends_with_the_year_9999(spec: str) -> None:
    with pytest.raises(WrongClock, match="there is no such year; write a smaller number"):
        moment(spec, NOW)
