"""Finds the fenced blocks of a Markdown text: those that MkDocs shows as blocks, with their lines.

The renderer extracts. `pymdownx.superfences` finds the fences, with the site's own extensions around it, and
Python-Markdown's block parser says which of them the page then shows as blocks: those in HTML comments or in
indented code are text. Inline patterns and highlighting are left out, which is what makes it quick.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown import Markdown  # type: ignore[import-untyped]
from pymdownx.superfences import SuperFencesBlockPreprocessor  # type: ignore[import-untyped]

from snippets.reading.shown import MARK, Shown

__all__ = ["LEFT", "LISTED", "UNCLOSED", "UNKNOWN", "Fence", "Finder", "Reading", "Refusal", "Search"]

UNKNOWN = 'it has an option other than `title="…"`, `hl_lines="…"` and `linenums="…"`'
LEFT = "the text below leaves its indent before it is closed"
UNCLOSED = "it is never closed"
LISTED = "it starts on the line of a list item"

_FENCE = re.compile(r"(?P<marker>`{3,}|~{3,})(?P<info>.*)")
_IN_LIST = re.compile(r"[> ]*(?:(?:[-*+]|\d+[.)]) +)+(?P<fence>(?:`{3,}|~{3,}).*)")
_SUSPECT = re.compile(r"[> ]*:? *    |(?!<!--(?:(?!-->).)*-->\s*$).*<")
"""A line with which a fence can come to be shown as text; a comment with its line for itself is none."""


@dataclass(frozen=True)
class Fence:
    """A fence that MkDocs takes for one; line numbers count from 0 in the text that was read."""

    start: int
    end: int
    prefix: str
    """What stands before the opening marker: blanks and `>`, tabs expanded."""
    marker: str
    language: str
    source: str
    blank: int = 0
    """Empty lines between the marker and `source`, which the page leaves out."""
    title: str | None = None
    shown: bool = True
    """False in HTML comments and indented code."""


@dataclass(frozen=True)
class Refusal:
    """A line that looks like the start of a fence, and that the page shows as text."""

    line: int
    cause: str
    given_up: int
    """The line at which MkDocs gave it up."""


@dataclass(frozen=True)
class Reading:
    """What MkDocs makes of a text."""

    lines: tuple[str, ...]
    """The text's lines, tabs expanded."""
    fences: tuple[Fence, ...] = ()
    """In the order of the text; those that the page shows as text too."""
    refused: tuple[Refusal, ...] = ()
    unfenced: tuple[tuple[int, str], ...] = ()
    """Line and kind of what is in no fence: code, `indented` or `pre`, and raw HTML that is never closed, so
    that the rest of the page is `hidden`."""
    astray: frozenset[int] = frozenset()
    """Fences that MkDocs begins at the end of a refused one: their lines."""


class Finder:
    """Reads texts with one Markdown instance, whose extensions must include `pymdownx.superfences`."""

    def __init__(self, extensions: Sequence[str], configs: dict[str, Any]) -> None:
        self._md = Markdown(extensions=list(extensions), extension_configs=configs)
        self._fences = _Survey(self._md)

    def read(self, text: str) -> Reading:
        """The blocks of `text`, which is a page without its front matter."""
        if not text.strip():
            return Reading(tuple(text.split("\n")))
        self._md.reset()
        lines = text.split("\n")
        for preprocessor in self._md.preprocessors:
            lines = preprocessor.run(lines)
            if preprocessor is self._fences and self._fences.plain:
                return Reading(self._fences.before, tuple(self._fences.found.values()))
        root = self._md.parser.parseDocument(lines).getroot()
        if "footnote" in self._md.treeprocessors:
            self._md.treeprocessors["footnote"].run(root)
        shown = Shown(self._md.htmlStash.rawHtmlBlocks, set(self._fences.found))
        shown.walk(root)
        if shown.mute:
            shown.unfenced.append(("hidden", shown.opener))
        fences = tuple(replace(fence, shown=key in shown.keys) for key, fence in self._fences.found.items())
        before = self._fences.before
        refused = {line: refusal for line, refusal in self._fences.refused.items() if line in shown.marks}
        return _untangled(before, fences, refused, _lines_of(shown.unfenced, before, fences))


