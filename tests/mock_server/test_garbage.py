"""Raw bytes to the real server: it answers or closes, never dies, stays small, and serves the next request.

`FULL=1` sends fifty times as many made-up requests.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mock_server.raw import RawServer, answers, half_close, hear_all, hear_one

# One server takes everything, so that what it has become by the end says something.
pytestmark = pytest.mark.xdist_group("garbage")

MADE_UP = 5_000 if os.environ.get("FULL") == "1" else 100
CROWD = 500
MIB = 1024 * 1024

CLOSE = b"Connection: close\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
GET = b"GET /health HTTP/1.1\r\nHost: x\r\n"
LAST = GET + CLOSE + b"\r\n"
POST = (
    b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer KEY\r\n"
)
"""The server's key is put in for `KEY`."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RawServer]:
    server = RawServer(tmp_path_factory.mktemp("raw"))
    yield server
    assert server.stop() == 0
    assert "Traceback" not in server.complaints
    assert server.key.decode() not in server.complaints


REFUSED = {
    "an empty line first": b"\r\n" + LAST,
    "nothing but empty lines": b"\r\n\r\n",
    "one word": b"hello\r\n\r\n",
    "every byte there is": bytes(range(256)),
    "zero bytes": bytes(100),
    "letters without end": b"A" * 20_000,
    "a target without end": b"GET /" + b"a" * 20_000,
    "a header without end": GET + b"X-A: " + b"a" * 20_000,
    "headers without end": GET + b"X-A: b\r\n" * 3_000,
    "HTTP/0.9": b"GET /health\r\n\r\n",
    "no version": b"GET /health HTTP\r\nHost: x\r\n\r\n",
    "a version in words": b"GET /health HTTP/one\r\nHost: x\r\n\r\n",
    "two spaces": b"GET  /health HTTP/1.1\r\nHost: x\r\n\r\n",
    "a space before": b" " + LAST,
    "a space in the target": b"GET /hea lth HTTP/1.1\r\nHost: x\r\n\r\n",
    "a zero byte in the target": b"GET /he\0alth HTTP/1.1\r\nHost: x\r\n\r\n",
    "UTF-8 in the target": "GET /gesünd HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
    "a zero byte in a header": GET + b"X-A: \0\r\n\r\n",
    "a header without a colon": GET + b"abc\r\n\r\n",
    "a header without a name": GET + b": abc\r\n\r\n",
    "a space before the colon": GET + b"X-A : b\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: y\r\n\r\n",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "a length with a sign": POST + b"Content-Length: +2\r\n\r\n{}",
    "a length in words": POST + b"Content-Length: two\r\n\r\n{}",
    "a length of 5,000 digits": POST + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n{}",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "chunked twice": POST + CHUNKED + CHUNKED + b"\r\n0\r\n\r\n",
    "another coding": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "nearly chunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked behind a vertical tab": POST + b"Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n",
    "a chunk size that is none": POST + CHUNKED + b"\r\nxyz\r\n{}\r\n0\r\n\r\n",
    "a negative chunk size": POST + CHUNKED + b"\r\n-1\r\n{}\r\n0\r\n\r\n",
    "a chunk size of 100 digits": POST + CHUNKED + b"\r\n" + b"f" * 100 + b"\r\n{}",
    "a chunk longer than it says": POST + CHUNKED + b"\r\n2\r\n{}XX0\r\n\r\n",
    "a chunk extension without end": POST + CHUNKED + b"\r\n2;" + b"a" * 20_000,
    "trailers without end": POST + CHUNKED + b"\r\n2\r\n{}\r\n0\r\n" + b"X-A: b\r\n" * 3_000,
}
"""What is no request of HTTP/1.1: the server says so, or nothing, and closes."""

