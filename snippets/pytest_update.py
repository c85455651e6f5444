"""`pytest docs --update-docs`: rewrites the pages of the selected examples, then runs what they now say."""

import sys
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

from snippets.model import Page, Problem
from snippets.pytest_plugin import BlockItem, ProblemItem, Session
from snippets.reporting.annotations import Lines, Spot
from snippets.reporting.show import failure_lines, item_name, language_name
from snippets.rewriting.update import Refusal, Update, Updater

__all__ = ["RefusalItem", "Updating"]

_PageItem = BlockItem | ProblemItem


class RefusalItem(ProblemItem):
    """An answer that differs and was not rewritten: it always fails."""

    def __init__(self, *, page: Page, refusal: Refusal, **rest: Any) -> None:
        line = refusal.failure.line or refusal.block.line
        super().__init__(page=page, problem=Problem(line, refusal.failure.message), **rest)
        self._refusal = refusal

    @property
    def spot(self) -> Spot:
        return Spot(
            self.page.path,
            self.problem.line,
            language_name(self._refusal.block),
            message=self.problem.message,
        )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Lines:
        refusal = self._refusal
        lines = failure_lines(self.page, refusal.block, refusal.example, refusal.failure)
        return Lines(self.page.path, self.problem.line, self.problem.message, lines)


class Updating:
    """A plugin of its own, registered where pages are to be rewritten: between collection and run."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Puts items of the new text in the place of those that were collected."""
        config = session.config
        stopped = session.testsfailed and not config.option.continue_on_collection_errors
        if stopped or config.option.collectonly:
            return
        held = self._session
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        updater = Updater(held.settings, held.reader, held.checker, config.option.allow_status_change)
        selected = [item for item in session.items if isinstance(item, _PageItem)]
        by_page = [list(items) for _, items in groupby(selected, key=lambda item: item.page.path)]
        anew: dict[pytest.Item, list[pytest.Item]] = {}
        rewritten = 0
        for number, items in enumerate(by_page, start=1):
            page = items[0].page
            _progress(terminal, f"running the examples of {page.path} ({number} of {len(by_page)})")
            blocks = {item.block.ordinal for item in items if isinstance(item, BlockItem)}
            update = updater.update(page, blocks)
            rewritten += len(update.rewritten)
            _progress(terminal, "")
            if update.rewritten:
                _say(terminal, _line(update))
            anew |= _again(items, update)
        if not rewritten:
            _say(terminal, "nothing to rewrite")
        session.items[:] = [new for item in session.items for new in anew.get(item, [item])]


def _again(items: list[_PageItem], update: Update) -> dict[pytest.Item, list[pytest.Item]]:
    """Item → what is to run in its place, the refusals of a page first."""
    page = update.page
    anew: dict[pytest.Item, list[pytest.Item]] = {item: [_on(item, page)] for item in items}
    anew[items[0]] = [*_refusals(items[0], update), *anew[items[0]]]
    return anew


def _refusals(beside: _PageItem, update: Update) -> Iterator[pytest.Item]:
    parent: Any = beside.parent
    for refusal in update.refusals:
        name = item_name(update.page, refusal.block).replace("[", "[update ")
        yield RefusalItem.from_parent(parent, name=name, page=update.page, refusal=refusal)


def _on(item: _PageItem, page: Page) -> _PageItem:
    """The same item of another text of its page; a rewritten page has the blocks and problems that it had."""
    parent: Any = item.parent
    if page is item.page:
        return item
    if isinstance(item, ProblemItem):
        problem = page.problems[item.page.problems.index(item.problem)]
        name = f"{item.path.name}:{problem.line}[page]"
        return ProblemItem.from_parent(parent, name=name, page=page, problem=problem)
    block = page.blocks[item.block.ordinal]
    return BlockItem.from_parent(parent, name=item_name(page, block), page=page, block=block)


def _line(update: Update) -> str:
    lines = [str(block.line) for block in update.rewritten]
    what = f"answer at line {lines[0]}" if len(lines) == 1 else f"answers at lines {', '.join(lines)}"
    return f"{update.page.path}: rewrote the {what}"


def _say(terminal: TerminalReporter | None, line: str) -> None:
    if terminal is not None:
        terminal.write_line(line)


def _progress(terminal: TerminalReporter | None, line: str) -> None:
    """One line that the next one takes the place of; only a terminal can show that."""
    if terminal is not None and terminal.isatty() and terminal.verbosity >= 0:
        terminal.rewrite(line, erase=True)
        if not line:
            terminal.rewrite("")
        sys.stdout.flush()
