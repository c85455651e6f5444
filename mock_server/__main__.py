"""The mock as a server of its own, on real time and over TLS, for this machine only."""

from __future__ import annotations

import argparse
import errno
import gc
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from .allow_list import AllowList

if TYPE_CHECKING:
    from .scenarios import Scene

__all__ = ["main"]

_LOOPBACK = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Gives the exit code: 0, or 2 where an argument or the port is no good.

    Ctrl-C ends it cleanly at any time, also while it starts.
    """
    options = _parse(arguments)
    try:
        if options.scenarios:
            return _list_scenarios()
        with ExitStack() as stack:
            listener = stack.enter_context(_listen(options.port, "--port"))
            plain = None
            if options.http_port is not None:
                plain = stack.enter_context(_listen(options.http_port, "--http-port"))
            return _serve(options, listener, plain)
    except _Unusable as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


class _Unusable(Exception):
    """What the caller asked for can't be done; the message says why, and what to do instead."""


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mock_server", description=__doc__)
    option = parser.add_argument
    option("--port", type=int, default=8443, help="port to listen on; 0 picks a free one (8443)")
    option("--http-port", type=int, metavar="PORT", help="also listen without TLS; 0 picks a free one (off)")
    option("--scenario", default="default", metavar="NAME", help="state to start in (default)")
    option("--clock", default="now", metavar="T", help="time to start from, as 2025-05-13T10:30:00Z (now)")
    option(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="believe the X-Forwarded-For of this address or CIDR block; may be repeated",
    )
    option("--ca-file", type=Path, metavar="PATH", help="where to write the certificate to trust")
    option("--scenarios", action="store_true", help="list the scenarios and stop")
    return parser.parse_args(arguments)


# FastAPI and uvicorn take most of the start. They are imported once the port is known to be free, and where
# Ctrl-C is caught.


def _list_scenarios() -> int:
    from .scenarios import SCENARIOS  # noqa: PLC0415

    width = max(map(len, SCENARIOS))
    for name, scenario in SCENARIOS.items():
        print(f"{name:{width}}  {scenario.description}")
    return 0


def _serve(options: argparse.Namespace, listener: socket.socket, plain: socket.socket | None) -> int:
    # Imports make many objects, and all of them stay: to look for garbage among them is a tenth of the start.
    gc.disable()
    try:
        from .clock import open_clock  # noqa: PLC0415
        from .scenarios import SCENARIOS, open_scene  # noqa: PLC0415
        from .server import serve  # noqa: PLC0415
        from .tls import make_server_context  # noqa: PLC0415
    finally:
        gc.enable()

    try:
        AllowList(options.trusted_proxy)
    except ValueError as error:
        raise _Unusable(f"--trusted-proxy must be an address or a CIDR block: {error}.") from error
    try:
        clock = open_clock(options.clock, ticks=True)
        scene = open_scene(options.scenario, clock, options.trusted_proxy)
    except LookupError as error:
        raise _Unusable(f"There is {error}.") from error
    except ValueError as error:
        raise _Unusable(f"--clock {error}, or now.") from error
    except OverflowError as error:
        raise _Unusable("--clock must leave some weeks before and after it.") from error
    with tempfile.TemporaryDirectory(prefix="mock_server-") as folder:
        ca_file: Path = options.ca_file or Path(folder) / "ca.pem"
        try:
            context = make_server_context(ca_file)
        except OSError as error:
            raise _Unusable(f"Can't write {ca_file}: {error.strerror}.") from error
        state = f"{options.scenario}: {SCENARIOS[options.scenario].description}"
        _introduce(scene, state, _port(listener), ca_file, None if plain is None else _port(plain))
        serve(scene.app, listener, context, lambda: print("Ready. Ctrl-C stops it.", flush=True), plain)
    return 0


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def _listen(port: int, option: str) -> socket.socket:
    """Take the port before anything else is made, so that one in use is found out at once.

    Raises:
        _Unusable: the port is taken, needs more rights, or doesn't exist.
    """
    # asyncio turns Nagle's algorithm off for what says that it is TCP; else each answer could wait 40 ms.
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_LOOPBACK, port))
        # Only a port that is listened to is taken: two servers that start at once must not both get it.
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        is_taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "is in use" if is_taken else f"can't be used ({error})"
        advice = f"Choose another one with {option}; {option} 0 picks a free one."
        raise _Unusable(f"Port {port} {reason}. {advice}") from error
    return listener


def _introduce(scene: Scene, state: str, port: int, ca_file: Path, http_port: int | None) -> None:
    """Say all that a first request needs."""
    address, key = f"https://localhost:{port}", scene.keys["reader"]
    print(f"{scene.title} {scene.version} at {address}/v1")
    print(f"Scenario {state}")
    print(f"API key  {key}")
    print(f"CA file  {ca_file}")
    print(f"Portal   {f'http://localhost:{http_port}' if http_port else address}/signup")
    print(f'curl --cacert "{ca_file}" "{address}/v1/tasks" -H "Authorization: Bearer {key}"')


if __name__ == "__main__":
    sys.exit(main())
