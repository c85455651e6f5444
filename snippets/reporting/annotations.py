"""Where a failure is, for what reads a test run: the terminal, JUnit XML, and GitHub's annotations.

A failure under pytest-xdist arrives as plain text; `Spot` goes with its report, and makes it whole again.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import shorten

import pytest
from _pytest._code.code import ReprFileLocation, TerminalRepr
from _pytest._io import TerminalWriter

from snippets.reporting.show import label_and_text

__all__ = ["Lines", "Spot", "annotations", "locate", "restore", "spot_of"]


_TITLE = 120
"""Characters; what is longer stands in the message."""


@dataclass(frozen=True)
class Spot:
    """What an item is about, and at which line it failed."""

    page: str
    """Relative to the project's root, with `/`."""
    line: int
    language: str = ""
    example: str = ""
    message: str = ""
    """What failed, in one line; empty for an item that didn't."""

    @property
    def properties(self) -> list[tuple[str, object]]:
        """As JUnit XML has them; what is empty is left out."""
        named = {"page": self.page, "line": self.line, "language": self.language, "example": self.example}
        return [(name, value) for name, value in named.items() if value]


class Lines(TerminalRepr):
    """A failure as lines: the first one in red, the labels of the others dim."""

    def __init__(self, path: str, line: int, message: str, lines: list[str]) -> None:
        self._lines = lines
        self.message = message
        # JUnit XML has this message; the terminal's own summary names the page already.
        self.reprcrash = ReprFileLocation(path, line, f"{path}:{line} {message}")

    def toterminal(self, tw: TerminalWriter) -> None:
        tw.line(self._lines[0], red=True, bold=True)
        for line in self._lines[1:]:
            label, text = label_and_text(line)
            tw.write(label, light=True)
            tw.line(text)

    def __str__(self) -> str:
        return "\n".join(self._lines)


def locate(report: pytest.TestReport, item: pytest.Item, spot: Spot) -> None:
    """Makes the report of an item speak of the page, not of the code that ran it."""
    report.__dict__["snippets_spot"] = asdict(spot)
    item.user_properties.extend(spot.properties)  # JUnit XML takes them from the report that comes last
    report.location = (report.location[0], spot.line - 1, report.location[2])
    if report.skipped and isinstance(report.longrepr, tuple):
        report.longrepr = (str(item.path), spot.line, report.longrepr[2])


def spot_of(report: pytest.TestReport) -> Spot | None:
    """What `locate` has noted in a report, whichever process it is from."""
    noted: Mapping[str, str] | None = getattr(report, "snippets_spot", None)
    return Spot(**noted) if noted is not None else None  # type: ignore[arg-type]


def restore(report: pytest.TestReport) -> None:
    """Makes the text of a failure, as a worker sends it, `Lines` again."""
    spot = spot_of(report)
    if spot is not None and spot.message and isinstance(report.longrepr, str):
        report.longrepr = Lines(spot.page, spot.line, spot.message, report.longrepr.split("\n"))


def annotations(failed: list[tuple[Spot, str]], root: Path) -> list[str]:
    """The workflow commands that make GitHub show each failure, with its text, at its line.

    There are none anywhere but in a workflow. `root`: the folder that the pages are named from.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return []
    top = Path(os.environ.get("GITHUB_WORKSPACE") or root)
    return [_command(spot, text, Path(os.path.relpath(root / spot.page, top))) for spot, text in failed]


def _command(spot: Spot, text: str, file: Path) -> str:
    head, _, rest = text.partition("\n")
    head = head.removeprefix(f"{spot.page}:{spot.line} ")
    title = shorten(head, _TITLE, placeholder=" …")
    place = f"file={_property(file.as_posix())},line={spot.line},title={_property(title)}"
    return f"::error {place}::{_data(rest or head)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
