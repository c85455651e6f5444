"""The load generator counts nothing but the answer that it was promised."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.bench.child import NotStarted, running
from tests.bench.load import Call, UnexpectedAnswer, requests_per_second

GET = Call("GET", "/v1/tasks", 200)
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture
def serve() -> Iterator[Callable[[list[bytes]], int]]:
    """Starts a server for one connection, which answers each request with the next bytes, then hangs up."""
    threads = []

    def start(answers: list[bytes]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))

        def answer() -> None:
            with listener, listener.accept()[0] as connection:
                for each in answers:
                    if connection.recv(65536):
                        connection.sendall(each)

        threads.append(threading.Thread(target=answer))
        threads[-1].start()
        return int(listener.getsockname()[1])

    yield start
    for thread in threads:
        thread.join()


def test_so_many_requests_are_sent_as_are_asked_for(serve: Callable[[list[bytes]], int]) -> None:
    assert requests_per_second(GET, serve([FINE] * 3), requests=3, connections=1) > 0


def test_a_header_is_found_in_any_case(serve: Callable[[list[bytes]], int]) -> None:
    port = serve([b"HTTP/1.1 200 OK\r\ncontent-length:2\r\ndate: now\r\n\r\n{}"])
    assert requests_per_second(GET, port, requests=1) > 0


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}",
            "expected 200, got b'HTTP/1.1 429 ",
        ),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", "the answer has no Content-Length"),
        (b"hello\r\n\r\n", "expected 200, got b'hello'"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", "the server closed the connection"),
    ],
)
def test_another_answer_ends_the_measurement(
    serve: Callable[[list[bytes]], int], answer: bytes, message: str
) -> None:
    with pytest.raises(UnexpectedAnswer, match=f"^GET /v1/tasks: {message}"):
        requests_per_second(GET, serve([FINE, answer]), requests=3, connections=1)


def test_a_request_carries_the_key_and_the_length_of_its_body() -> None:
    call = Call("POST", "/v1/tasks", 201, "tmk_key", b'{"title":"\xc3\xa4"}')
    head, _, body = call.encoded(8080).partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [
        b"POST /v1/tasks HTTP/1.1",
        b"Host: 127.0.0.1:8080",
        b"Accept: application/json",
        b"Authorization: Bearer tmk_key",
        b"Content-Type: application/json",
        b"Content-Length: 14",
    ]
    assert body == call.body
    assert "tmk_key" not in repr(call)


def test_a_server_that_ends_at_once_is_told_with_its_last_line() -> None:
    program = "import sys; sys.exit('first line\\nThe port is in use.')"
    with (
        pytest.raises(NotStarted, match=r"^The port is in use\.$"),
        running(lambda _port: [sys.executable, "-c", program], GET),
    ):
        pass
