"""Checks pages: runs what each example says, once, and gives the verdict on any block.

A verdict never depends on what else was selected: for one snippet the whole example is run, since
its other languages tell whether it sends the same request.
"""

import re
import shutil
import tomllib
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import Self

import yaml

from snippets.api.openapi import fetch
from snippets.judge import judge, judge_extra, missing_languages
from snippets.judging.leeway import EXACT, Leeway
from snippets.languages import DATA, DRAWN, LANGUAGES, PROGRAMS, language_of
from snippets.model import Block, Example, Failure, Group, Page, Result, Verdict
from snippets.reading import diagram, install
from snippets.reading.sequence import chain, joined, rest
from snippets.reporting.flow import steps
from snippets.runners.program import Program
from snippets.runners.python import Python
from snippets.settings import Settings, SettingsError
from snippets.world import UnknownScenario, World, scene_factory
from snippets.worlds.host import Host

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
        or block.language in DATA | DRAWN
    ]


class Checker:
    """Runs examples of one project's pages. A context manager: it holds a TLS host and a Python zygote.

    Raises SettingsError when the app can't be imported, lacks a key that the settings name, or answers no
    OpenAPI document where they say so.
    """

    def __init__(self, settings: Settings, clock: str | None = None) -> None:
        """`clock`: the timestamp at which all worlds stand; None: the documented time."""
        self._settings = settings
        self._clock = clock
        self._open_scene = scene_factory(settings, clock)
        self._results: dict[tuple[str, Block, str | None], Result] = {}
        self._held = ExitStack()
        if unknown := set(settings.languages) - {language.name for language in LANGUAGES}:
            known = ", ".join(language.name for language in LANGUAGES)
            raise SettingsError(f"[tool.snippets] languages: {', '.join(unknown)}; there are: {known}")
        scene = self._open_scene()
        self._world = World(scene, settings)
        self.api = {"title": scene.title, "version": scene.version}
        """The API that answers."""
        document = fetch(settings, self._open_scene)
        self._leeway = EXACT if clock is None else Leeway(document)
        self.operations = document.operations if document else ()
        """What its OpenAPI document has; nothing without one."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._held.close()

    @cached_property
    def _runners(self) -> dict[str, Program | Python]:
        python = Python(self._settings, self._clock)  # first: its zygote imports while the others start
        self._held.callback(python.close)
        host = self._held.enter_context(Host(self._settings.hosts))
        programs = {
            module.LANGUAGE.name: Program(module, self._settings, self._open_scene, host)
            for module in PROGRAMS
        }
        return {"python": python, **programs}

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
        if block.language in DRAWN:
            failure = diagram.check(block, self._settings.docs)
            return Verdict(block, "failed" if failure else "drawn", failure=failure)
        for example in page.examples:
            if block in example.extra:
                return self._extra(page, example, block)
            for group in example.groups:
                if block in group.snippets:
                    return self._snippet(page, example, group, block)
        raise ValueError(f"{page.path}:{block.line}: this block has no verdict of its own")

    def _snippet(self, page: Page, example: Example, group: Group, block: Block) -> Verdict:
        if reason := _not_here(block):
            return Verdict(block, "unchecked", example.name, reason=reason)
        results = self.results(page, example)
        result = results[block.ordinal]
        failure = judge(example, group, block, results, self._leeway)
        if failure is None and block is example.snippets[0] and not page.problems:
            # A fence with a problem may be the language that seems to be missing.
            failure = missing_languages(example, self._settings.languages)
        outcome = "failed" if failure else "passed"
        verdict = Verdict(block, outcome, example.name, failure, None, result.exchanges, result.seconds)
        if failure or not page.sequence:
            return verdict
        return replace(verdict, steps=steps(result.earlier, result.exchanges, self._settings.placeholders))

    def _extra(self, page: Page, example: Example, block: Block) -> Verdict:
        failure = judge_extra(example, block, self.results(page, example), self._leeway)
        return Verdict(block, "failed" if failure else "compared", example.name, failure)

    def _skipped(self, page: Page, block: Block) -> Verdict:
        """A block that the page skips for a reason; a snippet that would pass may not be skipped."""
        skipped = Verdict(block, "skipped", reason=block.directive.skip)
        if block.directive.never or language_of(block.language) is None or _not_here(block):
            return skipped
        (result,) = self._run(page, (block,), block.directive.scenario).values()
        well = result.failure is None and result.exchanges and result.exchanges[-1].answer.status < 400
        if not well:
            return skipped
        fix = "delete the directive `skip`, and put the answer under the snippet"
        return Verdict(block, "failed", failure=Failure("is skipped, but it passes", detail=(("fix", fix),)))

    def results(self, page: Page, example: Example) -> dict[int, Result]:
        """What came of each snippet of the example that can be run here."""
        return self._run(page, example.snippets, example.scenario)

    def forget(self, path: str | None = None) -> None:
        """Lets the next call run everything anew; with `path`, everything of that page."""
        self._results = {key: kept for key, kept in self._results.items() if path not in (None, key[0])}

    def as_printed(self, text: str) -> str:
        """`text` with each key of the app's scene replaced by the word that pages print for it."""
        return self._world.as_printed(text)

    def _run(self, page: Page, snippets: tuple[Block, ...], scenario: str | None) -> dict[int, Result]:
        """Runs snippets side by side, each in a world of its own; what one continues runs before it.

        A program is run once: what came of a snippet is there when the next one is told apart from it.
        """
        here = [snippet for snippet in snippets if _not_here(snippet) is None]
        chains = {snippet.ordinal: chain(page, snippet) for snippet in here}
        wholes = [(joined(chains[snippet.ordinal]), snippet) for snippet in here]
        befores = [(joined(chains[s.ordinal][:-1]), s) for s in here if len(chains[s.ordinal]) > 1]
        first = chains[here[0].ordinal][0] if here else None
        scenario = scenario or (first.directive.scenario if first else None)
        results = self._side_by_side(page, wholes, scenario)
        for ordinal, before in self._side_by_side(page, befores, scenario).items():
            results[ordinal] = rest(results[ordinal], before, page.blocks[ordinal])
        return results

    def _side_by_side(
        self, page: Page, sources: list[tuple[Block, Block]], scenario: str | None
    ) -> dict[int, Result]:
        """The results of sources, each under the ordinal of the snippet that it is run for."""
        keys = {snippet.ordinal: (page.path, source, scenario) for source, snippet in sources}
        with ExitStack() as stack:
            started = []
            for key in dict.fromkeys(keys.values()):
                if key in self._results:
                    continue
                source = key[1]
                language = language_of(source.language)
                runner = self._runners[language.name if language else ""]
                try:
                    ended = stack.enter_context(runner.running(source, page.path, scenario))
                except UnknownScenario as error:
                    self._results[key] = Result(1, "", failure=error.failure)
                else:
                    started.append((key, ended))
            for key, ended in started:
                self._results[key] = ended()
        return {ordinal: self._results[key] for ordinal, key in keys.items()}


def _not_here(block: Block) -> str | None:
    """Why a snippet can't be run on this machine, or None."""
    language = language_of(block.language)
    if language is None or shutil.which(language.program):
        return None
    return f"{language.tool} is not installed here"


def _syntax(block: Block) -> Failure | None:
    try:
        if block.language == "toml":
            tomllib.loads(block.source)
        else:
            list(yaml.safe_load_all(block.source))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        return _not_valid(block, str(error), int(at[1]) if at else None)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return _not_valid(block, error.problem or str(error), mark.line + 1 if mark else None)
    except yaml.YAMLError as error:
        return _not_valid(block, str(error).partition("\n")[0], None)
    return None


def _not_valid(block: Block, cause: str, line: int | None) -> Failure:
    fix = f"mend the {block.language}, or show it as another language with a `skip` and its reason"
    return Failure(
        f"is not {block.language}: {cause}",
        None if line is None else block.first + line - 1,
        (("fix", fix),),
    )
