"""Colour for what a command prints: only on a terminal, and only where its user wants it."""

import os
import sys
from typing import TextIO

__all__ = ["PLAIN", "Style"]

_CODES = {"bold": "1", "good": "32", "bad": "31", "failure": "1;31", "soft": "2"}


class Style:
    """What a colour's name makes of a text; without `coloured`, nothing."""

    def __init__(self, coloured: bool) -> None:
        self._coloured = coloured

    @classmethod
    def of(cls, stream: TextIO | None = None) -> "Style":
        """That of a stream, standard output by default: plain where it is no terminal or `NO_COLOR` is set.

        Any value but an empty one counts (https://no-color.org).
        """
        return cls((stream or sys.stdout).isatty() and not os.environ.get("NO_COLOR"))

    def __call__(self, colour: str, text: str) -> str:
        """`text` in a colour: `bold`, `good`, `bad`, `failure` or `soft`."""
        return f"\033[{_CODES[colour]}m{text}\033[0m" if self._coloured and text else text


PLAIN = Style(False)