ANSWERED = {
    "HTTP/1.0": (b"GET /health HTTP/1.0\r\n\r\n", [200]),
    "HTTP/1.0 that wants to go on": (b"GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200]),
    "bare line feeds": (LAST.replace(b"\r", b""), [200]),
    "a folded header": (GET + b"X-A: b\r\n c\r\n" + CLOSE + b"\r\n", [200]),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [404, 400]),
    "an upgrade to a WebSocket": (
        GET + b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n" + LAST,
        [200, 200],
    ),
    "an upgrade to HTTP/2": (
        GET + b"Connection: upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n" + LAST,
        [200, 200],
    ),
    "an absolute target": (b"GET http://x/nowhere HTTP/1.1\r\nHost: x\r\n\r\n" + LAST, [404, 200]),
    "OPTIONS *": (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n" + LAST, [404, 200]),
    "CONNECT": (b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n" + LAST, [404, 200]),
    "TRACE": (b"TRACE /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\n\r\n" + LAST, [405, 200]),
    "a method in lower case": (b"get /health HTTP/1.1\r\nHost: x\r\n\r\n" + LAST, [405, 200]),
    "a target of broken escapes": (b"GET /%zz%ff%00%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n" + LAST, [404, 200]),
    "a length far beyond": (POST + b"Content-Length: " + b"9" * 20 + b"\r\n" + CLOSE + b"\r\n{}", [413]),
    "the same length twice": (POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + LAST, [422, 200]),
    "a chunk extension": (POST + CHUNKED + b"\r\n2;a=b\r\n{}\r\n0\r\n\r\n" + LAST, [422, 200]),
    "trailers": (POST + CHUNKED + b"\r\n2\r\n{}\r\n0\r\nX-A: b\r\n\r\n" + LAST, [422, 200]),
    "a body that GET has no use for": (GET + b"Content-Length: 2\r\n\r\n{}" + LAST, [200, 200]),
    "twenty requests at once": (b"".join([GET + b"\r\n"] * 19) + LAST, [200] * 20),
    "requests with bodies at once": ((POST + b"Content-Length: 2\r\n\r\n{}") * 5 + LAST, [422] * 5 + [200]),
    "garbage behind requests": ((GET + b"\r\n") * 3 + b"xx\r\n\r\n", [200, 200, 200, 400]),
    # RFC 9112 §6.3: the chunks say where a body ends, whatever length is claimed. So nothing is smuggled.
    "a length beside chunks, shorter": (
        POST + b"Content-Length: 1\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + LAST,
        [422, 200],
    ),
    "a length beside chunks, longer": (
        POST + CHUNKED + b"Content-Length: 99\r\n\r\n0\r\n\r\n" + LAST,
        [422, 200],
    ),
    "a request inside a chunk": (
        POST + b"Content-Length: 5\r\n" + CHUNKED + b"\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(GET), GET) + LAST,
        [400, 200],
    ),
    "a request inside a length": (
        POST + b"Content-Length: %d\r\n\r\n%b" % (len(GET), GET) + LAST,
        [400, 200],
    ),
}
"""What is one or more requests, however odd: each gets its one answer. The last one asks to close."""

BROKEN_OFF = {
    "nothing": b"",
    "half a request line": b"GET /hea",
    "HTTP/0.9 on one line": b"GET /health\r\n",
    "carriage returns only": LAST.replace(b"\n", b""),
    "a header without its end": GET,
    "half a header": GET + b"X-A: b",
    "a body that is missing": POST + b"Content-Length: 100\r\n\r\n",
    "half a body": POST + b"Content-Length: 100\r\n\r\n{",
    "half a chunk size": POST + CHUNKED + b"\r\nf",
    "half a chunk": POST + CHUNKED + b"\r\nff\r\n{",
    "a chunk of 2 ** 64 bytes": POST + CHUNKED + b"\r\n" + b"f" * 16 + b"\r\n{",
    "no last chunk": POST + CHUNKED + b"\r\n2\r\n{}\r\n",
    "half a trailer": POST + CHUNKED + b"\r\n2\r\n{}\r\n0\r\nX-A",
}
"""What is given up on before it is a request: there is nothing to answer."""


def filled(data: bytes, server: RawServer) -> bytes:
    return data.replace(b"KEY", server.key)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_request_is_refused_and_closed(server: RawServer, name: str) -> None:
    assert answers(server.talk(filled(REFUSED[name], server))) in ([], [400])
    assert server.serves()


@pytest.mark.parametrize("name", ANSWERED)
def test_each_request_gets_one_answer(server: RawServer, name: str) -> None:
    data, expected = ANSWERED[name]
    assert answers(server.talk(filled(data, server))) == expected
    assert server.serves()


@pytest.mark.parametrize("name", BROKEN_OFF)
def test_what_is_broken_off_is_closed(server: RawServer, name: str) -> None:
    assert server.break_off(filled(BROKEN_OFF[name], server)) == b""
    assert server.serves()


def test_a_client_that_waits_before_it_sends_is_told_to_go_on(server: RawServer) -> None:
    with server.connect() as connection:
        head = POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n" + CLOSE + b"\r\n"
        connection.sendall(filled(head, server))
        assert answers(hear_one(connection)) == [100]
        connection.sendall(b"{}")
        assert answers(hear_all(connection)) == [422]


def test_without_a_key_it_is_not_told_to_go_on(server: RawServer) -> None:
    head = POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n" + CLOSE + b"\r\n"
    assert answers(server.talk(head)) == [401]


@pytest.mark.parametrize("framing", ["a length", "one chunk", "many chunks"])
@pytest.mark.parametrize(("key", "expected"), [(b"KEY", 413), (b"x", 401)], ids=["a key", "no key"])
def test_ten_mebibytes_are_refused_and_the_connection_goes_on(
    server: RawServer, framing: str, key: bytes, expected: int
) -> None:
    body = b"x" * 10 * MIB
    framed = {
        "a length": b"Content-Length: %d\r\n\r\n%b" % (len(body), body),
        "one chunk": CHUNKED + b"\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
        "many chunks": CHUNKED + b"\r\n" + b"4000\r\n%b\r\n" % body[:16_384] * 640 + b"0\r\n\r\n",
    }
    sent = filled(POST.replace(b"KEY", key) + framed[framing] + LAST, server)
    assert answers(server.talk(sent)) == [expected, 200]
    assert server.serves()


@pytest.mark.parametrize(
    "data",
    [
        LAST,
        b"\x16\x03\x01\xff\xff" + bytes(range(256)),
        b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00",
        bytes(1_000),
    ],
    ids=["plain HTTP", "a TLS record of noise", "a ClientHello cut short", "zero bytes"],
)
def test_what_is_not_tls_is_closed(server: RawServer, data: bytes) -> None:
    heard = server.talk(data, tls=False)
    assert answers(heard) == []
    assert len(heard) <= 7, "an alert at most"
    assert server.serves()


def test_noise_within_tls_is_closed(server: RawServer) -> None:
    with server.connect() as connection:
        socket.socket.sendall(connection, b"\x17\x03\x03\x00\x10" + bytes(16))  # past the encryption
        assert hear_all(connection) == b""
    assert server.serves()


def test_a_connection_that_ends_in_good_order_while_it_is_answered_is_closed(server: RawServer) -> None:
    with server.connect() as connection:
        connection.sendall(GET + b"\r\n")
        assert answers(hear_one(connection)) == [200]
        half_close(connection)
        assert b"HTTP/" not in hear_all(connection)
    assert server.serves()


def test_while_many_send_slowly_others_are_served_and_each_gets_its_answer(server: RawServer) -> None:
    head = filled(POST + b"Content-Length: 4\r\n" + CLOSE + b"\r\n", server)
    beginnings = [b"", head[:10], head[:-2], head, head + b"{ "]
    crowd = [server.connect() for _ in range(CROWD)]
    try:
        for number, connection in enumerate(crowd):
            connection.sendall(beginnings[number % len(beginnings)])
        assert server.serves()
        for number, connection in enumerate(crowd):
            connection.sendall((head + b"{ }\n")[len(beginnings[number % len(beginnings)]) :])
        assert [answers(hear_all(connection)) for connection in crowd] == [[422]] * CROWD
    finally:
        for connection in crowd:
            connection.close()
    assert server.serves()


def test_a_crowd_that_leaves_without_a_word_is_forgotten(server: RawServer) -> None:
    crowd = [server.connect_plain() for _ in range(CROWD)]
    assert server.serves()
    for connection in crowd:
        connection.close()
    assert server.serves()


PIECES = st.sampled_from(
    [
        *(b"GET", b"POST", b"HEAD", b" ", b"\t", b"/health", b"/v1/tasks", b"*", b"http://x/", b"HTTP/1.1"),
        *(b"HTTP/1.0", b"\r\n", b"\n", b"\r", b"\0", b":", b";", b",", b"Host: x\r\n", CLOSE, CHUNKED),
        *(b"Content-Length: ", b"Content-Type: application/json\r\n", b"Authorization: Bearer KEY\r\n"),
        *(
            b"Expect: 100-continue\r\n",
            b"Upgrade: h2c\r\n",
            b"0",
            b"5",
            b"ff",
            b"\r\n\r\n",
            b"{}",
            GET,
            POST,
            LAST,
        ),
    ]
)


@settings(max_examples=MADE_UP)
@given(st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=5), max_size=20).map(b"".join))
def test_whatever_is_sent_it_answers_or_closes(server: RawServer, data: bytes) -> None:
    heard = server.break_off(filled(data, server))
    assert heard == b"" or heard.startswith(b"HTTP/1.1 ")
    assert 500 not in answers(heard)


def test_after_all_that_it_serves_and_is_small(server: RawServer) -> None:
    assert server.serves()
    assert server.process.poll() is None
    assert server.peak < 200 * MIB
