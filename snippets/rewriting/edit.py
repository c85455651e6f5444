"""Puts other texts into the blocks of a page, and leaves every other byte of the file as it is.

A block's lines stand behind a prefix: the indent of a list or an admonition, the `>` of a quote, tabs. Each
new line takes that of the lines with its indent. What comes of it is read back before it counts.
"""

import os
import re
import stat
import tempfile
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path

from snippets.model import Block
from snippets.page import Layout, Reader

__all__ = ["Uneditable", "edited", "write"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_MARKER = re.compile(r"`{3,}|~{3,}")


class Uneditable(Exception):
    """The page, written with these texts, would not show them."""


def edited(reader: Reader, data: bytes, path: str, texts: Mapping[int, str]) -> bytes:
    """The bytes of a page with the texts (ordinal of a block → its source) in place. Raises Uneditable."""
    before = reader.lay(data, path)
    if any(map(_UNSEEN.search, texts.values())):
        raise Uneditable("what was observed has control characters, which a page can't show")
    lines = _LINE.findall(data.decode())
    for placed in reversed(before.placed):
        block = placed.block
        if block.ordinal in texts and texts[block.ordinal] != block.source:
            _replace(lines, block, texts[block.ordinal])
    made = "".join(lines).encode()
    if not _shows(reader.lay(made, path), before, texts):
        raise Uneditable("what was observed can't stand in this fence")
    return made


def _shows(after: Layout, before: Layout, texts: Mapping[int, str]) -> bool:
    """Whether a page has the blocks that it had, those of `texts` with the new ones, and no new fault."""
    wanted = [(b.language, b.title, texts.get(b.ordinal, b.source)) for b in before.page.blocks]
    return (
        [(b.language, b.title, b.source) for b in after.page.blocks] == wanted
        and len(after.page.problems) == len(before.page.problems)
        and len(after.directives) == len(before.directives)
    )


def _replace(lines: list[str], block: Block, text: str) -> None:
    """Writes `text` between the fences of `block`; a line that stays keeps its bytes."""
    opening = lines[block.line - 1]
    marker = _MARKER.search(opening)
    prefix = opening[: marker.start()] if marker else ""
    end_of_line = opening[len(opening.rstrip("\r\n")) :]
    old = block.source.split("\n") if block.source else []
    start = block.first - 1 if old else block.line
    stop = start + len(old) if old else block.end - 1
    leads: dict[str, str] = {}
    blank = prefix.rstrip()
    for source, line in zip(old, lines[start : start + len(old)], strict=True):
        content, raw = source.lstrip(" "), line.rstrip("\r\n")
        if not content.strip():
            blank = raw
        elif raw.endswith(content):
            leads.setdefault(source[: -len(content)], raw[: -len(content)])
    new = text.split("\n") if text else []
    made: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            made += lines[start + i : start + j]
            continue
        for line in new[k:m]:
            content = line.lstrip(" ")
            indent = line[: len(line) - len(content)]
            made.append((leads.get(indent, prefix + indent) + content if content else blank) + end_of_line)
    lines[start:stop] = made


def write(path: Path, data: bytes, instead_of: bytes, folder: Path) -> bool:
    """Puts `data` in the place of a file that holds `instead_of`; readers see the one or the other.

    False, and nothing is written, when the file holds something else by now. `folder` takes the new file
    until it is whole; it must be on the file system of `path`. Raises OSError.
    """
    path = path.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(handle, stat.S_IMODE(path.stat().st_mode))
            os.fsync(handle)
        if path.read_bytes() != instead_of:
            return False
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
    return True
