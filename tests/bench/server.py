"""How fast the mock answers, beside the mocks that people would take instead."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.child import ROOT
from tests.bench.contestants import (
    FULL,
    GET,
    IN_PROCESS,
    JSON_SERVER,
    NOTHING,
    OURS,
    OVER_TLS,
    POST,
    PRISM,
    PRISM_LOGGING,
    START,
    Size,
    contestants,
)
from tests.bench.in_process import BARE
from tests.bench.rounds import Results, run
from tests.bench.table import Report, rendered

__all__ = ["bench", "report"]

NEEDED_RATIO = 1.2
"""Times as many requests a second as Prism."""

NEEDED_CALL = 0.5
"""Milliseconds, for a call in process."""

NEEDED_START = 0.5
"""Seconds, from the start of the process to its first answer over TLS."""


def bench(rounds: int, say: Callable[[str], None], size: Size = FULL) -> Report:
    """Measure everybody, and say what came of it.

    Raises:
        NotStarted: a server does not come up.
        UnexpectedAnswer: a server answers a request otherwise than it must.
        SnippetFailed: a call in process is answered otherwise, or not at all.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        servers = contestants(Path(folder), size)
        # A call in process has no part in the race: the servers beside it, though idle, would slow it.
        calls = {IN_PROCESS: servers.pop(IN_PROCESS)}
        alone = run(calls, [], rounds, warm_up=0, turns=0, say=say)
        raced = run(servers, [GET, POST], rounds, size.warm_up, size.turns, say)
        return report(alone.beside(raced))


def report(results: Results) -> Report:
    """The tables, and what is not as it must be: a ratio fails the bench, a time depends on the machine."""
    slow = [
        f"{call} /tasks: {results.ratio(OURS, PRISM, call)} × Prism, not {NEEDED_RATIO} ×"
        for call in (GET, POST)
        if results.ratio(OURS, PRISM, call).median < NEEDED_RATIO
    ]
    return Report("\n\n".join([_servers(results), _calls(results), _needed(results)]), slow)


def _servers(results: Results) -> str:
    rows = [
        ("Mock server", OURS),
        ("Mock server over TLS, as it starts by itself", OVER_TLS),
        (f"Prism {_version('@stoplight/prism-cli')}, told to log nothing", PRISM),
        ("Prism, as it starts by itself", PRISM_LOGGING),
        (f"json-server {_version('json-server')}, told to log nothing", JSON_SERVER),
        ("A server that does nothing", NOTHING),
    ]
    header = [
        "Server",
        "`GET`, a second",
        "mock server ÷ it",
        "`POST`, a second",
        "mock server ÷ it",
        "Start",
    ]
    return rendered(header, [[label, *_figures(results, name)] for label, name in rows])


def _figures(results: Results, name: str) -> list[str]:
    cells = []
    for call in (GET, POST):
        ratio = "–" if name == OURS else str(results.ratio(OURS, name, call))
        cells += [f"{results.median(name, call):,.0f}", ratio]
    return [*cells, f"{results.median(name, START):.2f} s"]


def _calls(results: Results) -> str:
    rows = [
        ("`GET /tasks`, ten tasks", GET),
        ("`POST /tasks`", POST),
        ("Requests and `responses` alone, a fixed answer", BARE),
    ]
    return rendered(
        ["Call in process", "Time"],
        [[label, f"{results.median(IN_PROCESS, call) * 1000:.2f} ms"] for label, call in rows],
    )


def _needed(results: Results) -> str:
    rows = []
    for call in (GET, POST):
        ratio = results.ratio(OURS, PRISM, call).median
        rows.append([f"`{call}` ÷ Prism", f"≥ {NEEDED_RATIO}", f"{ratio:.2f}", _met(ratio >= NEEDED_RATIO)])
    for call in (GET, POST):
        time = results.median(IN_PROCESS, call) * 1000
        rows.append(
            [f"`{call}` in process", f"≤ {NEEDED_CALL} ms", f"{time:.2f} ms", _met(time <= NEEDED_CALL)]
        )
    start = results.median(OVER_TLS, START)
    rows.append(["Start, over TLS", f"< {NEEDED_START} s", f"{start:.2f} s", _met(start < NEEDED_START)])
    return rendered(["Aim", "Wanted", "Measured", "Met"], rows)


def _met(is_met: bool) -> str:
    return "yes" if is_met else "no"


def _version(package: str) -> str:
    manifest = ROOT / "node_modules" / package / "package.json"
    return str(json.loads(manifest.read_text("utf-8"))["version"])
