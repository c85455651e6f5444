"""JavaScript snippets: `node FILE`, as CommonJS or as a module, whichever the source is."""

import re
import shutil
from pathlib import Path

from snippets.runners.language import Language

__all__ = ["LANGUAGE", "command", "complaint", "file_name", "line_in"]

LANGUAGE = Language("javascript", "JavaScript", ("javascript", "js", "mjs", "cjs"), "node", "node --version")

_MODULE = re.compile(
    r"""^(?: import(?:\s+[\w*] | \s*[{"'])             # import x, import * as x, import {x}, import "x"
          | export\s+(?:default|const|let|var|function|async|class|[*{])
          | (?:(?:const|let|var)\b[^=;]*=\s*)? await\b   # await at the top level, not indented
          | for\s+await\b )""",
    re.MULTILINE | re.VERBOSE,
)


def file_name(source: str) -> str:
    """Node decides by the ending; a module is what says `import`, `export` or awaits at its top level."""
    return "snippet.mjs" if _MODULE.search(source) else "snippet.cjs"


def command(file: Path) -> list[str]:
    return [shutil.which("node") or "node", str(file)]


def line_in(output: str) -> int | None:
    """The source line of the first stack frame in the snippet, from 1; None when there is none."""
    found = re.search(r"snippet\.[cm]js:(\d+)", output)
    return int(found[1]) if found else None


def complaint(output: str) -> str:
    """The error that ended the program, without the frames and the dump that Node prints with it."""
    found = re.search(r"^(?:\w*Error|Warning)\b.*$", output, re.MULTILINE)
    return found[0] if found else output
