"""What a bench writes, and where."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.bench.__main__ import BENCHES, PAGE
from tests.bench.table import machine, rendered, replace_between_markers

OPENING, CLOSING = "<!-- bench: server -->", "<!-- end of bench: server -->"


def test_figures_stand_to_the_right() -> None:
    assert rendered(["Server", "Speed"], [["ours", "2"], ["theirs", "1"]]) == (
        "| Server | Speed |\n| --- | ---: |\n| ours | 2 |\n| theirs | 1 |"
    )


def test_what_stands_between_the_markers_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n\n{OPENING}\n\nold\n\n{CLOSING}\n\nafter\n", "utf-8")
    for _ in range(2):
        replace_between_markers(page, "server", "new\n")
        assert page.read_text("utf-8") == f"before\n\n{OPENING}\n\nnew\n\n{CLOSING}\n\nafter\n"


@pytest.mark.parametrize(
    "text",
    [
        "no markers\n",
        f"{OPENING}\n",
        f"{CLOSING}\n{OPENING}\n",
        f"{OPENING}\n{CLOSING}\n{OPENING}\n{CLOSING}\n",
        f"{OPENING}\n{OPENING}\n{CLOSING}\n",
        f"{CLOSING}\n{OPENING}\n{CLOSING}\n",
    ],
)
def test_a_page_without_one_pair_of_markers_stays_as_it_is(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"page\.md must have <!-- bench: server -->"):
        replace_between_markers(page, "server", "new")
    assert page.read_text("utf-8") == text


def test_the_machine_is_told_without_its_name() -> None:
    assert re.fullmatch(
        r"Measured on 2031-05-20 in 5 rounds on \d+ cores \(\w+\), \w+, Python [\d.]+\w*, Node\.js [\d.]+\."
        r" Load before the first: 1\.3\.",
        machine(date(2031, 5, 20), 5, load=1.26),
    )


def test_every_bench_has_its_place_on_the_page(tmp_path: Path) -> None:
    copy = tmp_path / PAGE.name
    copy.write_text(PAGE.read_text("utf-8"), "utf-8")
    for name in BENCHES:
        replace_between_markers(copy, name, f"the figures of {name}")
        assert f"the figures of {name}" in copy.read_text("utf-8")
