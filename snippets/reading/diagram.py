"""Diagrams: a Mermaid fence, and the picture that stands for it, drawn ahead and committed.

So a reader's browser loads no drawing program, a page needs no script, and print works. The picture's name is
a hash of the fence's text: a picture that is there is one of the present text.
"""

import hashlib
import re
from pathlib import Path

from snippets.model import Block, Failure

__all__ = ["FOLDER", "check", "picture", "title"]

FOLDER = Path("assets", "diagrams")
"""Where the pictures are, below the folder of the pages."""

_TITLE = re.compile(r"^[ \t]*accTitle[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_WORDS = re.compile(r"^[ \t]*accDescr[ \t]*(?::[ \t]*\S|\{)", re.MULTILINE)


def picture(source: str) -> Path:
    """The picture of a diagram's text, below the folder of the pages."""
    return FOLDER / f"{hashlib.sha256(source.encode()).hexdigest()[:16]}.svg"


def title(source: str) -> str:
    """What the diagram is called; empty when it doesn't say."""
    found = _TITLE.search(source)
    return found[1].strip() if found else ""


def check(block: Block, docs: Path) -> Failure | None:
    """A failure when nobody has drawn the present text, or when those who can't see it learn nothing.

    WCAG 2.2, 1.1.1: a picture has words that say the same.
    """
    if not (title(block.source) and _WORDS.search(block.source)):
        fix = "add a line `accTitle: …` and a line `accDescr: …`, which say in words what it shows"
        return Failure("has no words for those who can't see the picture", None, (("fix", fix),))
    if not (docs / picture(block.source)).is_file():
        fix = "draw it: python -m snippets draw"
        return Failure("has no picture of its present text", None, (("fix", fix),))
    return None
