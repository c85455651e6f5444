"""The blocks that the engine reads are those that MkDocs shows: same number, same text, at the right line."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import meta

from snippets.page import Reader

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "extraction"
PAGES = sorted((ROOT / "docs").rglob("*.md"))
HARD = sorted(path.parent for path in CASES.glob("*/page.md"))


@pytest.mark.parametrize("case", HARD, ids=lambda case: case.name)
def test_a_hard_case(case: Path, config: MkDocsConfig, reader: Reader) -> None:
    layout = reader.lay((case / "page.md").read_bytes(), "page.md")
    shown = shown_by_mkdocs(case / "page.md", config)
    expected = json.loads((case / "expect.json").read_text("utf-8"))
    blocks = layout.page.blocks

    assert [block.source for block in blocks] == shown.blocks
    assert [
        {"language": each.language, "line": each.line, "source": each.source} for each in blocks
    ] == expected
    # Code that is in no fence is no block: the page gets a problem for each.
    assert len([kind for _, kind in layout.reading.unfenced if kind != "hidden"]) == shown.unfenced


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page(path: Path, config: MkDocsConfig, reader: Reader) -> None:
    page = reader.read(path, ROOT)
    lines = path.read_text("utf-8").split("\n")

    # Python-Markdown moves footnotes to the end of a page; no page here has a block in one.
    assert [block.source for block in page.blocks] == shown_by_mkdocs(path, config).blocks
    for block in page.blocks:
        opening, closing = lines[block.line - 1].strip(" >"), lines[block.end - 1].strip(" >")
        assert opening.startswith(closing)
        assert closing in {"```", "````", "~~~"}
        assert block.language in opening.lower()


@pytest.mark.parametrize("case", HARD, ids=lambda case: case.name)
def test_the_sites_extension_shows_the_same_blocks(case: Path, config: MkDocsConfig) -> None:
    without = shown_by_mkdocs(case / "page.md", config)

    assert shown_by_mkdocs(case / "page.md", config, with_tabs=True).blocks == without.blocks


def test_there_are_enough_hard_cases() -> None:
    assert len(HARD) >= 60
    assert len(PAGES) >= 6


def shown_by_mkdocs(path: Path, config: MkDocsConfig, *, with_tabs: bool = False) -> "Shown":
    """The code in the HTML of a page, rendered as `mkdocs.structure.pages.Page` does it."""
    text, _ = meta.get_data(path.read_text("utf-8-sig"))
    names = [name for name in config.markdown_extensions if with_tabs or name != "snippets.markdown"]
    configs = {name: options for name, options in config.mdx_configs.items() if name in names}
    md = Markdown(extensions=names, extension_configs=configs)
    # Code by indent alone is highlighted by this, as if it were a fence.
    md.treeprocessors.deregister("indent-highlight")
    shown = Shown()
    # To a browser a comment that is never closed reaches to the end; this parser ends it somewhere.
    shown.feed(re.sub(r"<!--(?:(?!-->).)*\Z", "", md.convert(text), flags=re.S))
    shown.close()
    return shown


class Shown(HTMLParser):
    """Collects the text of each `<code>` in a `.highlight`, and counts each `<pre>` outside one."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.unfenced = 0
        self._divs: list[bool] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self._divs.append("highlight" in (dict(attrs).get("class") or "").split())
        elif tag == "pre" and not any(self._divs):
            self.unfenced += 1
        elif tag == "code" and any(self._divs):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._divs:
            self._divs.pop()
        elif tag == "code" and self._text is not None:
            self.blocks.append("".join(self._text).removesuffix("\n"))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
