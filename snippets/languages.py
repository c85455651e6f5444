"""Which fence languages there are, and what becomes of a block in each."""

from snippets.model import Block, Group
from snippets.runners import bash, javascript, python
from snippets.runners.language import Language

__all__ = ["ANSWERS", "DATA", "DRAWN", "LANGUAGES", "PROGRAMS", "answers_under", "language_of"]

PROGRAMS = (bash, javascript)
"""The languages whose snippets run as programs of their own; Python's are forked."""

LANGUAGES: tuple[Language, ...] = (bash.LANGUAGE, javascript.LANGUAGE, python.LANGUAGE)
"""The languages that run, in the order in which a page shows them."""

ANSWERS = frozenset({"json", "http", "text"})
"""Blocks that say what an example gives."""

DATA = frozenset({"yaml", "yml", "toml"})
"""Blocks that are parsed, and not more."""

DRAWN = frozenset({"mermaid"})
"""Blocks that are shown as a picture, drawn of their present text."""

_BY_ALIAS = {alias: language for language in LANGUAGES for alias in language.aliases}


def language_of(fence: str) -> Language | None:
    """The language that a fence's word means; None when such a block doesn't run."""
    return _BY_ALIAS.get(fence)


def answers_under(group: Group, snippet: Block) -> tuple[Block, ...]:
    """The answers of a group that hold for a snippet of it, whatever the fence calls its language."""
    language = language_of(snippet.language)
    return group.answers_for(snippet, language.label if language else snippet.language)
