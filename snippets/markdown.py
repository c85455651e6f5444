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

from snippets.badge import head
from snippets.examples import Placed, Side
from snippets.fences import Search
from snippets.languages import language_of
from snippets.page import Layout, Reader
from snippets.report import Record, Report, load

__all__ = ["SnippetsExtension", "makeExtension"]

log = logging.getLogger("mkdocs.snippets")
"""A child of MkDocs' own logger: its warnings count for `--strict`."""

GATE = "SNIPPETS_GATE"
"""Environment variable; any value but empty or 0 makes each block without a passing verdict a warning."""

_FILENAME = re.compile(r'^<span class="filename">.*?</span>')
_OPENING = re.compile(r"<div\b[^>]*>")


class SnippetsExtension(Extension):  # type: ignore[misc]
    """Options: `report`, the path of the report from the folder of `mkdocs.yml`; `gate`, as the variable."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "report": ["build/verification.json", "Path of the report, from the folder of mkdocs.yml"],
            "gate": [False, "Warn of each block without a passing verdict"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        gate = self.getConfig("gate") or os.environ.get(GATE, "") not in {"", "0"}
        _SiteSearch(md, Path(self.getConfig("report")), gate)


def makeExtension(**options: Any) -> SnippetsExtension:
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
        lines = list(lines)
        rendering = _rendering(self.md)
        layout, records, report = self._judged(lines, rendering)
        keys = {fence.start: key for key, fence in self.found.items()}
        for here in layout.placed:
            key = keys[here.fence.start]
            html: str = self.md.htmlStash.rawHtmlBlocks[key]
            if opening := _OPENING.match(html) if rendering else None:
                badge = head(here.block, records.get(here.block.ordinal), report)
                # The head says the title too.
                html = html[: opening.end()] + badge + _FILENAME.sub("", html[opening.end() :], count=1)
            self.md.htmlStash.rawHtmlBlocks[key] = html
        for directive in layout.directives:
            lines[directive.first : directive.last + 1] = [""] * (directive.last - directive.first + 1)
        for side in layout.sides:
            if len(side.members) > 1:
                self._tab(side, keys)
        result: list[str] = super().reassemble(lines)
        return result

    def _tab(self, side: Side, keys: Mapping[int, int]) -> None:
        blocks = self.md.htmlStash.rawHtmlBlocks
        placeholder = self.md.htmlStash.store(
            self._tabs([(_label(here), blocks[keys[here.fence.start]]) for here in side.members])
        )
        starts = [here.fence.start for here in side.members]
        first, last = starts[0], side.members[-1].fence.end + 1
        kept = [entry for entry in self.stack if entry[1] not in starts]
        self.stack = sorted([*kept, (side.members[0].fence.prefix + placeholder, first, last)], key=_start)

    def _tabs(self, panes: list[tuple[str, str]]) -> str:
        """What `pymdownx.tabbed` makes in its alternate style, so that the theme's style and script apply."""
        self._sets += 1
        name = f"__snippet_{self._sets}"
        numbered = [(f"{name}_{number}", *pane) for number, pane in enumerate(panes, start=1)]
        inputs = "".join(
            f'<input{" checked" * (key == numbered[0][0])} id="{key}" name="{name}" type="radio">'
            for key, _, _ in numbered
        )
        labels = "".join(f'<label for="{key}">{escape(label)}</label>' for key, label, _ in numbered)
        contents = "".join(f'<div class="tabbed-block">\n{html}\n</div>' for _, _, html in numbered)
        return (
            f'<div class="tabbed-set tabbed-alternate snippet-tabs" data-tabs="{self._sets}:{len(panes)}">'
            f'{inputs}<div class="tabbed-labels">{labels}</div>\n'
            f'<div class="tabbed-content">\n{contents}</div>\n</div>'
        )

    def _judged(
        self, lines: list[str], rendering: "tuple[File, MkDocsConfig] | None"
    ) -> tuple[Layout, dict[int, Record], Report]:
        """The page, its records as far as they hold for its present text, and the report."""
        text = "\n".join(lines)
        if rendering is None:
            return _reader(None).lay_body(text), {}, Report()
        file, config = rendering
        root = Path(config.config_file_path).parent
        report = _load(root / self._report)
        layout = _reader(config).lay(file.content_bytes, _path(file, root))
        _boost(file)
        if [fence.source for fence in layout.reading.fences] != [
            fence.source for fence in self.found.values()
        ]:
            # A plugin has changed the text, so the file says nothing of what is shown.
            layout = _reader(config).lay_body(text)
        records = report.records(layout.page.path, layout.page.digest)
        if self._gate:
            _warn(layout, records)
        return layout, records, report


def _start(entry: tuple[str, int, int]) -> int:
    return entry[1]


def _label(here: Placed) -> str:
    language = language_of(here.block.language)
    return language.label if language else here.block.language


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


def _warn(layout: Layout, records: Mapping[int, Record]) -> None:
    page = layout.page
    for problem in page.problems:
        log.warning("%s:%d %s", page.path, problem.line, problem.message)
    for block in page.blocks:
        record = records.get(block.ordinal)
        if record is None or not record.proved:
            log.warning(
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
