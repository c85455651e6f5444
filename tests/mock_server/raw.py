"""The stand-alone server as a process, and sockets on which a test says whatever it likes, byte by byte."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

__all__ = ["RawServer", "answers", "half_close", "hear_all", "hear_one", "say"]

PATIENCE = 20
"""Seconds after which silence is a failure; nothing that passes waits for it."""


class RawServer:
    """The process; it keeps what the process says on stderr in a file, because a full pipe would stop it."""

    def __init__(self, folder: Path) -> None:
        self._errors = folder / "stderr"
        ca_file = folder / "ca.pem"
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "mock_server", "--port", "0"),
                    *("--scenario", "enterprise", "--ca-file", str(ca_file)),
                ],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if line.startswith("Ready"):
                break
        port = re.search(r"localhost:(\d+)/", said)
        key = re.search(r"tmk_\w+", said)
        assert port is not None, self.complaints
        assert key is not None
        self.port, self.key = int(port[1]), key[0].encode()
        self._context = ssl.create_default_context(cafile=str(ca_file))

    @property
    def complaints(self) -> str:
        return self._errors.read_text()

    @property
    def peak(self) -> int:
        """The most memory that it ever had at once, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode

    def connect_plain(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def connect(self) -> ssl.SSLSocket:
        return self._context.wrap_socket(self.connect_plain(), server_hostname="localhost")

    def talk(self, data: bytes, tls: bool = True) -> bytes:
        """Say all of it; give what comes until the server closes, which must then be its own decision."""
        with self.connect() if tls else self.connect_plain() as connection:
            say(connection, data)
            return hear_all(connection)

    def break_off(self, data: bytes) -> bytes:
        """Say all of it, and that there is no more; give what comes until the server closes."""
        with self.connect() as connection:
            say(connection, data)
            half_close(connection)
            return hear_all(connection)

    def serves(self) -> bool:
        """Whether a good request on a new connection gets its answer."""
        with self.connect() as connection:
            connection.sendall(
                b"GET /v1/tasks/task_000001 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + self.key
                + b"\r\nConnection: close\r\n\r\n"
            )
            return hear_all(connection).startswith(b"HTTP/1.1 200 OK\r\n")


_GONE = (BrokenPipeError, ConnectionResetError, ssl.SSLError)
"""What the end of a connection looks like from the other one."""


def say(connection: socket.socket, data: bytes) -> None:
    """Send it all, or as much as the server listens to."""
    with contextlib.suppress(*_GONE):
        connection.sendall(data)


def half_close(connection: socket.socket) -> None:
    """Send the end of TCP's stream. A TLS socket's own method would also stop to decrypt what still comes."""
    with contextlib.suppress(OSError):  # it may be closed on the other side already
        socket.socket.shutdown(connection, socket.SHUT_WR)


def hear_all(connection: socket.socket) -> bytes:
    """What comes until the server closes. That it never does is a failure."""
    heard = b""
    with contextlib.suppress(*_GONE):
        while chunk := connection.recv(65_536):
            heard += chunk
    return heard


def hear_one(connection: socket.socket) -> bytes:
    """The head of the next answer, as far as the empty line; what it has of the body after that is let go."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        chunk = connection.recv(65_536)
        assert chunk, f"closed after {heard!r}"
        heard += chunk
    return heard


def answers(heard: bytes) -> list[int]:
    """The status of each answer."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", heard)]
