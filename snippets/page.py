"""Reads a Markdown page: its blocks with their lines, its examples, and what is wrong with it as written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import is_markdown_file, meta

from snippets.directive import Comment, DirectiveError, comments, parse
from snippets.model import Block, Directive, Page, Problem
from snippets.reading.examples import Placed, Side, examples_of, side_by_side
from snippets.reading.fences import Fence, Finder, Reading
from snippets.reading.problems import problems_of
from snippets.reading.sequence import declared, in_sequence, redundant

__all__ = ["EXTENSIONS", "Layout", "Reader", "is_page", "page_files"]

EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
)
"""What a page is read with where there is no `mkdocs.yml`."""

_SITE = "snippets.markdown"


@dataclass(frozen=True)
class Layout:
    """A page and how its parts lie in the text that MkDocs renders."""

    page: Page
    reading: Reading
    placed: tuple[Placed, ...]
    """The page's blocks with their fences."""
    sides: tuple[Side, ...]
    directives: tuple[Comment, ...]
    """The comments that are directives of a block."""


def is_page(path: Path) -> bool:
    """Whether MkDocs makes a page of the file, by its name."""
    return is_markdown_file(path.name)


def page_files(docs: Path) -> list[Path]:
    """The files below `docs` that MkDocs makes pages of, in order."""
    return sorted(path for path in docs.rglob("*") if is_page(path))


class Reader:
    """Reads pages as a site shows them: that of a `mkdocs.yml`, or with None one that has `EXTENSIONS`.

    Raises MkDocs' `ConfigurationError` when the file is wrong. One thread at a time.
    """

    def __init__(self, site: Path | MkDocsConfig | None) -> None:
        if site is None:
            self._finder = Finder(EXTENSIONS, {"pymdownx.tabbed": {"alternate_style": True}})
            return
        config = load_config(str(site)) if isinstance(site, Path) else site
        extensions = [name for name in config.markdown_extensions if name != _SITE]
        configs = {name: config.mdx_configs[name] for name in extensions if name in config.mdx_configs}
        self._finder = Finder(extensions, configs)

    def read(self, path: Path, root: Path) -> Page:
        """The page at `path`; it is named by its path below `root`. Raises OSError."""
        data = path.read_bytes()
        name = path.resolve().relative_to(root.resolve()).as_posix()
        try:
            return self.lay(data, name).page
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            problem = Problem(line, "this line is not UTF-8; save the page in that encoding")
            return Page(name, hashlib.sha256(data).hexdigest(), (), (), (problem,))

    def read_text(self, text: str, path: str) -> Page:
        """The page that a file at `path` with this text would be."""
        return self.lay(text.encode(), path).page

    def lay(self, data: bytes, path: str) -> Layout:
        """The page that a file at `path` with these bytes is, and how its parts lie in the text."""
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        body, front = meta.get_data(text)
        offset = text[: len(text) - len(body)].count("\n") + 1
        digest = hashlib.sha256(data).hexdigest()
        sequence, wrong = declared(front, text)
        return self._lay(body, offset, path, digest, sequence=sequence, problems=wrong)

    def lay_body(self, body: str, path: str) -> Layout:
        """The page that a text without front matter is; of no file, it has no digest and no verdicts."""
        return self._lay(body, 1, path, "")

    def _lay(
        self,
        body: str,
        offset: int,
        path: str,
        digest: str,
        *,
        sequence: bool = False,
        problems: Sequence[Problem] = (),
    ) -> Layout:
        reading = self._finder.read(body)
        noted = _Directives(reading)
        problems = [*problems]
        placed = _placed(reading, offset, noted, problems)
        sides = side_by_side(placed, reading.lines, noted.comments)
        examples, wrong = examples_of(placed, reading.lines, sides)
        problems += [*wrong, *problems_of(placed, reading, offset, noted.stray())]
        blocks = tuple(here.block for here in placed)
        if sequence:
            problems += redundant(blocks)
            blocks, examples = in_sequence(blocks, examples)
        page = Page(
            path=path,
            digest=digest,
            blocks=blocks,
            examples=examples,
            problems=tuple(sorted(problems, key=lambda problem: problem.line)),
            sequence=sequence,
        )
        directives = [comment for here in placed for comment in noted.above(here.fence)]
        return Layout(page, reading, tuple(placed), tuple(sides), tuple(directives))


class _Directives:
    """The directive comments of a page, and which fence each stands above."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        inside = {line for fence in reading.fences for line in range(fence.start, fence.end + 1)}
        self.comments = list(comments(reading.lines, inside))
        self._ends: dict[int, list[Comment]] = {}
        for comment in self.comments:
            self._ends.setdefault(comment.last, []).append(comment)

    def above(self, fence: Fence) -> list[Comment]:
        """Those of a fence: above it at its indent, with only blank lines between."""
        line = fence.start - 1
        found: list[Comment] = []
        while line >= 0:
            here = [comment for comment in self._ends.get(line, ()) if comment.prefix == fence.prefix]
            if here:
                found = here + found
                line = here[0].first
            elif self._reading.lines[line].strip("> "):
                break
            line -= 1
        return found

    def stray(self) -> list[Comment]:
        """Those above no fence, whether or not the page shows it."""
        used = {id(comment) for fence in self._reading.fences for comment in self.above(fence)}
        return [comment for comment in self.comments if id(comment) not in used]


def _placed(reading: Reading, offset: int, noted: _Directives, problems: list[Problem]) -> list[Placed]:
    placed: list[Placed] = []
    for fence in reading.fences:
        if not fence.shown:
            continue
        directive: Directive | None = None
        for comment in noted.above(fence):
            line = comment.first + offset
            try:
                if comment.fault:
                    raise DirectiveError(line, comment.fault)
                directive = parse(comment.words, line, directive)
            except DirectiveError as error:
                problems.append(Problem(error.line, error.message))
        block = Block(
            ordinal=len(placed),
            language=fence.language,
            source=fence.source,
            line=fence.start + offset,
            end=fence.end + offset,
            blank=fence.blank,
            title=fence.title,
            directive=directive or Directive(),
        )
        placed.append(Placed(block, fence))
    return placed
