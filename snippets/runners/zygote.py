"""The process that Python snippets are forked from: imports once, forks for each, never runs one itself.

Reads a job a line on standard input, writes a result a line on what was its standard output. A child
hands its closing record over a pipe; one that ends without it did not come to its end (`os._exit`,
a crash).
"""

import ctypes
import gc
import json
import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from snippets.model import Failure, Result
from snippets.runners import child, wire
from snippets.runners.process import kill_group, output_in
from snippets.settings import Settings, load
from snippets.world import OpenScene, UnknownScenario, World, scene_factory

__all__ = ["main"]

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


def main(root: str, clock: str | None = None) -> None:
    """Serves jobs until the input ends, each in a world whose clock stands at `clock`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the engine ends this process
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the app prints is no result
    settings = load(Path(root))
    open_scene = scene_factory(settings, clock)
    open_scene()  # what the app builds once is built here, for all children
    # No child collects or copies what is the same in all of them: a call in one takes two thirds of the time.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        result = _run(wire.to_job(json.loads(line)), settings, open_scene)
        print(json.dumps(wire.from_result(result)), file=results, flush=True)


def _run(job: wire.Job, settings: Settings, open_scene: OpenScene) -> Result:
    try:
        world = World(open_scene(job.scenario), settings)
    except UnknownScenario as error:
        return Result(1, "", failure=error.failure)
    started = time.monotonic()
    record_end, write_end = os.pipe()
    output = Path(job.folder) / "output"
    pid = os.fork()
    if pid == 0:
        os.close(record_end)
        _in_child(job, settings, world, output, write_end)
    os.close(write_end)
    signal.signal(signal.SIGTERM, lambda *_: _end(pid))
    record, timed_out = _record(record_end, started + settings.timeout)
    if timed_out:
        kill_group(pid)
    _, status = os.waitpid(pid, 0)  # with its record written, it ends by itself
    kill_group(pid)  # what it has started and left behind
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    result = _result(record, timed_out, os.waitstatus_to_exitcode(status), output_in(output), settings)
    return world.masked(replace(result, seconds=time.monotonic() - started))


def _result(record: str, timed_out: bool, status: int, printed: str, settings: Settings) -> Result:
    said = (("said", printed.strip()[-1000:]),) if printed.strip() else ()
    if timed_out:
        return Result(-9, printed, (), Failure(f"did not end within {settings.timeout:g} s", None, said))
    if not record:
        message = f"ended the process itself (exit status {status}), before its last line"
        fix = ("fix", "let the snippet run to its end: no os._exit, no crash")
        return Result(1, printed, (), Failure(message, None, (*said, fix)))
    return replace(wire.to_result(json.loads(record)), output=printed)


def _in_child(job: wire.Job, settings: Settings, world: World, output: Path, write_end: int) -> NoReturn:
    """Takes the child's streams and group, runs the snippet, writes the closing record, and ends."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(OSError, AttributeError):  # elsewhere than on Linux the time limit has to do
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    shown = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(shown, 1)
    os.dup2(shown, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1, closefd=False)
    result = child.run(job, settings, world)
    for stream in (sys.stdout, sys.stderr):
        with suppress(ValueError):  # the snippet may have closed it
            stream.flush()
    with os.fdopen(write_end, "w", encoding="utf-8") as pipe:
        pipe.write(json.dumps(wire.from_result(result)) + "\n")
    os._exit(0)


def _record(pipe: int, deadline: float) -> tuple[str, bool]:
    """The line that the child wrote, or nothing when it ended without; and whether its time ran out."""
    record = b""
    with os.fdopen(pipe, "rb", buffering=0) as file:
        while select.select([file], [], [], max(0.0, deadline - time.monotonic()))[0]:
            chunk = file.read(1 << 16)
            record += chunk
            # Not until the pipe's end: a process that the snippet left behind may hold it open.
            if not chunk or record.endswith(b"\n"):
                return record.decode("utf-8"), False
    return "", True


def _end(pid: int) -> NoReturn:
    kill_group(pid)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
