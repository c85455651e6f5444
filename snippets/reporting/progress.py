"""A sign of life in a long run: how many blocks are done, how many of them failed, and where it is now.

Each sign is a line of its own, in a log as on a terminal. A run that is over sooner has none.
"""

import time
from collections.abc import Callable

import pytest
from _pytest.terminal import TerminalReporter

from snippets.reporting.annotations import spot_of

__all__ = ["Progress"]


class Progress:
    """A plugin of its own, registered where the run is told: counts the blocks that are done."""

    def __init__(self, every: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        """`every`: the seconds between two signs; `now`: a clock that goes with the time, in seconds."""
        self._every = every
        self._now = now
        self._told = now()
        self._done = 0
        self._failed = 0
        self._session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session
        self._told = self._now()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """After the terminal has written its letter for the item."""
        spot = spot_of(report)
        if spot is None or self._session is None:
            return
        line = self.ended(spot.page, report.failed, self._session.testscollected)
        terminal = self._session.config.pluginmanager.get_plugin("terminalreporter")
        # With -v each item has a line anyway.
        if line is not None and isinstance(terminal, TerminalReporter) and terminal.verbosity <= 0:
            terminal.ensure_newline()
            writer = self._session.config.get_terminal_writer()
            if writer.width_of_current_line:  # with -q, letters follow no name of a file
                writer.line()
            writer.line(line)

    def ended(self, page: str, failed: bool, total: int) -> str | None:
        """The line to print when a block of `page` is done, or None; `total`: items of the run."""
        self._done += 1
        self._failed += failed
        if self._done == total or self._now() - self._told < self._every:
            return None
        self._told = self._now()
        return f"{self._done} of {total} done, {self._failed} failed; now in {page}"
