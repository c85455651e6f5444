"""Python snippets: each in a child forked from a zygote that has imported what they need."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from snippets.model import Block, Result
from snippets.runners import wire
from snippets.runners.language import Language
from snippets.settings import Settings

__all__ = ["LANGUAGE", "Python", "ZygoteEnded"]

LANGUAGE = Language(
    "python",
    "Python",
    ("python", "py", "python3"),
    sys.executable,
    "Python",
    (sys.executable, "--version"),
    suffix=lambda _: ".py",
    comment="#",
    runs="python3",
)


class ZygoteEnded(RuntimeError):
    """The process that Python snippets are forked from is gone: a fault of the engine or of the app."""


class Python:
    """The runner. Its zygote is a process of its own, since only a single-threaded one forks safely."""

    def __init__(self, settings: Settings, clock: str | None = None) -> None:
        command = [sys.executable, "-m", "snippets.runners.zygote", str(settings.root)]
        self._zygote = subprocess.Popen(
            command if clock is None else [*command, clock],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            text=True,
        )

    @contextmanager
    def running(self, snippet: Block, page: str, scenario: str | None) -> Iterator[Callable[[], Result]]:
        """Lints and runs the snippet as it stands on the page, in a fresh world of `scenario`.

        Gives the function that waits for its end, which raises UnknownScenario and ZygoteEnded.
        """
        streams = cast("tuple[IO[str], IO[str]]", (self._zygote.stdin, self._zygote.stdout))
        with tempfile.TemporaryDirectory(prefix="snippet-", ignore_cleanup_errors=True) as folder:
            goes_on = snippet.directive.continues
            job = wire.Job(snippet.source + "\n", page, snippet.first, scenario, folder, goes_on)
            try:
                streams[0].write(json.dumps(wire.from_job(job)) + "\n")
                streams[0].flush()
            except BrokenPipeError:
                raise ZygoteEnded(f"its exit status is {self._zygote.wait()}") from None

            def result() -> Result:
                line = streams[1].readline()
                if not line:
                    raise ZygoteEnded(f"its exit status is {self._zygote.wait()}")
                return wire.to_result(json.loads(line))

            yield result

    def close(self) -> None:
        """Ends the zygote, and with it a snippet that still runs."""
        self._zygote.terminate()
        self._zygote.communicate()