class Search(SuperFencesBlockPreprocessor):  # type: ignore[misc]
    """superfences' own search, which notes what it finds."""

    def __init__(self, md: Markdown) -> None:
        """Takes the place of superfences' search in `md`. Raises ValueError when there is none."""
        super().__init__(md)
        original = next(
            (each for each in md.preprocessors if isinstance(each, SuperFencesBlockPreprocessor)), None
        )
        if original is None:
            raise ValueError("markdown_extensions must hold pymdownx.superfences, above this project's own")
        self.config = original.config
        self.extension = original.extension
        self.extension.superfences[0]["formatter"] = self.highlight
        self.stack: list[tuple[str, int, int]] = []
        """What superfences puts into the text: placeholder, first line, line after the last."""
        self.found: dict[int, Fence] = {}
        """Key of the placeholder → fence, in the order of the text."""
        md.preprocessors.register(self, "fenced_code_block", 25)

    def run(self, lines: list[str]) -> list[str]:
        self.found = {}
        result: list[str] = super().run(lines)
        return result

    def process_nested_block(self, ws: str, content: str, start: int, end: int) -> None:
        highlighted = self.formatter == self.extension.superfences[0]["formatter"] and self.use_pygments
        source = self.rebuild_block(self.code)
        title = self.options.get("title") if highlighted else None
        stripped = highlighted and self.stripnl
        fence = Fence(
            start=start,
            end=end - 1,
            prefix=self.ws,
            marker=self.fence,
            language=(self.lang or "").lower(),
            source=source.strip("\n") if stripped else source.removesuffix("\n"),
            blank=len(source) - len(source.lstrip("\n")) if stripped else 0,
            title=title.strip() or None if title else None,
        )
        self.last = ws + self.normalize_ws(content)
        self.line_count = end - start - 2
        self._store(self.normalize_ws("\n".join(self.code)) + "\n", self.rendered(), start, end)
        self.found[self.md.htmlStash.html_counter - 1] = fence
        self.clear()

    def rendered(self) -> str:
        """The HTML of the fence that was found; nothing here, where only its text is wanted."""
        return ""


class _Survey(Search):
    """The search, which also notes what it refuses, and marks it, so that the tree tells what is shown."""

    def run(self, lines: list[str]) -> list[str]:
        self.before = tuple(lines)
        self.refused: dict[int, Refusal] = {}
        self.plain = False
        """Nothing on the page can make text of a fence: no raw HTML, no indent."""
        self._at = -1
        self._opened = -1
        return super().run(lines)

    def parse_whitespace(self, line: str) -> Any:
        self._at += 1
        self._opened = self._at
        return super().parse_whitespace(line)

    def parse_fence_line(self, line: str) -> Any:
        self._at += 1
        return super().parse_fence_line(line)

    def clear(self) -> None:
        taken = self.stack[-1][1] if self.stack else -1
        if self._at >= 0 and taken != self._opened:
            refusal = Refusal(self._opened, UNKNOWN if self.fence is None else LEFT, self._at)
            self.refused[self._opened] = refusal
        super().clear()

    def reassemble(self, lines: list[str]) -> list[str]:
        if self.fence is not None:
            self.refused[self._opened] = Refusal(self._opened, UNCLOSED, self._at)
        inside = {line for _, start, end in self.stack for line in range(start, end)}
        for number, line in enumerate(lines):
            if number not in inside and _IN_LIST.match(line):
                self.refused[number] = Refusal(number, LISTED, number)
        around = (line for number, line in enumerate(lines) if number not in inside)
        self.plain = not (
            self.refused
            or any(fence.prefix for fence in self.found.values())
            or any(map(_SUSPECT.match, around))
        )
        marked = list(lines)
        for number in self.refused:
            match = _FENCE.search(lines[number])
            if match and not (match["marker"][0] == "`" and "`" in match["info"]):
                marked[number] += MARK.format(number)
        result: list[str] = super().reassemble(marked)
        return result


def _lines_of(
    unfenced: list[tuple[str, str]], lines: tuple[str, ...], fences: tuple[Fence, ...]
) -> Iterator[tuple[int, str]]:
    """Where the code in no fence stands, by its first line: the tree has no line numbers."""
    inside = {line for fence in fences if fence.shown for line in range(fence.start, fence.end + 1)}
    used: set[int] = set()
    for kind, first in unfenced:
        # What is never closed is the last of its kind.
        numbers = range(len(lines)) if kind != "hidden" else reversed(range(len(lines)))
        for number in numbers:
            line = lines[number]
            indented = line.rstrip().endswith(first) and "    " in line
            fits = indented if kind == "indented" else first in line.lower()
            if fits and number not in inside and number not in used:
                break
        else:
            number = 0
        used.add(number)
        yield number, kind


def _untangled(
    lines: tuple[str, ...],
    fences: tuple[Fence, ...],
    refused: dict[int, Refusal],
    unfenced: Iterator[tuple[int, str]],
) -> Reading:
    """Leaves out what only follows from a refused line: its closing marker opens a fence of its own."""
    starts = {fence.start: fence for fence in fences}
    kept: list[Refusal] = []
    astray: set[int] = set()
    closing: str | None = None
    for number in sorted({*starts, *refused}):
        match = _FENCE.search(lines[number])
        marker = match["marker"] if match else ""
        if closing and match and marker.startswith(closing) and not match["info"].strip():
            astray.add(number)
            lost = refused[number].given_up if number in refused and refused[number].cause == LEFT else None
            reopened = _FENCE.search(lines[lost]) if lost is not None else None
            closing = reopened["marker"] if reopened else None
            continue
        if number in refused:
            kept.append(refused[number])
            closing = marker
    return Reading(lines, fences, tuple(kept), tuple(sorted(unfenced)), frozenset(astray))
