"""The stand-alone server as a program of its own, as a person starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.mock_server.driver import Answer, check_answer

__all__ = ["Server", "start", "stop"]

START = [sys.executable, "-m", "mock_server"]


@dataclass
class Server:
    process: subprocess.Popen[str]
    lines: list[str] = field(repr=False)  # one of them has the key, which no report of a failure is to show
    """What it said, up to the line that it is ready."""

    @property
    def port(self) -> str:
        return self.lines[0].removesuffix("/v1").rpartition(":")[2]

    @property
    def key(self) -> str:
        return self.lines[2].split()[-1]

    @property
    def ca_file(self) -> str:
        return self.lines[3].removeprefix("CA file").strip()

    @property
    def portal(self) -> str:
        return self.lines[4].split()[-1]

    def fetch(self, *arguments: str) -> str:
        """Ask with curl, which trusts the server's certificate and nothing else."""
        command = ["curl", "--silent", "--show-error", "--include", "--cacert", self.ca_file, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout

    def curl(self, *arguments: str) -> str:
        """Ask the API. Like those of the driver, the answer is held to the OpenAPI document."""
        output = self.fetch(*arguments)
        url = next(argument for argument in arguments if argument.startswith("https://"))
        check_answer("HEAD" if "--head" in arguments else "GET", urlsplit(url).path, _read(output))
        return output


def _read(output: str) -> Answer:
    """What `curl --include` has printed, without what is the protocol's and not the API's."""
    head, _, body = output.partition("\n\n")
    status, *lines = head.splitlines()
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    mine = [(name, value) for name, value in headers if name not in ("date", "connection")]
    return Answer(int(status.split()[1]), mine, body.encode())


def start(*arguments: str) -> Server:
    process = subprocess.Popen(
        [*START, "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("Ready"):
            return Server(process, lines)
    raise AssertionError(process.communicate()[1])


def stop(server: Server, by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """Stop a server; gives its exit code and what it said on stderr."""
    server.process.send_signal(by)
    complaints = server.process.communicate(timeout=20)[1]
    return server.process.returncode, complaints
