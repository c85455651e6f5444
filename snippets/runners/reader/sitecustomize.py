"""Leads the documented hosts to this machine, for every Python client that looks a name up.

Python imports a module of this name at its start when the folder is on PYTHONPATH.
"""

import os
import socket

_HOSTS = frozenset(os.environ.get("SNIPPETS_HOSTS", "").split(","))
_PORT = int(os.environ.get("SNIPPETS_PORT", "0"))
_look_up = socket.getaddrinfo


def _led(host, port, *args, **kwargs):  # type: ignore[no-untyped-def]
    if host in _HOSTS:
        host, port = "127.0.0.1", _PORT
    elif os.environ.get("SNIPPETS_ALONE"):
        raise OSError(f"the snippet reaches for {host}, which is not a documented host")
    return _look_up(host, port, *args, **kwargs)


if _PORT:
    socket.getaddrinfo = _led
