"""What a bench leaves behind: a piece of Markdown between two comments of a page, and what it ran on."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["Report", "machine", "rendered", "replace_between_markers"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a bench has to say."""

    markdown: str
    missed: Sequence[str] = ()
    """The ratios that are not what they must be, each in a few words."""


def rendered(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are figures, and stand to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, rule, *rows])


def machine(on: date, rounds: int, load: float) -> str:
    """What the figures depend on; nothing that names the machine.

    Args:
        load: how many programs ran or waited before the bench began.
    """
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return (
        f"Measured on {on.isoformat()} in {rounds} rounds on {os.cpu_count()} cores ({platform.machine()}), "
        f"{platform.system()}, Python {platform.python_version()}, Node.js {node.removeprefix('v')}. "
        f"Load before the first: {load:.1f}."
    )


def replace_between_markers(page: Path, bench: str, text: str) -> None:
    """Put a text between `<!-- bench: NAME -->` and `<!-- end of bench: NAME -->`; the rest stays as it is.

    Raises:
        ValueError: the page does not have each marker once, in this order.
    """
    old = page.read_text("utf-8")
    opening, closing = f"<!-- bench: {bench} -->\n", f"<!-- end of bench: {bench} -->"
    before, opened, rest = old.partition(opening)
    _, closed, after = rest.partition(closing)
    if not opened or not closed or opening in rest or closing in before + after:
        raise ValueError(f"{page.name} must have {opening.strip()} and {closing}, once each")
    page.write_text(f"{before}{opening}\n{text.strip()}\n\n{closing}{after}", "utf-8")
