"""Whatever a page is made of, the engine reads the blocks that MkDocs shows.

Pages are made up of the parts that make Markdown hard: fences of either marker, of any length, at any
indent, closed well or badly, inside lists, quotes, tabs, admonitions and raw HTML. `FULL=1` makes up
thirty times as many. What this finds is kept as a case in `extraction/`.
"""

import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig

from snippets.model import Block
from snippets.page import Reader
from tests.snippets.test_extraction import shown_by_mkdocs

FULL = os.environ.get("FULL") == "1"

MARKERS = ["```", "~~~", "````", "~~~~~", "``", "~~"]
INFOS = [
    "bash",
    "python",
    "json",
    "",
    " bash ",
    "{.python}",
    "{}",
    "{.}",
    "python {.a}",
    "{.python #id .c}",
    "é",
]
INFOS += [
    'bash title="a"',
    "text title='x'",
    'bash title=""',
    'bash hl_lines="1"',
    'bash linenums="1"',
    "bash x",
]
INFOS += [
    '{ .python hl_lines="1" }',
    "bash scenario=x",
    "Bash",
    "c++",
    "~",
    "`",
    "```",
    "a`b",
    "bash ```",
    "#!bash",
]
INDENTS = ["", " ", "  ", "   ", "    ", "     ", "        ", "\t", "\t\t", "  \t", " \t"]
QUOTES = ["> ", ">", "> > ", ">> ", ">     ", "    > ", "> - ", "- ", "1. ", ":   "]
SOURCES = [
    "x",
    "  x",
    "    x",
    "\tx",
    "x   ",
    "",
    "<p>",
    "<!-- x",
    "x -->",
    "</div>",
    "</pre>",
    "&amp; x",
    "# x",
]
SOURCES += ["> x", "- x", "``", "```x", "~~~", "x\n\nx", "\x0c", "x\u2028x"]
CONTAINERS = [
    "- One",
    "* One",
    "1. One",
    "10. x",
    "1) x",
    "- - a",
    "- [ ] x",
    "- ",
    "> Quote",
    ">",
    "Term",
    ":   Def",
]
CONTAINERS += [
    "!!! note",
    '!!! note "T"',
    "    !!! note",
    '??? tip "x"',
    "???+ tip",
    '=== "Tab"',
    '    === "Tab"',
]
LINES = [
    "",
    "Text.",
    "# H",
    "---",
    "***",
    "===",
    "    code",
    "\tcode",
    "    ",
    "| a | `b` |\n|---|---|",
    "{: .x }",
]
LINES += [
    "`code",
    "code`",
    "``a ``` b``",
    "```x```",
    "~~~x~~~",
    "a ```",
    "a ``` b",
    "\\```",
    "\\`",
    "- ```bash",
]
LINES += ["1. ~~~", ":   ```bash", "*[x]: y", "[a]: b", "\xa0", "\x0b", "\x1c", "\x85", "\u3000x"]
HTML = [
    "<!-- c -->",
    "<!--",
    "-->",
    "<!-- ``` -->",
    '<!-- snippet: skip because="x" -->',
    "<!-- snippet: continues",
]
HTML += [
    "<div>",
    "</div>",
    "<div markdown>",
    '<div markdown="1">',
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<br>",
    "<hr>",
]
HTML += [
    "<pre><code>",
    "</code></pre>",
    "<details>",
    "<details markdown>",
    "</details>",
    "<summary>S</summary>",
]
HTML += [
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<span>",
    "</span>",
    "<math>x</math>",
    "&lt;",
    "<td markdown>",
]


@st.composite
def fences(draw: st.DrawFn) -> list[str]:
    marker = draw(st.sampled_from(MARKERS))
    closing = [marker] * 6 + [marker + marker[0], marker[1:], marker + " ", " " + marker, marker + " x", ""]
    source = draw(st.lists(st.sampled_from(SOURCES), max_size=3))
    return [marker + draw(st.sampled_from(INFOS)), *source, draw(st.sampled_from(closing))]


@st.composite
def parts(draw: st.DrawFn) -> list[str]:
    """A fence, or a line or two of something else, at one indent; a line of it may lose the indent."""
    lines = draw(fences() | st.lists(st.sampled_from([*CONTAINERS, *LINES, *HTML]), min_size=1, max_size=2))
    indent = draw(st.sampled_from(["", "", "    ", *INDENTS, *QUOTES]))
    indents = [indent] * len(lines)
    if draw(st.integers(0, 9)) == 0:
        indents[draw(st.integers(0, len(lines) - 1))] = draw(st.sampled_from(INDENTS))
    after = draw(st.sampled_from([[], [""]]))
    return [given + line if line else "" for given, line in zip(indents, lines, strict=True)] + after


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """The bytes of a page, each line of a fence its own, so that no block can be taken for another."""
    before = draw(st.sampled_from([[]] * 9 + [["---", "title: x", "---"], ["title: x", ""]]))
    lines = before + [line for part in draw(st.lists(parts(), min_size=1, max_size=7)) for line in part]
    numbered = [line.replace("x", f"x{number}") for number, line in enumerate(lines)] if not before else lines
    ending = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from(["", "", "", "\ufeff"]))
    return (mark + "\n".join(numbered).replace("\n", ending) + draw(st.sampled_from(["", ending]))).encode()


@given(data=pages())
@settings(
    max_examples=8_000 if FULL else 250,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_made_up_page(data: bytes, config: MkDocsConfig, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(data)
    layout = reader.lay(data, "page.md")
    shown = shown_by_mkdocs(path, config)

    assert [block.source for block in layout.page.blocks] == shown.blocks
    lines = path.read_text("utf-8-sig").split("\n")
    for block in layout.page.blocks:
        assert_stands_at_its_line(block, lines)
    assert len([kind for _, kind in layout.reading.unfenced if kind != "hidden"]) == shown.unfenced


def assert_stands_at_its_line(block: Block, lines: list[str]) -> None:
    opening, closing = lines[block.line - 1].lstrip(" >\t"), lines[block.end - 1].strip(" >\t")
    assert opening[:3] in {"```", "~~~"}
    assert block.language in opening.lower()
    assert closing
    assert set(closing) == {opening[0]}
    if block.source:
        assert lines[block.first - 1].expandtabs(4).endswith(block.source.partition("\n")[0])
