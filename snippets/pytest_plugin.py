"""`pytest docs`: each page of the docs is a test file, each block of it that says something a test.

Items are named `page.md:LINE[language]`. Under pytest-xdist an example stays with one worker, workers
hand their records to the controller with each report, and the controller alone writes `build/`.
"""

import signal
import threading
from collections.abc import Generator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from snippets.check import Checker, judged
from snippets.model import Block, Failure, Page, Problem
from snippets.page import Reader, is_page
from snippets.pytest_ending import Ending
from snippets.report import Record
from snippets.reporting.annotations import Lines, Spot, locate
from snippets.reporting.ledger import record
from snippets.reporting.progress import Progress
from snippets.reporting.show import failure_lines, is_unnamed, item_name, language_name
from snippets.settings import Settings, SettingsError, find
from snippets.worlds.clock import WrongClock, moment

__all__ = ["BlockItem", "Failed", "PageFile", "ProblemItem", "Session"]


class Session:
    """What one pytest process holds: settings, the reader of pages, and the checker once it is needed."""

    def __init__(self, settings: Settings, clock: str | None) -> None:
        self.settings = settings
        self._clock = clock

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.settings.mkdocs)

    @cached_property
    def checker(self) -> Checker:
        if threading.current_thread() is threading.main_thread():
            # As Ctrl-C does: the snippets that run are ended, and their folders removed.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return Checker(self.settings, self._clock)
        except SettingsError as error:
            raise pytest.UsageError(str(error)) from None

    def page(self, path: Path) -> Page:
        return self.reader.read(path, self.settings.root)

    def close(self) -> None:
        if "checker" in self.__dict__:
            self.checker.close()


_SESSION = pytest.StashKey[Session]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("snippets", "documentation that runs")
    group.addoption(
        "--clock",
        metavar="TIME",
        help="run the examples at another time than the documented one, with times compared by type: now, "
        "+2y, +30d or +12h after it, or a timestamp",
    )
    group.addoption(
        "--update-docs",
        action="store_true",
        help="rewrite the answers and outputs on the pages from what the examples meet, then run them",
    )
    group.addoption(
        "--allow-status-change",
        action="store_true",
        help="with --update-docs: a documented success may become an error",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.allow_status_change and not config.option.update_docs:
        raise pytest.UsageError("--allow-status-change says what --update-docs may do: give both")
    try:
        settings = find(config.rootpath)
        if settings is None:
            return
        clock = _clock(config, settings)
    except (SettingsError, WrongClock) as error:
        raise pytest.UsageError(str(error)) from None
    session = config.stash[_SESSION] = Session(settings, clock)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ending(settings, session.page, lambda: session.checker, clock))
        config.pluginmanager.register(Progress())
    if config.option.update_docs:
        from snippets.pytest_update import Updating  # noqa: PLC0415 - it builds on this module

        config.option.dist = "no"  # one process writes the pages
        config.pluginmanager.register(Updating(session))
    elif getattr(config.option, "dist", "no") == "load":
        config.option.dist = "loadgroup"  # so that an example is run once, by one worker


def _clock(config: pytest.Config, settings: Settings) -> str | None:
    """The time at which the worlds are to stand, None for the documented one."""
    if (spec := config.getoption("clock")) is None:
        return None
    if not settings.openapi:
        raise SettingsError(
            f"--clock {spec}: an OpenAPI document has to say which values are times; name the path at which "
            'the app answers one: [tool.snippets] openapi = "/openapi.json"'
        )
    if config.getoption("update_docs", False):
        raise pytest.UsageError("--update-docs writes answers of the documented time: leave --clock out")
    return moment(spec, datetime.now(UTC))


def pytest_unconfigure(config: pytest.Config) -> None:
    session = config.stash.get(_SESSION, None)
    if session is not None:
        session.close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PageFile | None":
    session = parent.config.stash.get(_SESSION, None)
    if session is None or not is_page(file_path) or not file_path.is_relative_to(session.settings.docs):
        return None
    return PageFile.from_parent(parent, path=file_path)


class PageFile(pytest.File):
    """A page: its problems as written first, then its blocks in their order."""

    def collect(self) -> Iterator[pytest.Item]:
        page = self.config.stash[_SESSION].page(self.path)
        for problem in page.problems:
            yield ProblemItem.from_parent(
                self, name=f"{self.path.name}:{problem.line}[page]", page=page, problem=problem
            )
        for block in judged(page):
            yield BlockItem.from_parent(self, name=item_name(page, block), page=page, block=block)


class Failed(Exception):
    """A verdict, on its way to `repr_failure`."""


class ProblemItem(pytest.Item):
    """Something wrong with the page before anything runs: it always fails."""

    def __init__(self, *, page: Page, problem: Problem, **rest: Any) -> None:
        super().__init__(**rest)
        self.page, self.problem = page, problem

    def runtest(self) -> None:
        raise Failed

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        path, line, message = self.page.path, self.problem.line, self.problem.message
        return Lines(path, line, message, [f"{path}:{line} {message}"])

    @property
    def spot(self) -> Spot:
        return Spot(self.page.path, self.problem.line, message=self.problem.message)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.problem.line - 1, f"{self.page.path}:{self.problem.line}"


class BlockItem(pytest.Item):
    """One block that says something by itself: a snippet, an answer to another place, data, a skip."""

    def __init__(self, *, page: Page, block: Block, **rest: Any) -> None:
        super().__init__(**rest)
        self.page, self.block = page, block
        self.record: Record | None = None
        """What is kept of the verdict, once there is one."""
        self._failure: Failure | None = None
        of = (example.name for example in page.examples if block in (*example.snippets, *example.extra))
        example = next(of, str(block.ordinal))
        # Examples that go on from each other run what stands above them: once, on one worker.
        sequence = any(block.directive.continues for block in page.blocks)
        self.add_marker(pytest.mark.xdist_group(page.path if sequence else f"{page.path}:{example}"))

    def runtest(self) -> None:
        verdict = self.config.stash[_SESSION].checker.verdict(self.page, self.block)
        self.record, self._failure = record(verdict), verdict.failure
        if verdict.failure is not None:
            raise Failed
        if verdict.outcome in ("skipped", "unchecked"):
            pytest.skip(verdict.reason or "")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if not isinstance(excinfo.value, Failed) or self._failure is None or self.record is None:
            return super().repr_failure(excinfo, style)
        line = self._failure.line or self.block.line
        lines = failure_lines(self.page, self.block, self.record.example, self._failure)
        return Lines(self.page.path, line, self.record.message or "", lines)

    @property
    def spot(self) -> Spot:
        """Where it failed, once it has; before, the block itself."""
        kept = self.record
        example = kept.example if kept and kept.example and not is_unnamed(kept.example) else ""
        line = kept.line if kept else self.block.line
        return Spot(self.page.path, line, language_name(self.block), example, (kept and kept.message) or "")

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.block.line - 1, f"{self.page.path}:{self.block.line}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Sends the record along with the report, which pytest-xdist carries to the controller."""
    report = yield
    if isinstance(item, BlockItem) and item.record is not None:
        sent = {"page": item.page.path, "digest": item.page.digest, "record": asdict(item.record)}
        report.__dict__["snippets"] = sent
    if isinstance(item, BlockItem | ProblemItem) and call.when == "call":
        locate(report, item, item.spot)
    return report
