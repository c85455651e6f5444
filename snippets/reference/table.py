"""Markdown as pages are written: tables, code, and text that means itself."""

import re
from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["as_cell", "as_code", "as_sentence", "as_text", "table"]

_SPECIAL = re.compile(r"([\\`*_\[\]|#{}])")
_AS_HTML = {"<": "&lt;", ">": "&gt;", "~": "&#126;"}
"""What no backslash keeps from meaning something to every reader of Markdown."""
_FENCES = re.compile(r"`+")
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_PIPE = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def as_text(text: str) -> str:
    """A text that is no Markdown, such as a title, in one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return "".join(_AS_HTML.get(each, each) for each in line)


def as_code(text: str) -> str:
    """A name or a value, to the letter, in one line."""
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, _FENCES.findall(text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def as_sentence(text: str) -> str:
    """A description with the full stop that it may lack."""
    text = text.strip()
    return text + "." if text and text[-1] not in ".!?:" else text


def as_cell(markdown: str) -> str:
    """Markdown of any number of lines in the one that a table has for it.

    A pipe would end the cell. In code there is no way to write one that a code host (GFM §4.10) and
    Python-Markdown both read, but as HTML.
    """
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPHS.split(markdown.strip()))
    line = "<br>".join(part for part in paragraphs if part)
    return _PIPE.sub(r"\\|", _CODE.sub(_without_pipe, line))


def _without_pipe(found: re.Match[str]) -> str:
    code = escape(found[2].strip())
    return f"<code>{code.replace('|', '&#124;')}</code>" if "|" in code else found[0]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; none without rows, and no column in which no row has anything."""
    cells = [[as_cell(cell) for cell in row] for row in rows]
    kept = [number for number in range(len(head)) if any(row[number] for row in cells)]
    lines = ["| " + " | ".join(line[number] for number in kept) + " |" for line in [head, *cells]]
    return [lines[0], "|" + "---|" * len(kept), *lines[1:]] if cells else []
