"""schemathesis against the running server: what the document allows, what it does not, in any order of calls.

`make fuzz` runs this at full size, as does `FULL=1 make test`; without it, a small part of each phase runs.
`SEED=7 make fuzz` draws other requests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mock_server.driver import document
from tests.mock_server.stand_alone import Server, start, stop

ROOT = Path(__file__).parents[2]
FULL = os.environ.get("FULL") == "1"
SEED = int(os.environ.get("SEED", "1"))
EXAMPLES = 200 if FULL else 3
"""How many requests each operation gets at least, and how many sequences of operations there are."""

ROUNDS = 12 if FULL else 1
"""How many runs there may be.

schemathesis ends a phase early, and says nothing of it, when the server's state has changed what it can draw:
deleting a task leaves one fewer to delete. Another run, from another seed, goes on from there.
"""

RATE = "4500/m"
"""Fewer than the plan's 6,000: a condition is read before it is sent, and that counts as well."""


class Fuzzer:
    """Runs schemathesis, any number of times, and counts what it has sent."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self.sent: Counter[str] = Counter()
        """Requests, by operation as ``GET /v1/tasks``."""
        self.succeeded: Counter[str] = Counter()
        self.sequences = 0
        self.reports: list[dict[str, Any]] = []

    def run(self, *arguments: str) -> None:
        """Run it once; what it finds is on its output, and its exit code tells."""
        address = f"https://localhost:{self._server.port}"
        summary, events = self._folder / "summary.json", self._folder / "events.ndjson"
        command = [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(Path(__file__).with_name("schemathesis.toml"))),
            *("run", f"{address}/openapi.json", "--url", address, "--tls-verify", self._server.ca_file),
            *("--header", f"Authorization: Bearer {self._server.key}", "--rate-limit", RATE),
            *("--checks", "all", "--max-examples", str(EXAMPLES), "--seed", str(SEED + len(self.reports))),
            *("--continue-on-failure", "--report", "json,ndjson"),
            *("--report-json-path", str(summary), "--report-ndjson-path", str(events)),
            *arguments,
        ]
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.mock_server.schemathesis_hooks",
            "TASKS_API_KEY": self._server.key,
        }
        # What it leaves behind, it leaves in its working folder.
        done = subprocess.run(command, cwd=self._folder, env=env, check=False, timeout=900)
        assert done.returncode == 0
        self.reports.append(json.loads(summary.read_text("utf-8")))
        self._count(events)

    def _count(self, events: Path) -> None:
        for line in events.read_text("utf-8").splitlines():
            scenario = json.loads(line).get("ScenarioFinished")
            if scenario is None:
                continue
            self.sequences += scenario["phase"] == "stateful"
            recorder = scenario["recorder"]
            for case_id, case in recorder.get("cases", {}).items():
                name = f"{case['value']['method']} {case['value']['path']}"
                answer = recorder["interactions"][case_id]["response"]
                self.sent[name] += 1
                self.succeeded[name] += answer is not None and answer["status_code"] < 400


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    # Other tests run the same code, and to trace it here takes as long again.
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)
    server = start("--scenario", "enterprise")
    yield server
    code, complaints = stop(server)
    assert (code, set(complaints.splitlines()) - {"WARNING:  Invalid HTTP request received."}) == (0, set())


@pytest.mark.slow
def test_no_request_is_answered_but_as_the_document_says(server: Server, tmp_path: Path) -> None:
    fuzzer = Fuzzer(server, tmp_path)
    fuzzer.run()
    for _ in range(ROUNDS - 1):
        few = [operation for name, operation in with_input().items() if fuzzer.sent[name] < EXAMPLES]
        if few:
            only = (f"--include-operation-id={operation['operationId']}" for operation in few)
            fuzzer.run("--phases", "fuzzing", *only)
        if fuzzer.sequences < EXAMPLES:
            fuzzer.run("--phases", "stateful")

    assert {name: fuzzer.sent[name] for name in with_input() if fuzzer.sent[name] < EXAMPLES} == {}
    assert fuzzer.sequences >= EXAMPLES
    if FULL:
        assert [name for name in operations() if not fuzzer.succeeded[name]] == []
    first = fuzzer.reports[0]["operations"]
    assert first["tested"] == first["total"] == len(operations())
    for report in fuzzer.reports:
        assert (report["stop_reason"], report["operations"]["errored"]) == ("completed", 0)
        assert report["warnings"]["rate_limited"] == report["warnings"]["missing_auth"] == []
    assert is_still_admin(server), "it has tested what is answered to somebody else"
    print(f"{fuzzer.sent.total():,} requests, {fuzzer.sequences} sequences, {len(fuzzer.reports)} runs")


def operations() -> dict[str, dict[str, Any]]:
    """The operations of the document, by name as ``GET /v1/tasks``."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


def with_input() -> dict[str, dict[str, Any]]:
    """The operations that there is more than one request to."""
    return {
        name: operation
        for name, operation in operations().items()
        if "parameters" in operation or "requestBody" in operation
    }


def is_still_admin(server: Server) -> bool:
    answer = server.curl(
        f"https://localhost:{server.port}/v1/users/usr_000001", "-H", f"Authorization: Bearer {server.key}"
    )
    return '"role":"admin"' in answer
