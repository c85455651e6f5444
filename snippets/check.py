"""Checks pages: runs what each example says, once, and gives the verdict on any block.

A verdict never depends on what else was selected: for one snippet the whole example is run, since
its other languages tell whether it sends the same request.
"""

import re
import shutil
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from types import TracebackType
from typing import Self

import yaml

from snippets import install
from snippets.host import Host
from snippets.judge import judge, judge_extra, missing_languages
from snippets.languages import DATA, PROGRAMS, language_of
from snippets.model import Block, Example, Failure, Group, Page, Result, Verdict
from snippets.runners.program import Program
from snippets.runners.python import Python
from snippets.sequence import chain, joined, rest
from snippets.settings import Settings
from snippets.world import scene_factory

__all__ = ["Checker", "judged"]


def judged(page: Page) -> list[Block]:
    """The blocks that have a verdict of their own; an answer is judged with the snippets it stands under."""
    mine = {block.ordinal for example in page.examples for block in (*example.snippets, *example.extra)}
    return [
        block
        for block in page.blocks
        if block.ordinal in mine
        or block.directive.skip is not None
        or install.is_install(block)
        or block.language in DATA
    ]


class Checker:
    """Runs examples of one project's pages. A context manager: it holds a TLS host and a Python zygote."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open_scene = scene_factory(settings)
        self._results: dict[tuple[str, tuple[Block, ...], str | None], dict[int, Result]] = {}
        self._closing: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for close in reversed(self._closing):
            close()

    @cached_property
    def api(self) -> dict[str, str]:
        """The API that answers: `title` and `version`."""
        scene = self._open_scene()
        return {"title": scene.title, "version": scene.version}

    @cached_property
    def _host(self) -> Host:
        host = Host(self._settings.hosts)
        host.__enter__()
        self._closing.append(lambda: host.__exit__(None, None, None))
        return host

    @cached_property
    def _python(self) -> Python:
        python = Python(self._settings)
        self._closing.append(python.close)
        return python

    @cached_property
    def _runners(self) -> dict[str, Program | Python]:
        programs = {
            module.LANGUAGE.name: Program(module, self._settings, self._open_scene, self._host)
            for module in PROGRAMS
        }
        return {"python": self._python, **programs}

    def verdict(self, page: Page, block: Block) -> Verdict:
        """The verdict on any block of the page."""
        directive = block.directive
        if directive.skip is not None:
            return self._skipped(page, block)
        if install.is_install(block):
            failure = install.check(block, self._settings.root)
            return Verdict(block, "failed" if failure else "install", failure=failure)
        if block.language in DATA:
            failure = _syntax(block)
            return Verdict(block, "failed" if failure else "syntax", failure=failure)
        for example in page.examples:
            if block in example.extra:
                return self._extra(page, example, block)
            for group in example.groups:
                if block in group.snippets:
                    return self._snippet(page, example, group, block)
                if block in group.answers:
                    return self._answer(page, example, group, block)
        raise LookupError(f"{page.path}:{block.line}: this block belongs to no example")

    def _snippet(self, page: Page, example: Example, group: Group, block: Block) -> Verdict:
        if reason := _not_here(block):
            return Verdict(block, "unchecked", example.name, reason=reason)
        results = self.results(page, example)
        result = results[block.ordinal]
        failure = judge(example, group, block, results)
        if failure is None and block is example.snippets[0] and not page.problems:
            # A fence with a problem may be the language that seems to be missing.
            failure = missing_languages(example, self._settings.languages)
        outcome = "failed" if failure else "passed"
        return Verdict(block, outcome, example.name, failure, None, result.exchanges, result.seconds)

    def _extra(self, page: Page, example: Example, block: Block) -> Verdict:
        failure = judge_extra(example, block, self.results(page, example))
        return Verdict(block, "failed" if failure else "compared", example.name, failure)

    def _answer(self, page: Page, example: Example, group: Group, block: Block) -> Verdict:
        """An answer under its snippets stands when each of them that it holds for does."""
        for snippet in group.snippets:
            language = language_of(snippet.language)
            if block in group.answers_for(snippet, language.label if language else ""):
                verdict = self._snippet(page, example, group, snippet)
                if verdict.outcome == "failed":
                    return Verdict(block, "failed", example.name, verdict.failure)
        return Verdict(block, "compared", example.name)

    def _skipped(self, page: Page, block: Block) -> Verdict:
        """A block that the page skips for a reason; a snippet that would pass may not be skipped."""
        skipped = Verdict(block, "skipped", reason=block.directive.skip)
        if block.directive.never or language_of(block.language) is None or _not_here(block):
            return skipped
        result = self._runner(block).run(block, page.path, block.directive.scenario)
        well = result.failure is None and result.exchanges and result.exchanges[-1].answer.status < 400
        if not well:
            return skipped
        fix = "delete the directive `skip`, and put the answer under the snippet"
        return Verdict(block, "failed", failure=Failure("is skipped, but it passes", detail=(("fix", fix),)))

    def results(self, page: Page, example: Example) -> dict[int, Result]:
        """What came of each snippet of the example that can be run here; run once for each text of them."""
        key = (page.path, example.snippets, example.scenario)
        if key not in self._results:
            self._results[key] = self._run(page, example)
        return self._results[key]

    def forget(self) -> None:
        """Lets the next call run everything anew."""
        self._results.clear()

    def _run(self, page: Page, example: Example) -> dict[int, Result]:
        """All languages at once: each has a world of its own."""
        here = [snippet for snippet in example.snippets if _not_here(snippet) is None]
        with ThreadPoolExecutor(max_workers=len(here) or 1) as pool:
            results = pool.map(lambda snippet: self._run_one(page, example, snippet), here)
            return dict(zip((snippet.ordinal for snippet in here), results, strict=True))

    def _run_one(self, page: Page, example: Example, snippet: Block) -> Result:
        runner, blocks = self._runner(snippet), chain(page, snippet)
        scenario = blocks[0].directive.scenario or example.scenario
        try:
            whole = runner.run(joined(blocks), page.path, scenario)
            if len(blocks) == 1:
                return whole
            return rest(whole, runner.run(joined(blocks[:-1]), page.path, scenario), snippet)
        except LookupError as error:  # the scene's factory knows no such scenario
            return Result(1, "", failure=Failure(str(error), snippet.directive.line or snippet.line))

    def _runner(self, snippet: Block) -> Program | Python:
        language = language_of(snippet.language)
        assert language is not None  # noqa: S101 - only blocks of a language that runs are run
        return self._runners[language.name]


def _not_here(block: Block) -> str | None:
    """Why a snippet can't be run on this machine, or None."""
    language = language_of(block.language)
    if language is None or shutil.which(language.tool):
        return None
    return f"{language.tool} is not installed here"


def _syntax(block: Block) -> Failure | None:
    try:
        if block.language == "toml":
            tomllib.loads(block.source)
        else:
            yaml.safe_load(block.source)
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = block.line + int(at[1]) if at else None
        return Failure(f"is not {block.language}: {str(error).partition(chr(10))[0]}", line)
    return None
