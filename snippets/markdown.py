"""The Python-Markdown extension of the site: examples as tabs, badges from the report, and the last guard.

List it in `mkdocs.yml` below `pymdownx.superfences`. It does without MkDocs' hooks and plugins, and finds the
page that is being rendered by the tree processor that MkDocs adds to make links relative.
"""

import logging
import os
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown  # type: ignore[import-untyped]
from markdown.extensions import Extension  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from snippets.languages import DRAWN, language_of
from snippets.model import Block
from snippets.page import Layout, Reader
from snippets.publishing.badge import head
from snippets.publishing.figures import figure
from snippets.publishing.offers import offer
from snippets.publishing.site_pages import copy_path
from snippets.reading import diagram
from snippets.reading.examples import Side
from snippets.reading.fences import Search
from snippets.reading.marker import FIGURES, asked
from snippets.report import Record, Report, load
from snippets.reporting.coverage import Spot

__all__ = ["SnippetsExtension", "makeExtension"]

_log = logging.getLogger("mkdocs.snippets")
"""A child of MkDocs' own logger: its warnings count for `--strict`."""

_GATE = "SNIPPETS_GATE"
"""Environment variable; any value but empty or 0 makes each block without a passing verdict a warning."""

_FILENAME = re.compile(r'^<span class="filename">.*?</span>')
_OPENING = re.compile(r"<div\b[^>]*>")
_BLANK = re.compile(r'<span class="w">(\s*)</span>')
"""Has no colour, and is one in seven elements of a page of examples: without it, a phone is sooner ready."""


class SnippetsExtension(Extension):  # type: ignore[misc]
    """Options: `report`, the path of the report from the folder of `mkdocs.yml`; `gate`, as the variable."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "report": ["build/verification.json", "Path of the report, from the folder of mkdocs.yml"],
            "gate": [False, "Warn of each block without a passing verdict"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        gate = self.getConfig("gate") or os.environ.get(_GATE, "") not in {"", "0"}
        _SiteSearch(md, Path(self.getConfig("report")), gate)


def makeExtension(**options: Any) -> SnippetsExtension:
    """What Python-Markdown calls, by this name, where a site names `snippets.markdown`."""
    return SnippetsExtension(**options)


class _SiteSearch(Search):
    """superfences' search, which gives what it finds heads and tabs, before raw HTML is stashed."""

    def __init__(self, md: Markdown, report: Path, gate: bool) -> None:
        super().__init__(md)
        self._report = report
        self._gate = gate
        self._sets = 0

    def rendered(self) -> str:
        html = self.formatter(
            src=self.rebuild_block(self.code),
            language=self.lang,
            md=self.md,
            options=self.options,
            classes=self.classes,
            id_value=self.id,
            attrs=self.attrs if self.attr_list else {},
        )
        return str(html)

    def reassemble(self, lines: list[str]) -> list[str]:
        """Puts the placeholders in; a set of tabs has one, from its first fence to its last."""
        rendering = _rendering(self.md)
        layout, records, report = self._judged(lines, rendering)
        keys = {fence.start: key for key, fence in self.found.items()}
        sets = [side for side in layout.sides if len(side.members) > 1]
        if rendering is not None:
            tabbed = {here.block.ordinal for side in sets for here in side.members}
            for here in layout.placed:
                anchor = None if here.block.ordinal in tabbed else _anchor(here.block.ordinal)
                badge = head(here.block, records.get(here.block.ordinal), report, anchor)
                key = keys[here.fence.start]
                if svg := _picture(here.block, layout, rendering[1]):
                    self.md.htmlStash.rawHtmlBlocks[key] = f'<figure class="diagram">{badge}{svg}</figure>'
                else:
                    self._crown(key, badge)
        for side in sets:
            self._join(side, [keys[here.fence.start] for here in side.members])
        lines = list(lines) if rendering is None else self._with_figures(lines, layout, rendering, report)
        for directive in layout.directives:
            for number in range(directive.first, directive.last + 1):
                lines[number] = ""
        result: list[str] = super().reassemble(lines)
        return result

    def _crown(self, key: int, badge: str) -> None:
        """Puts the head into the block: around it, it would part code annotations from their list."""
        html: str = self.md.htmlStash.rawHtmlBlocks[key]
        if opening := _OPENING.match(html):
            # The head says the title too.
            code = _FILENAME.sub("", html[opening.end() :], count=1)
            self.md.htmlStash.rawHtmlBlocks[key] = opening[0] + badge + _BLANK.sub(r"\1", code)

    def _join(self, side: Side, keys: list[int]) -> None:
        """Makes one placeholder, which holds tabs, of those of the fences and of what stands between them."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        panes = [(here.block, blocks[key]) for here, key in zip(side.members, keys, strict=True)]
        placeholder = self.md.htmlStash.store(self._tabs(panes))
        first, last = side.members[0].fence, side.members[-1].fence
        joined = (first.prefix + placeholder, first.start, last.end + 1)
        others = [entry for entry in self.stack if not first.start <= entry[1] <= last.end]
        self.stack = sorted([*others, joined], key=lambda entry: entry[1])

    def _tabs(self, panes: list[tuple[Block, str]]) -> str:
        """What `pymdownx.tabbed` makes in its alternate style, so that the theme's style and script apply."""
        self._sets += 1
        name = f"__snippet_{self._sets}"
        inputs = "".join(
            f'<input{" checked" if number == 1 else ""} id="{name}_{number}" name="{name}" type="radio">'
            for number in range(1, len(panes) + 1)
        )
        labels = "".join(
            f'<label for="{name}_{number}" id="{_anchor(block.ordinal)}">{escape(_label(block))}</label>'
            for number, (block, _) in enumerate(panes, start=1)
        )
        contents = "".join(f'<div class="tabbed-block">\n{html}\n</div>' for _, html in panes)
        return (
            f'<div class="tabbed-set tabbed-alternate snippet-tabs" data-tabs="{self._sets}:{len(panes)}">'
            f'{inputs}<div class="tabbed-labels">{labels}</div>\n'
            f'<div class="tabbed-content">\n{contents}</div>\n</div>'
        )

    def _with_figures(
        self, lines: list[str], layout: Layout, rendering: "tuple[File, MkDocsConfig]", report: Report
    ) -> list[str]:
        """The lines, with the figures of the report where a comment asks for them."""
        file, config = rendering
        root = Path(config.config_file_path).parent

        def href(spot: Spot) -> str | None:
            pages = self.md.treeprocessors["relpath"].files.documentation_pages()
            target = next((page for page in pages if _path(page, root) == spot.page), None)
            return target and f"{target.url_relative_to(file)}#{_anchor(spot.ordinal)}"

        filled = list(lines)
        for number, name in asked(layout.reading).items():
            if name in FIGURES:
                filled[number] = self.md.htmlStash.store(figure(name, report, root, href))
        return filled

    def _judged(
        self, lines: list[str], rendering: "tuple[File, MkDocsConfig] | None"
    ) -> tuple[Layout, dict[int, Record], Report]:
        """The page, its records as far as they hold for its present text, and the report."""
        text = "\n".join(lines)
        if rendering is None:
            return _reader(None).lay_body(text, ""), {}, Report()
        file, config = rendering
        root = Path(config.config_file_path).parent
        report = _load(root / self._report)
        offer(
            self.md.treeprocessors["relpath"].files, config, root, report, _reader(config), warn=_log.warning
        )
        layout = _reader(config).lay(file.content_bytes, _path(file, root))
        _boost(file)
        _lead_to_copy(file)
        read = [(fence.start, fence.source) for fence in layout.reading.fences]
        if read != [(fence.start, fence.source) for fence in self.found.values()]:
            # A plugin has changed the text, so the file says nothing of what is shown.
            layout = _reader(config).lay_body(text, layout.page.path)
        records = report.records(layout.page.path, layout.page.digest)
        if self._gate:
            _warn(layout, records)
        return layout, records, report


