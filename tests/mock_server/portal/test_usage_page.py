"""The usage of a key, as a chart and as tables."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mock_server.portal.chart import DAYS, HEIGHT, DayUsage, by_day, draw
from mock_server.usage import DayCount
from tests.mock_server.portal.browser import Page
from tests.mock_server.portal.people import Person

USAGE = "/settings/developer/keys/key_000001/usage"
TODAY = date(2025, 5, 13)


def used(ada: Person) -> Page:
    """Two requests on one day; on the next, one that is answered and one that is not."""
    key = ada.new_key().shown_key
    for path in ("/v1/tasks", "/v1/tasks"):
        ada.world.api(key, "GET", path)
    ada.world.clock.advance(86_400)
    for path in ("/v1/tasks", "/v1/users"):
        ada.world.api(key, "GET", path)
    ada.log_in()
    return ada.browser.visit(USAGE)


def test_a_key_that_was_not_used_says_so(ada: Person) -> None:
    ada.new_key()
    page = ada.browser.visit(USAGE)

    assert "No requests yet" in page.text
    assert "svg" not in page.parsed.tags


def test_the_table_counts_each_day_the_newest_first(ada: Person) -> None:
    text = used(ada).text

    assert "14 May 2025 1 1 200 × 1 403 × 1 13 May 2025 2 0 200 × 2" in text


def test_the_chart_can_be_read_without_seeing_it(ada: Person) -> None:
    page = used(ada)

    assert 'role="img" aria-labelledby="chart-title chart-text"' in page.html
    assert "4 requests in the last 14 days, 1 of them refused." in page.text
    assert "<title>14 May 2025: 1 succeeded, 1 refused</title>" in page.html


def test_refused_requests_stand_on_the_others(ada: Person) -> None:
    def bars(kind: str) -> list[tuple[float, float]]:
        found = re.findall(rf'class="day__{kind}" x="\d+" y="([\d.]+)" width="8" height="([\d.]+)"', html)
        return [(float(y), float(height)) for y, height in found]

    html = used(ada).html
    assert len(bars("good")) == len(bars("refused")) == DAYS
    # The axis goes to 5, so that a request is 20 of 100 high.
    assert bars("good")[-2:] == [(60, 40), (80, 20)]
    assert bars("refused")[-2:] == [(60, 0), (60, 20)]


def test_each_request_is_listed_the_latest_first(ada: Person) -> None:
    text = used(ada).text
    first = text.index("GET /v1/users 403 127.0.0.1")

    assert first < text.index("GET /v1/tasks 200 127.0.0.1")
    assert "2025-05-14T10:30:00Z GET /v1/users 403" in text


def test_a_user_agent_is_text(ada: Person) -> None:
    key = ada.new_key().shown_key
    ada.world._api.request(
        "GET", "/v1/tasks", key=None,
        headers=[("authorization", f"Bearer {key}"), ("user-agent", "<script>alert(1)</script>")],
    )  # fmt: skip
    page = ada.browser.visit(USAGE)

    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.text


def test_the_requests_come_in_pages(ada: Person) -> None:
    key = ada.new_key().shown_key
    for _ in range(45):
        ada.world.api(key, "GET", "/v1/tasks")

    def requests(page: Page) -> int:
        return page.text.count("GET /v1/tasks")

    pages = [ada.browser.visit(f"{USAGE}?page={number}") for number in (1, 2, 3)]
    assert [requests(page) for page in pages] == [20, 20, 5]
    links = [[link for link in page.parsed.links if "page=" in link[1]] for page in pages]
    assert links == [
        [("Older", "?page=2")],
        [("Newer", "?page=1"), ("Older", "?page=3")],
        [("Newer", "?page=2")],
    ]
    assert "Page 3 of 3 · 45 requests kept" in pages[2].text


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("-1", 1), ("x", 1), ("", 1), ("999999999", 1), ("9" * 50, 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(asked: str, shown: int, ada: Person) -> None:
    used(ada)

    assert f"Page {shown} of 1" in ada.browser.visit(f"{USAGE}?page={asked}").text


def test_days_without_a_request_are_in_the_chart() -> None:
    chart = draw([DayUsage(date(2025, 5, 10), ((200, 3),))], TODAY)

    assert [bar.day.total for bar in chart.bars] == [0] * 10 + [3, 0, 0, 0]
    assert chart.bars[0].day.date == date(2025, 4, 30)
    assert chart.bars[-1].day.date == TODAY


@pytest.mark.parametrize(
    ("requests", "top"),
    [(0, 5), (5, 5), (6, 10), (11, 20), (21, 50), (51, 100), (101, 200), (201, 500), (10_000, 10_000)],
)
def test_the_axis_ends_at_a_round_number(requests: int, top: int) -> None:
    chart = draw([DayUsage(TODAY, ((200, requests),))], TODAY)

    assert chart.top == top
    assert chart.bars[-1].good == HEIGHT * requests / top


def test_the_statuses_of_a_day_are_one_row() -> None:
    counts = [(date(2025, 5, 13), 200, 3), (date(2025, 5, 13), 429, 2), (date(2025, 5, 12), 304, 1)]
    days = by_day(DayCount(date=day, status=status, requests=requests) for day, status, requests in counts)

    assert [(day.date.day, day.good, day.refused) for day in days] == [(13, 3, 2), (12, 1, 0)]
