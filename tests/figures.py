"""A pytest plugin: what a test has measured stands at the end of the run, also when the test passes.

A test says it by `record_property(FIGURE, "links: 1,204 on 24 pages")`. The line travels with the report, so
under pytest-xdist the controller has it too.
"""

from collections import Counter

import pytest

__all__ = ["FIGURE", "pytest_terminal_summary"]

FIGURE = "figure"
"""The name of the property. A test may have several; what several tests say in the same words stands once."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    said = Counter(
        str(value) for report in reports for name, value in report.user_properties if name == FIGURE
    )
    if said:
        terminalreporter.section("measured")
        for line, times in sorted(said.items()):
            terminalreporter.write_line(line if times == 1 else f"{line}, {times} times")
