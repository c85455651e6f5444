"""What is said once of a language that snippets are written in."""

from dataclasses import dataclass

__all__ = ["Language"]


@dataclass(frozen=True)
class Language:
    name: str
    """The name in reports and test ids."""
    label: str
    """The tab's title on the site, and the title that limits an answer to this language."""
    aliases: tuple[str, ...]
    """What a fence may say for it, the name itself included."""
    tool: str
    """The program that must be on PATH to run it."""
    version: str
    """The command that prints the tool's version."""
