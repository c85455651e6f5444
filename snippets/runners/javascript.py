"""JavaScript snippets: `node FILE`, as CommonJS or as a module, whichever Node finds the source to be."""

import re
import shutil
from pathlib import Path

from snippets.runners.language import Language

__all__ = ["FILE", "LANGUAGE", "command", "complaint", "line_in"]

LANGUAGE = Language(
    "javascript", "JavaScript", ("javascript", "js", "mjs", "cjs"), "node", "Node.js", ("node", "--version")
)

FILE = "snippet.js"


def command(file: Path) -> list[str]:
    """The flag is the default of later versions; earlier ones of Node 20 need it to see a module."""
    return [shutil.which("node") or "node", "--experimental-detect-module", str(file)]


def line_in(output: str) -> int | None:
    """The source line of the first stack frame in the snippet, from 1; None when there is none."""
    found = re.search(r"snippet\.js:(\d+)", output)
    return int(found[1]) if found else None


def complaint(output: str) -> str:
    """The error that ended the program, without the frames and the dump that Node prints with it."""
    found = re.search(r"^(?:\w*Error|Warning)\b.*$", output, re.MULTILINE)
    return found[0] if found else output
