"""Virtual time: a snippet that sleeps for a second or more moves its world's clock, and waits for nothing.

The sandbox of a program has a `sleep` of its own, and Node timers of its own (`runners/timers.cjs`). Both
tell the world over its TLS port, at a host of its own that no client of the snippet is led to. A scene whose
clock can't be moved has none of this: there, a sleep really waits.

Of `.invalid`, no name is ever in use (RFC 6761 §6.4), so no documented host can be this one.
"""

import math
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from snippets.world import ASGIApp, Receive, Scope, Send

__all__ = ["CLOCK", "SHORTEST", "clocked", "furnish", "seconds"]

CLOCK = "clock.invalid"
"""The host that moves the clock. A request says how far as `seconds` takes it; one to `/sleep` is refused
where it says less than `SHORTEST`."""

SHORTEST = 1
"""Seconds; a shorter sleep takes its time. Programs poll by it, so it would move the clock by chance."""

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"\+?((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([smhd]?)", re.I | re.A)

_SLEEP = """\
#!/bin/sh
# What is no duration, what is shorter than a second and what has no end is left to the real one.
{curl} --data-binary "$(printf '%s\\n' "$@")" https://{host}/sleep 2>/dev/null || command -p sleep "$@"
"""


def seconds(arguments: str) -> float:
    """The time that `sleep` would take with these arguments, one a line: GNU's numbers and suffixes.

    Raises ValueError where it would fail, and where it would never end.
    """
    total = 0.0
    for argument in arguments.rstrip("\n").split("\n"):
        match = _DURATION.fullmatch(argument)
        if match is None or match[2] not in _UNITS:
            raise ValueError(f"invalid time interval {argument!r}")
        total += float(match[1]) * _UNITS[match[2]]
    if not math.isfinite(total):
        raise ValueError("this has no end")
    return total


def clocked(world: ASGIApp, advance: Callable[[float], None]) -> ASGIApp:
    """`world`, with the host that moves its clock beside it; what is said there is no exchange."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if (b"host", CLOCK.encode()) not in scope["headers"]:
            await world(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status, said = 204, b""
        try:
            duration = seconds(body.decode())
            if scope["path"] == "/sleep" and duration < SHORTEST:
                raise ValueError("this is short: let it take its time")
            advance(duration)
        except (ValueError, OverflowError) as error:  # OverflowError: past the last day of a scene's calendar
            status, said = 400, str(error).encode()
        headers = [] if status == 204 else [(b"content-length", str(len(said)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": said})

    return app


def furnish(folder: Path, port: int, path: str) -> dict[str, str]:
    """Gives a sandbox, furnished in `folder` for the world at `port`, its own `sleep`, and Node its timers.

    Returns the variables that make programs find them; `path`: the PATH behind the sandbox's own.
    """
    programs = folder / "bin"
    programs.mkdir()
    # `-q` keeps out the `.curlrc` of the snippet, whose curl knows nothing of this host.
    curl = ["curl", "-q", "--silent", "--fail", "--cacert", str(folder / "ca.pem"), "--noproxy", "*"]
    curl += ["--connect-to", f"{CLOCK}:443:127.0.0.1:{port}"]
    sleep = programs / "sleep"
    sleep.write_text(_SLEEP.format(curl=shlex.join(curl), host=CLOCK), "utf-8")
    sleep.chmod(0o700)
    return {"PATH": f"{programs}{os.pathsep}{path}", "SNIPPETS_CLOCK": CLOCK}
