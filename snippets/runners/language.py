"""What is said once of a language that snippets are written in."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Language"]


@dataclass(frozen=True)
class Language:
    """A language, as fences, reports and tabs name it, and the program that runs it."""

    name: str
    """The name in reports and test ids."""
    label: str
    """The tab's title on the site, and the title that limits an answer to this language."""
    aliases: tuple[str, ...]
    """What a fence may say for it, the name itself included."""
    program: str
    """What must be on PATH to run it."""
    tool: str
    """The program's name for readers, as badges show it."""
    version: tuple[str, ...]
    """The command that prints the tool's version."""
    suffix: Callable[[str], str]
    """How the name of a file ends that holds a source of this language."""
    comment: str
    """What begins a comment that goes to the end of its line."""
    runs: str
    """What a person types before a file's name to run it."""
