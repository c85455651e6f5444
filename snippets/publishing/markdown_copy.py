"""A page's Markdown as a reader or a model wants it: what the page says, and nothing that only a tool needs.

Front matter and comments are gone, a link leads to where its target is on the site, and code is as printed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from snippets.page import Layout
from snippets.publishing.site_pages import SitePage
from snippets.reading.fences import Reading
from snippets.reading.marker import FIGURES, asked

__all__ = ["Resolve", "markdown_copy"]

Resolve = Callable[[str, bool], str]
"""Target of a link, and whether raw HTML has it → where it is on the site.

MkDocs reads a target in Markdown as relative to the page's file, and leaves one in HTML to the browser.
"""

_TOKEN = re.compile(
    r"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))
  | (?P<comment><!--.*?-->)
  | (?P<link>(?<!\\)\]\(\s*<?)(?P<target>(?<=<)[^<>\n]+|(?<!<)[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)
  | (?P<reference>^\ {0,3}\[(?!\^)[^\]\n]+\]:\s*<?)(?P<referred>[^\s<>]+)
  | (?P<tag><(?:a|img)\b[^>]*?\s(?:href|src)=["'])(?P<attribute>[^"'>]+)
  | (?P<attributes>(?<=\))\{:?\s*[.\#][^}\n]*\})
    """,
    re.S | re.M | re.X,
)
_BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_HEADING = re.compile(r"\s*(?:\#[ ]+(?P<hashed>.+?)(?:[ ]+\#+)?|(?P<underlined>\S.*)\n=+)[ ]*(?:\n|\Z)")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[.#][^}]*\}\s*$")


def markdown_copy(page: SitePage, layout: Layout, url: str, resolve: Resolve) -> str:
    """The copy of a page that stands at `url`; it begins with the title and that address.

    `layout`: how the parts of the page's body lie in it.
    """
    text = "\n".join(_parts(page.body.split("\n"), layout, url, resolve)).strip("\n")
    title = page.title
    if heading := _HEADING.match(text):
        title = _ATTRIBUTES.sub("", heading["hashed"] or heading["underlined"])
        text = text[heading.end() :].strip("\n")
    return f"# {title}\n\nSource: {url}\n\n{text}\n"


def _parts(lines: list[str], layout: Layout, url: str, resolve: Resolve) -> Iterator[str]:
    """The prose between the code, rewritten, and the code as it is."""
    for number, name in asked(layout.reading).items():
        lines[number] = f"The page shows figures of the last run here: {url}" if name in FIGURES else ""
    at = 0
    for start, end in _code(layout.reading):
        yield from _prose(lines[at:start], resolve)
        yield from lines[start:end]
        at = end
    yield from _prose(lines[at:], resolve)


def _code(reading: Reading) -> list[tuple[int, int]]:
    """First line, and line after the last, of what the page shows as blocks of code, in their order."""
    fenced = [(fence.start, fence.end + 1) for fence in reading.fences if fence.shown]
    indented = []
    for start, kind in reading.unfenced:
        if kind == "indented":
            stop = min((fence for fence, _ in fenced if fence > start), default=len(reading.lines))
            indented.append((start, start + _length(reading.lines[start:stop])))
    return sorted([*fenced, *indented])


def _length(lines: Sequence[str]) -> int:
    """How many lines the code has that begins with the first: what is at its indent, and blanks between."""
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip("> "))]
    length = 0
    for number, line in enumerate(lines if "    " in indent else ()):
        if line.startswith(indent):
            length = number + 1
        elif line.strip("> "):
            break
    return length


def _prose(lines: list[str], resolve: Resolve) -> Iterator[str]:
    """The lines without comments, their links resolved; of blank lines in a row, one stays."""

    def rewritten(token: re.Match[str]) -> str:
        for before, target, raw in (
            ("link", "target", False),
            ("reference", "referred", False),
            ("tag", "attribute", True),
        ):
            if token[before]:
                return token[before] + _moved(token[target], raw, resolve)
        return token["code"] or ""

    text = _TOKEN.sub(rewritten, "\n".join(["", *lines, ""]))
    yield from _BLANKS.sub("\n\n", text).split("\n")[1:-1]


def _moved(target: str, raw: bool, resolve: Resolve) -> str:
    parts = urlsplit(target)
    return target if parts.scheme or parts.netloc or not parts.path else resolve(target, raw)
