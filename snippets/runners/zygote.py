"""The process that Python snippets are forked from: imports once, forks for each, never runs one itself.

Reads a job a line on standard input, writes a result a line on standard output. A child hands its
closing record over a pipe; one that ends without it did not come to its end (`os._exit`, a crash).
"""

import json
import os
import select
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from snippets.model import Failure, Result
from snippets.runners import child, wire
from snippets.runners.process import OUTPUT_LIMIT, kill_group
from snippets.settings import Settings, load
from snippets.world import OpenScene, World, scene_factory

__all__ = ["main"]


def main(root: str) -> None:
    """Serves jobs until the input ends."""
    settings = load(Path(root))
    open_scene = scene_factory(settings)
    open_scene()  # what the app builds once is built here, for all children
    for line in sys.stdin:
        result = _run(wire.to_job(json.loads(line)), settings, open_scene)
        print(json.dumps(wire.from_result(result)), flush=True)


def _run(job: wire.Job, settings: Settings, open_scene: OpenScene) -> Result:
    started = time.monotonic()
    record_end, write_end = os.pipe()
    output = Path(job.folder) / "output"
    pid = os.fork()
    if pid == 0:
        os.close(record_end)
        _in_child(job, settings, open_scene, output, write_end)
    os.close(write_end)
    record, timed_out = _record(record_end, started + settings.timeout)
    kill_group(pid)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - started
    with output.open("rb") as file:
        printed = file.read(OUTPUT_LIMIT).decode("utf-8", "replace")
    text = World(open_scene(job.scenario), settings).as_printed(printed)
    if timed_out:
        failure = Failure(f"did not end within {settings.timeout:g} s", None, _shown(text))
        return Result(-9, text, (), failure, seconds)
    if not record:
        status = os.waitstatus_to_exitcode(status)
        failure = Failure(
            f"ended the process itself (exit status {status}), before its last line",
            None,
            (*_shown(text), ("fix", "let the snippet run to its end: no os._exit, no crash")),
        )
        return Result(1, text, (), failure, seconds)
    closed = wire.to_result(json.loads(record))
    return replace(closed, output=text, seconds=seconds)


def _in_child(
    job: wire.Job, settings: Settings, open_scene: OpenScene, output: Path, write_end: int
) -> NoReturn:
    """Takes the child's streams and group, runs the snippet, writes the closing record, and ends."""
    os.setsid()
    shown = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(shown, 1)
    os.dup2(shown, 2)
    result = child.run(job, settings, open_scene)
    sys.stdout.flush()
    sys.stderr.flush()
    with os.fdopen(write_end, "w", encoding="utf-8") as pipe:
        json.dump(wire.from_result(result), pipe)
    os._exit(0)


def _record(pipe: int, deadline: float) -> tuple[str, bool]:
    """What the child wrote until it closed its end, and whether its time ran out first."""
    chunks: list[bytes] = []
    with os.fdopen(pipe, "rb", buffering=0) as file:
        while select.select([file], [], [], max(0.0, deadline - time.monotonic()))[0]:
            chunk = file.read(1 << 16)
            if not chunk:
                return b"".join(chunks).decode("utf-8"), False
            chunks.append(chunk)
    return "", True


def _shown(text: str) -> tuple[tuple[str, str], ...]:
    return (("said", text.strip()[-1000:]),) if text.strip() else ()


if __name__ == "__main__":
    main(sys.argv[1])
