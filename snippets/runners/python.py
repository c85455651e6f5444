"""Python snippets: each in a child forked from a zygote that has imported what they need."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from typing import IO, cast

from snippets.model import Block, Result
from snippets.runners import wire
from snippets.runners.language import Language
from snippets.settings import Settings

__all__ = ["LANGUAGE", "Python"]

LANGUAGE = Language(
    "python", "Python", ("python", "py", "python3"), sys.executable, f"{sys.executable} --version"
)


class Python:
    """The runner. Its zygote is a process of its own, since only a single-threaded one forks safely."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "snippets.runners.zygote", str(settings.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": _import_path()},
            text=True,
        )

    def run(self, snippet: Block, page: str, scenario: str | None) -> Result:
        """Lints and runs the snippet's text as it stands on the page, in a fresh world of `scenario`."""
        with self._turn, tempfile.TemporaryDirectory(prefix="snippet-", ignore_cleanup_errors=True) as folder:
            job = wire.Job(snippet.source + "\n", page, snippet.line, snippet.end, scenario, folder)
            answer = self._ask(json.dumps(wire.from_job(job)))
        if not answer:
            raise RuntimeError(f"the process that runs Python snippets ended with {self._zygote.wait()}")
        return wire.to_result(json.loads(answer))

    def _ask(self, job: str) -> str:
        streams = cast("tuple[IO[str], IO[str]]", (self._zygote.stdin, self._zygote.stdout))
        streams[0].write(job + "\n")
        streams[0].flush()
        return streams[1].readline()

    def close(self) -> None:
        """Ends the zygote: it stops at the end of its input."""
        self._zygote.communicate()


def _import_path() -> str:
    return os.pathsep.join(path for path in sys.path if path)
