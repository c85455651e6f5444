"""`python -m tests.bench [NAME …]`: run the benches, print what they measured, and keep it in the docs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from tests.bench import server, site
from tests.bench.child import ROOT, NotStarted
from tests.bench.in_process import SnippetFailed
from tests.bench.load import UnexpectedAnswer
from tests.bench.table import Report, machine, replace_between_markers

__all__ = ["BENCHES", "PAGE", "main"]

Bench = Callable[[int, Callable[[str], None]], Report]

BENCHES: Mapping[str, Bench] = {"server": server.bench, "site": site.bench}
"""One module each. The page has a pair of markers for each, where its tables are kept."""

PAGE = ROOT / "docs" / "contributing" / "performance.md"

ENOUGH = 5
"""Fewer rounds say too little to be kept."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Gives the exit code: 1 where a ratio is missed or something breaks."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)} (all)")
    parser.add_argument(
        "--rounds", type=int, default=ENOUGH, help=f"with fewer than {ENOUGH}, nothing is kept ({ENOUGH})"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"there is no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    try:
        return max([_run(name, options.rounds) for name in options.names or BENCHES])
    except (NotStarted, UnexpectedAnswer, SnippetFailed) as error:
        print(f"error: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


def _run(name: str, rounds: int) -> int:
    load = os.getloadavg()[0]
    report = BENCHES[name](rounds, lambda step: print(f"{name}: {step}", file=sys.stderr))
    text = f"{machine(datetime.now(UTC).date(), rounds, load)}\n\n{report.markdown}"
    print(text)
    if rounds >= ENOUGH:
        replace_between_markers(PAGE, name, text)
    if report.missed:
        print(f"error: {name}: {'; '.join(report.missed)}", file=sys.stderr)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
