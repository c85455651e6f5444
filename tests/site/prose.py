"""The prose of a Markdown file: what a person reads as sentences, without code, quotations and markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Passage", "passages", "sentences"]

CODE = "Code"
"""Stands for a piece of code within a sentence: it counts as a word."""

_FENCE = re.compile(r" *(`{3,}|~{3,})")
_DIRECTIVE = re.compile(r"<!--.*?-->|<[^>]+>", re.S)
_INLINE = [
    (re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)"), CODE),
    (re.compile(r"!?\[([^]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\{[:#.][^}]*\}"), ""),
    (re.compile(r"\*\*|__"), ""),
    (re.compile(r'"[^"]*"|“[^”]*”'), "quoted"),
]
_LEADER = re.compile(r"[ >]*([-*+] |\d+\. |!!! .*|\?\?\? .*|: +)?")
# A full stop ends a sentence when white space and no small letter follow.
_END = re.compile(r"(?<=[.!?:])[)*_]*\s+(?![a-z])")


@dataclass(frozen=True)
class Passage:
    line: int
    """From one."""
    kind: str
    """`heading`, `cell` or `text`."""
    text: str


def passages(file: Path) -> Iterator[Passage]:
    """A file's headings, cells of tables, and lines of text, in their order."""
    fence = ""
    in_front_matter = False
    for number, raw in enumerate(_without_comments(file.read_text("utf-8")).splitlines(), start=1):
        if raw == "---" and (number == 1 or in_front_matter):
            in_front_matter = number == 1
            continue
        found = _FENCE.match(raw)
        if found and (not fence or raw.strip() == fence):
            fence = "" if fence else found[1]
            continue
        if fence or in_front_matter or not raw.strip():
            continue
        yield from _read(number, raw)


def _read(number: int, raw: str) -> Iterator[Passage]:
    text = _plain(raw)
    if text.startswith("#"):
        yield Passage(number, "heading", text.lstrip("# "))
    elif text.startswith("|"):
        if not set(text) <= set("|-: "):
            yield from (Passage(number, "cell", cell.strip()) for cell in text.strip("| ").split(" | "))
    else:
        yield Passage(number, "text", _LEADER.sub("", text, count=1))


def _without_comments(text: str) -> str:
    """Comments and tags blanked, each line staying where it is."""
    pieces = re.split(r"(^ *(?:`{3,}|~{3,}).*?^ *(?:`{3,}|~{3,}) *$|`[^`\n]*`)", text, flags=re.S | re.M)
    pieces[::2] = [_DIRECTIVE.sub(lambda found: "\n" * found[0].count("\n"), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _plain(line: str) -> str:
    for pattern, instead in _INLINE:
        line = pattern.sub(instead, line)
    return line


def sentences(passage: Passage) -> list[str]:
    return [part for part in _END.split(passage.text) if part.strip()]
