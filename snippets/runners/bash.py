"""Shell snippets: a real `bash FILE`, whose curl reads its `.curlrc` from the sandbox."""

import shutil
from pathlib import Path

from snippets.runners.language import Language

__all__ = ["FILE", "LANGUAGE", "NOWHERE", "command", "complaint", "line_in"]

LANGUAGE = Language(
    "bash",
    "cURL",
    ("bash", "sh", "shell", "curl"),
    "curl",
    "curl",
    ("curl", "--version"),
    suffix=lambda _: ".sh",
    comment="#",
    runs="bash",
)

FILE = "snippet.sh"

NOWHERE = "127.0.0.1 port 1 "
"""Where `reader.furnish` leads curl for any host that is not documented: nobody listens there."""


def command(file: Path) -> list[str]:
    """The call that runs the file."""
    return [shutil.which("bash") or "bash", str(file)]


def line_in(output: str) -> int | None:
    """The source line that bash complains of, from 1; None when it names none."""
    _, found, rest = output.partition("snippet.sh: line ")
    number = rest.partition(":")[0]
    return int(number) if found and number.isdecimal() else None


def complaint(output: str) -> str:
    """All that was printed: the programs of a shell script speak for themselves."""
    if NOWHERE in output:
        output += "(curl is led here when a host is not a documented one, or not asked over HTTPS)"
    return output
