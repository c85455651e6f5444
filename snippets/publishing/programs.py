"""The programs of the pages: each verified snippet as the text of a file that runs by itself, with its name.

A snippet that continues others is the whole program that ran. Which snippets are verified, the report says,
for the present text of each page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from snippets.languages import language_of
from snippets.model import Block, Example
from snippets.page import Layout, Reader, page_files
from snippets.reading.fences import Reading
from snippets.reading.install import is_install
from snippets.reading.naming import page_names, unique
from snippets.reading.sequence import chain
from snippets.report import Record, Report
from snippets.reporting.show import is_unnamed
from snippets.runners.language import Language
from snippets.settings import Settings

__all__ = ["Program", "layouts", "left_out", "programs"]

_HEADING = re.compile(r"[> ]*#{1,6}\s+(.+?)(?:\s+#+)?\s*(?:\{[^{}]*\})?\s*")
_UNDERLINE = re.compile(r"[> ]*(?:=+|-+) *")


@dataclass(frozen=True)
class Program:
    """A verified snippet on its way to a file."""

    path: str
    """Of the file: `authentication/get-tasks.py`."""
    page: str
    blocks: tuple[Block, ...]
    """The snippets that the program is made of, in their order."""
    language: Language
    source: str
    scenario: str | None
    """The state that the world was in when it ran; None: the usual one."""

    @property
    def place(self) -> str:
        """Where its text stands: page and lines."""
        return f"{self.page}:{', '.join(str(block.line) for block in self.blocks)}"


def layouts(reader: Reader, settings: Settings) -> list[Layout]:
    """The pages of a project, read; without those that are not UTF-8, which have no verified snippet."""
    found = []
    for path in page_files(settings.docs):
        with suppress(UnicodeDecodeError):
            found.append(reader.lay(path.read_bytes(), path.relative_to(settings.root).as_posix()))
    return found


def programs(pages: Sequence[Layout], report: Report, docs: str) -> list[Program]:
    """Those of the pages, by path. `docs`: the folder of the pages, as their paths begin."""
    of = page_names((layout.page.path for layout in pages), docs)
    found = []
    for layout in pages:
        page = layout.page
        records = report.records(page.path, page.digest)
        names = _names(layout)
        for example in page.examples:
            scenario = example.scenario or chain(page, example.snippets[0])[0].directive.scenario
            for block in example.snippets:
                language = language_of(block.language)
                if language is None or not _verified(records, block):
                    continue
                blocks = chain(page, block)
                source = "\n\n".join(each.source for each in blocks)
                path = f"{of[page.path]}/{names[example.name]}{language.suffix(source)}"
                found.append(Program(path, page.path, blocks, language, source, scenario))
    return sorted(found, key=lambda program: program.path)


def left_out(pages: Iterable[Layout], report: Report) -> Counter[str]:
    """Why snippets are not among the programs → how many."""
    why: Counter[str] = Counter()
    for page in (layout.page for layout in pages):
        records = report.records(page.path, page.digest)
        for block in page.blocks:
            if language_of(block.language) and not is_install(block) and not _verified(records, block):
                record = records.get(block.ordinal)
                why[record.outcome if record else "not run since the page changed"] += 1
    return why


def _verified(records: Mapping[int, Record], block: Block) -> bool:
    record = records.get(block.ordinal)
    return record is not None and record.outcome == "passed"


def _names(layout: Layout) -> dict[str, str]:
    """Example → name of its files: its own, or one made of the heading that it stands under."""
    examples = layout.page.examples
    names = {example.name: example.name for example in examples if not is_unnamed(example.name)}
    taken = set(names)
    fences = {here.block.ordinal: here.fence for here in layout.placed}
    for example in examples:
        if example.name not in names:
            heading = _heading(layout.reading, fences[_first(example).ordinal].start)
            names[example.name] = unique(_slug(heading), taken)
    return names


def _first(example: Example) -> Block:
    return min(example.snippets, key=lambda block: block.ordinal)


def _heading(reading: Reading, line: int) -> str:
    """The heading above a line of the text; empty without one."""
    inside = {number for fence in reading.fences for number in range(fence.start, fence.end + 1)}
    for number in reversed(range(line)):
        text = reading.lines[number]
        if number in inside:
            continue
        if match := _HEADING.fullmatch(text):
            return match[1]
        if number and _UNDERLINE.fullmatch(text) and (above := reading.lines[number - 1].strip("> ")):
            return above
    return ""


def _slug(heading: str) -> str:
    text = re.sub(r"\]\([^)]*\)|<[^>]*>", "", heading)  # where a link leads, and tags
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "example"
