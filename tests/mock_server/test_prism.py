"""The API's tests once more, each call through Prism: no answer is one that the OpenAPI document lacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mock_server.through_prism import COUNTS

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("FULL") != "1", reason="the tests of the API again, a minute: FULL=1"),
]

WRONG = """
import pytest
from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client

async def app(scope, receive, send):
    headers = [(b"content-type", b"application/json"), (b"x-request-id", b"req_000001")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"status": "fine"}'})

def test_a_wrong_answer(monkeypatch):
    client = Client(open_scene())
    client.scene = type("Scene", (), {"app": staticmethod(app), "keys": client.scene.keys})
    client.get("/health", key=None)
"""


def test_it_finds_no_answer_that_the_document_does_not_have() -> None:
    done = through_prism("tests/mock_server", "-m", "not slow")
    assert done.returncode == 0, done.stdout
    counts = json.loads(line_with_counts(done.stdout).removeprefix(f"{COUNTS}: "))
    assert counts["judged"] > 1_000
    print(line_with_counts(done.stdout))


def test_it_would_find_one(tmp_path: Path) -> None:
    (tmp_path / "test_wrong.py").write_text(WRONG, "utf-8")
    done = through_prism(str(tmp_path))
    assert done.returncode == 1
    assert "must be equal to constant" in done.stdout
    assert "'location': ['response', 'body', 'status']" in done.stdout


def through_prism(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests with the plugin, at their ordinary size, and trace nothing: other tests run the same code."""
    left_out = ("COVERAGE_", "FULL")
    env = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-p", "tests.mock_server.through_prism", f"--rootdir={ROOT}", *arguments),
        ],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def line_with_counts(output: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(COUNTS))
