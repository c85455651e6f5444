"""The exported files of this project's pages: each runs by itself, and prints what its page shows.

By default that is the first example of the guide, and the one that continues another and is a module in
JavaScript; `FULL=1` takes each example of each page.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from snippets.export import write
from snippets.judge import judge
from snippets.languages import language_of
from snippets.model import Block, Example, Page, Result
from snippets.page import Layout, Reader
from snippets.publishing.bundle import bundle
from snippets.publishing.programs import Program, layouts, programs
from snippets.reading.sequence import rest
from snippets.report import PageReport, Record, Report
from snippets.runners.program import Program as Runner
from snippets.settings import load
from snippets.world import scene_factory
from snippets.worlds.host import Host

ROOT = Path(__file__).resolve().parents[1]
FULL = os.environ.get("FULL") == "1"
SETTINGS = load(ROOT)
SHORT = {"environment-variable", "wait-and-try-again"}

_PYTHON = """\
import runpy, subprocess, sys, time
time.sleep = lambda seconds: subprocess.run(["sleep", str(seconds)], check=True)
runpy.run_path(sys.argv[1], run_name="__main__")
"""
"""A Python program whose sleep is the sandbox's, which moves the clock of its world."""

_COMPILE = """\
const { readFileSync } = require('node:fs');
const vm = require('node:vm');
for (const file of process.argv.slice(1)) {
  const source = readFileSync(file, 'utf8');
  try {
    if (file.endsWith('.mjs')) new vm.SourceTextModule(source);
    else vm.compileFunction(source, ['require']);
  } catch (error) { console.log(file, String(error)); }
}
"""


@dataclass
class Exported:
    """The files in a folder, and which of them came from which snippet."""

    folder: Path
    programs: dict[tuple[str, int], Program]

    def files(self, suffix: str) -> list[Path]:
        return sorted(self.folder.rglob(f"*{suffix}"))


def pages() -> list[Layout]:
    return layouts(Reader(SETTINGS.mkdocs), SETTINGS)


def all_passed(found: list[Layout]) -> Report:
    """The report of a run in which each example passed: that they do, `pytest docs` tests."""
    return Report(
        pages={
            page.path: PageReport(
                page.digest,
                tuple(
                    Record(snippet.ordinal, snippet.line, snippet.language, "passed")
                    for example in page.examples
                    for snippet in example.snippets
                ),
            )
            for page in (layout.page for layout in found)
        }
    )


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("exported")
    found = pages()
    report = all_passed(found)
    made = programs(found, report, "docs")
    write(bundle(made, report, SETTINGS), folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")  # as `npm install` there
    return Exported(folder, {(program.page, program.blocks[-1].ordinal): program for program in made})


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host(SETTINGS.hosts) as running:
        yield running


def examples() -> list[tuple[Page, Example]]:
    found = ((layout.page, example) for layout in pages() for example in layout.page.examples)
    return [each for each in found if FULL or each[1].name in SHORT]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "example"),
    [
        pytest.param(page, example, id=f"{Path(page.path).stem}-{example.name}")
        for page, example in examples()
    ],
)
def test_the_files_of_an_example_print_what_its_page_shows(
    page: Page, example: Example, exported: Exported, host: Host
) -> None:
    results = {snippet.ordinal: result(page, snippet, exported, host) for snippet in example.snippets}
    faults = [
        (exported.programs[page.path, snippet.ordinal].path, fault)
        for group in example.groups
        for snippet in group.snippets
        if (fault := judge(example, group, snippet, results)) is not None
    ]
    assert faults == []


def result(page: Page, snippet: Block, exported: Exported, host: Host) -> Result:
    """What came of the file; of one that continues another, what it added to that one's."""
    program = exported.programs[page.path, snippet.ordinal]
    whole = run(exported.folder, program, host)
    if len(program.blocks) == 1:
        return whole
    before = exported.programs[page.path, program.blocks[-2].ordinal]
    return rest(whole, run(exported.folder, before, host, program.scenario), snippet)


def run(folder: Path, program: Program, host: Host, scenario: str | None = None) -> Result:
    """Runs a file as a reader would, in the reader's environment, in a world of its own."""
    calls = {"bash": ["bash"], "javascript": ["node"], "python": [sys.executable, "-c", _PYTHON]}
    language = SimpleNamespace(
        FILE="unused",
        command=lambda _: [*calls[program.language.name], str(folder / program.path)],
        line_in=lambda _: None,
        complaint=str,
    )
    runner = Runner(cast(ModuleType, language), SETTINGS, scene_factory(SETTINGS), host)
    with runner.running(program.blocks[-1], program.page, scenario or program.scenario) as ended:
        return ended()


def test_each_file_can_be_read_by_its_language(exported: Exported) -> None:
    for file in exported.files(".py"):
        compile(file.read_text("utf-8"), file, "exec")
    each = ["bash", "-c", 'for file in "$@"; do bash -n "$file"; done', "bash"]
    done = subprocess.run([*each, *exported.files(".sh")], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
    scripts = [*exported.files(".js"), *exported.files(".mjs")]
    done = subprocess.run(
        ["node", "--experimental-vm-modules", "-e", _COMPILE, *map(str, scripts)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == ""


def test_there_is_a_file_of_each_kind_for_each_snippet(exported: Exported) -> None:
    kinds = {Path(program.path).suffix for program in exported.programs.values()}
    assert kinds == {".sh", ".js", ".mjs", ".py"}
    snippets = [s for layout in pages() for e in layout.page.examples for s in e.snippets]
    assert len({program.path for program in exported.programs.values()}) == len(snippets)
    assert all(language_of(snippet.language) for snippet in snippets)


def test_the_files_that_the_downloads_page_names_are_there(exported: Exported) -> None:
    text = (ROOT / "docs" / "developer-resources" / "downloads.md").read_text("utf-8")
    for line in text.splitlines():
        for word in line.replace("`", " ").split():
            if "/" in word and word.endswith((".sh", ".js", ".py")):
                assert (exported.folder / word).is_file(), word