def _picture(block: Block, layout: Layout, config: MkDocsConfig) -> str | None:
    """The SVG of a diagram, with ids of its own in the page; None where the block is shown as code."""
    if block.language not in DRAWN or block.directive.skip is not None:
        return None
    file = Path(config.docs_dir) / diagram.picture(block.source)
    if not file.is_file():
        where = f"{layout.page.path}:{block.line}"
        _log.warning("%s [%s] has no picture; run: python -m snippets draw", where, block.language)
        return None
    return file.read_text("utf-8").replace(file.stem, _anchor(block.ordinal))


def _label(block: Block) -> str:
    language = language_of(block.language)
    return language.label if language else block.language


def _anchor(ordinal: int) -> str:
    """The id by which a link finds a block of its page."""
    return f"block-{ordinal}"


def _rendering(md: Markdown) -> "tuple[File, MkDocsConfig] | None":
    """The file that MkDocs is rendering; None when something else runs Python-Markdown."""
    if "relpath" not in md.treeprocessors:
        return None
    links = md.treeprocessors["relpath"]
    return links.file, links.config


def _path(file: File, root: Path) -> str:
    if file.abs_src_path is not None:
        path = Path(file.abs_src_path).resolve()
        if path.is_relative_to(root.resolve()):
            return path.relative_to(root.resolve()).as_posix()
    return file.src_uri


def _boost(file: File) -> None:
    """Makes the search weigh the page by its `importance`, 1 to 10; a page without has the weight of 5."""
    page = file.page
    if page is not None and isinstance(importance := page.meta.get("importance"), int | float):
        page.meta.setdefault("search", {}).setdefault("boost", importance / 5)


def _lead_to_copy(file: File) -> None:
    """Tells the theme where the Markdown of the page is in the site."""
    if file.page is not None:
        file.page.meta["markdown_copy"] = copy_path(file)


def _warn(layout: Layout, records: Mapping[int, Record]) -> None:
    page = layout.page
    for problem in page.problems:
        _log.warning("%s:%d %s", page.path, problem.line, problem.message)
    for block in page.blocks:
        record = records.get(block.ordinal)
        if record is None or not record.proved:
            _log.warning(
                "%s:%d [%s] has no passing verdict for the present page",
                page.path,
                block.line,
                block.language,
            )


_readers: dict[str, Reader] = {}
_reports: dict[Path, tuple[tuple[int, int], Report]] = {}


def _reader(config: MkDocsConfig | None) -> Reader:
    """One reader for all pages of a site: making one takes longer than reading a page."""
    key = "" if config is None else repr((config.markdown_extensions, config.mdx_configs))
    if key not in _readers:
        _readers.clear()
        _readers[key] = Reader(config)
    return _readers[key]


def _load(path: Path) -> Report:
    """The report, read again only when its file has changed."""
    try:
        status = path.stat()
    except OSError:
        return Report()
    stamp = (status.st_mtime_ns, status.st_size)
    if path not in _reports or _reports[path][0] != stamp:
        _reports[path] = (stamp, load(path))
    return _reports[path][1]
