"""What a pytest run leaves behind: the verdicts in the report, and lines that say what was proved.

Under pytest-xdist this is the controller's alone; workers hand it their records with each test report.
"""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from snippets.check import Checker
from snippets.model import Page
from snippets.page import is_page, page_files
from snippets.report import Record, Report, record_from
from snippets.reporting.annotations import Lines, Spot, annotations, restore, spot_of
from snippets.reporting.ledger import fold
from snippets.reporting.outcome import failures, summary
from snippets.settings import Settings
from snippets.verify import missed, unproved

__all__ = ["Ending"]


class Ending:
    """A plugin of its own, registered where the run ends: gathers the records, and writes the report."""

    def __init__(
        self,
        settings: Settings,
        read: Callable[[Path], Page],
        checker: Callable[[], Checker],
        clock: str | None = None,
    ) -> None:
        """`clock`: the time at which the worlds stood, where that was not the documented one."""
        self.run: defaultdict[str, dict[int, Record]] = defaultdict(dict)
        self._settings = settings
        self._read = read
        self._checker = checker
        self._clock = clock
        self._missed: list[str] = []
        self._digests: dict[str, str] = {}
        self._broken: set[str] = set()
        self._failed: list[tuple[Spot, str]] = []
        self._problems = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        restore(report)  # first, so that JUnit XML and the terminal have it whole
        spot = spot_of(report)
        if spot is not None and report.failed:
            self._failed.append((spot, str(report.longrepr)))
            self._problems += not spot.language
        if (sent := getattr(report, "snippets", None)) is not None:
            entry = record_from(sent["record"])
            self._digests[sent["page"]] = sent["digest"]
            self.run[sent["page"]][entry.ordinal] = entry
        elif report.failed:
            self._broke(report.nodeid)

    def _broke(self, nodeid: str) -> None:
        """A block that has no verdict, through no fault of its own: an earlier one may not stand in."""
        path = nodeid.partition("::")[0]
        if is_page(self._settings.root / path):
            self._broken.add(path)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        root = self._settings.root
        paths = [path for path in {*self.run, *self._broken} if (root / path).is_file()]
        pages = {path: self._read(root / path) for path in paths}
        # A page that was edited while it ran has no verdicts: they are for a text that is gone.
        run = {path: self.run[path] for path in paths if self._is_current(path, pages[path])}
        # A verdict of another time is none of the page's.
        if run and self._clock is None:
            checker = self._checker()
            report = fold(
                self._settings, pages, run, checker.api, self._broken, operations=checker.operations
            )
            self._missed = self._missing(report)
            if self._missed and session.exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _missing(self, report: Report) -> list[str]:
        """What no snippet meets, once every block of every page is proved; before, it can't be known."""
        if not self._settings.openapi:
            return []
        pages = (self._read(path) for path in page_files(self._settings.docs))
        return [] if any(unproved(page, report) for page in pages) else missed(self._settings, report)

    def _is_current(self, path: str, page: Page) -> bool:
        return self._digests.get(path, page.digest) == page.digest

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        if self._failed:
            terminalreporter.write_line("")
        if self.run:
            for line in summary(self.run):
                terminalreporter.write_line(line)
            if self._clock is not None:
                said = f"at {self._clock}, with times compared by type; nothing is recorded"
                terminalreporter.write_line(said)
        for line in self._missed:
            terminalreporter.write_line(line, red=not line.startswith(" "))
        for line in failures(self.run, self._problems):
            terminalreporter.write_line(line, red=True, bold=True)
        for line in annotations(self._failed, self._settings.root):
            terminalreporter.write_line(line)
        for report in terminalreporter.stats.get("failed", ()):
            if isinstance(report.longrepr, Lines):  # pytest's own list names the page before the message
                report.longrepr.reprcrash.message = report.longrepr.message
