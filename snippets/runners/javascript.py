"""JavaScript snippets: `node FILE`, as CommonJS or as a module, whichever Node finds the source to be."""

import re
import shutil
from pathlib import Path

from snippets.runners.language import Language

__all__ = ["FILE", "LANGUAGE", "command", "complaint", "is_module", "line_in"]

LANGUAGE = Language(
    "javascript",
    "JavaScript",
    ("javascript", "js", "mjs", "cjs"),
    "node",
    "Node.js",
    ("node", "--version"),
    suffix=lambda source: ".mjs" if is_module(source) else ".js",
    comment="//",
    runs="node",
)

FILE = "snippet.js"


def command(file: Path) -> list[str]:
    """The flag is the default of later versions; earlier ones of Node 20 need it to see a module."""
    return [shutil.which("node") or "node", "--experimental-detect-module", str(file)]


_NO_CODE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`""", re.S
)
"""Comments and strings."""
_MODULE = re.compile(r"^\s*(?:import\s*[\w${*'\"]|export\b)|\bimport\.meta\b", re.M)
_STEP = re.compile(
    r"""[(\[{}\])]|=>(?!\s*\{)|[,;]|\bawait\b|(?<=[\w$)\]}"])\s*\n\s*(?=[\w$])(?!in\b|instanceof\b)"""
)
"""What opens, closes or ends a function's body; the last is a line break that ends a statement."""
_BRANCH = re.compile(r"\b(?:if|for|for\s+await|while|switch|catch)\s*\Z")


def is_module(source: str) -> bool:
    """Whether a source that runs is an ES module: it imports or exports, or waits outside all functions.

    Node finds out by compiling it. Here no Node is needed, so that a site is built without one.
    """
    code = _NO_CODE.sub(lambda match: '""' if match[0][0] in "'\"`" else " ", source)
    if _MODULE.search(code):
        return True
    return _waits_outside(code)


def _waits_outside(code: str) -> bool:
    """Whether an `await` stands in no function: in no body in braces, and in none that is an expression."""
    around = [False]  # for each open bracket: whether a function is around what stands in it
    arrow = [False]  # … and whether the expression of an arrow function goes on in it
    for match in _STEP.finditer(code):
        step = match[0]
        if step in "([{":
            body = step == "{" and _begins_body(code[: match.start()].rstrip())
            around.append(body or around[-1] or arrow[-1])
            arrow.append(False)
        elif step in ")]}":
            around[1:], arrow[1:] = around[1:-1], arrow[1:-1]
        elif step != "await":
            arrow[-1] = step == "=>"
        elif not (around[-1] or arrow[-1]):
            return True
    return False


def _begins_body(before: str) -> bool:
    """Whether a brace after this text begins the body of a function, not a block or an object."""
    if not before.endswith(")"):
        return before.endswith("=>")
    depth = 0
    for position in reversed(range(len(before))):
        depth += (before[position] == ")") - (before[position] == "(")
        if depth == 0:
            return not _BRANCH.search(before[:position])
    return False


def line_in(output: str) -> int | None:
    """The source line of the first stack frame in the snippet, from 1; None when there is none."""
    found = re.search(r"snippet\.js:(\d+)", output)
    return int(found[1]) if found else None


def complaint(output: str) -> str:
    """The error that ended the program, without the frames and the dump that Node prints with it."""
    found = re.search(r"^(?:\w*Error|Warning)\b.*$", output, re.MULTILINE)
    return found[0] if found else output
