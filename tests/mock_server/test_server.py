"""What the server does to the socket that it is given."""

from __future__ import annotations

import signal
import socket

import pytest
import uvicorn

from mock_server.scenarios import open_scene
from mock_server.server import serve


def test_no_answer_waits_until_its_head_is_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    without_delay = []

    def accept_one(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        with socket.create_connection(sockets[0].getsockname()), sockets[0].accept()[0] as connection:
            without_delay.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(uvicorn.Server, "run", accept_one)
    with socket.socket() as listener:  # as `python -m mock_server` makes it
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        serve(open_scene().app, listener, None, when_ready=lambda: None)
    assert without_delay != [0]
