"""A program run to its end or to its limit, and everything it started with it."""

import os
import sys
import time
from pathlib import Path

import pytest

from snippets.runners import process


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    (tmp_path / "home").mkdir()

    def run(*argv: str, env: dict[str, str] | None = None, timeout: float = 10) -> process.Ended:
        output = tmp_path / "output"
        with process.running(argv, tmp_path / "home", env or {}, timeout, output) as ended:
            return ended()

    return run


def test_both_streams_are_shown_in_their_order(run) -> None:  # type: ignore[no-untyped-def]
    assert run("/bin/sh", "-c", "echo a; echo b >&2; echo c").output == "a\nb\nc\n"


def test_the_exit_status_is_told(run) -> None:  # type: ignore[no-untyped-def]
    assert run("/bin/sh", "-c", "exit 3").exit == 3
    assert run("/bin/sh", "-c", "kill -9 $$").exit == -9


def test_the_environment_is_what_was_given_and_nothing_else(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CALLERS_SECRET", "1")
    names = {line.partition("=")[0] for line in run("/usr/bin/env", env={"A": "1"}).output.splitlines()}
    assert names <= {"A", "PWD", "OLDPWD", "SHLVL", "_"}


def test_standard_input_is_empty(run) -> None:  # type: ignore[no-untyped-def]
    assert run("/bin/cat").output == ""


def test_what_does_not_end_is_ended(run) -> None:  # type: ignore[no-untyped-def]
    ended = run("/bin/sh", "-c", "echo a; while :; do :; done", timeout=0.3)
    assert ended.timed_out
    assert ended.output == "a\n"


def test_what_it_left_behind_is_ended_too(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    started = time.monotonic()
    ended = run("/bin/sh", "-c", "sleep 60 & echo $!")
    assert time.monotonic() - started < 30
    pid = int(ended.output)
    for _ in range(1000):  # the kernel ends it in its own time
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return
        os.sched_yield()
    pytest.fail(f"{pid} is still there")


def test_a_flood_of_output_is_cut(run) -> None:  # type: ignore[no-untyped-def]
    code = "import sys\nfor _ in range(3000): sys.stdout.write('x' * 1000)"
    assert len(run(sys.executable, "-c", code).output) == process.OUTPUT_LIMIT + 1
