"""The mock as a server of its own, on real time and over TLS, for this machine only."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .clock import open_clock
from .scenarios import SCENARIOS, Scene, open_scene
from .server import serve
from .tls import make_server_context

__all__ = ["main"]

_LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Gives the exit code: 0, or 2 where the port is no good."""
    options = _parse(arguments)
    if options.scenarios:
        width = max(map(len, SCENARIOS))
        for name, scenario in SCENARIOS.items():
            print(f"{name:{width}}  {scenario.description}")
        return 0
    try:
        listener = _listen(options.port)
    except OSError as error:
        print(_why_not(options.port, error), file=sys.stderr)
        return 2
    with listener, tempfile.TemporaryDirectory(prefix="mock_server-") as folder:
        ca_file: Path = options.ca_file or Path(folder) / "ca.pem"
        context = make_server_context(ca_file)
        scene = open_scene(options.scenario, options.clock)
        _introduce(scene, listener.getsockname()[1], ca_file)
        serve(scene.app, listener, context, when_ready=lambda: print("Ready. Ctrl-C stops it.", flush=True))
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mock_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8443, help="port to listen on; 0 picks a free one (8443)")
    parser.add_argument(
        "--scenario", choices=SCENARIOS, default="default", metavar="NAME", help="state to start in"
    )
    parser.add_argument(
        "--clock",
        type=_clock,
        default="now",
        metavar="T",
        help="time to start from, such as 2025-05-13T10:30:00Z (now)",
    )
    parser.add_argument(
        "--ca-file", type=Path, metavar="PATH", help="where to write the certificate to trust"
    )
    parser.add_argument("--scenarios", action="store_true", help="list the scenarios and stop")
    return parser.parse_args(arguments)


def _clock(text: str) -> str:
    try:
        open_clock(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} {error}, or now") from None
    return text


def _listen(port: int) -> socket.socket:
    """Bind before anything else is made, so that a port in use is found out at once.

    Raises:
        OSError: the port is taken, needs more rights, or doesn't exist.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise OSError(error.errno if isinstance(error, OSError) else errno.EINVAL, str(error)) from error
    return listener


def _why_not(port: int, error: OSError) -> str:
    reason = "is in use" if error.errno == errno.EADDRINUSE else f"can't be used ({error.strerror})"
    return f"Port {port} {reason}. Choose another one with --port; --port 0 picks a free one."


def _introduce(scene: Scene, port: int, ca_file: Path) -> None:
    """Say all that a first request needs."""
    address, key = f"https://localhost:{port}", scene.keys["reader"]
    print(f"{scene.title} {scene.version} at {address}/v1")
    print(f"API key  {key}")
    print(f"CA file  {ca_file}")
    print(f'curl --cacert "{ca_file}" "{address}/v1/tasks" -H "Authorization: Bearer {key}"')


if __name__ == "__main__":
    sys.exit(main())
