"""How long a connection may take, on a clock that the test moves: nothing here waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import uvicorn
from uvicorn.server import ServerState

from mock_server.deadline import DeadlineProtocol
from mock_server.scenarios import open_scene

HEALTH = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"


class HandLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is what the test says."""

    now = 0.0

    def time(self) -> float:
        return self.now


class Connection:
    def __init__(self, loop: HandLoop, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._loop, self._reader, self._writer = loop, reader, writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> bytes:
        """The status line of the next answer, once that has come whole."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await self._reader.readexactly(length)
        return head.partition(b"\r\n")[0]

    def wait(self, seconds: float) -> None:
        self._loop.now += seconds

    async def is_closed_after(self, seconds: float) -> None:
        """Let time pass to just before that, and see nothing happen; then a little more, and see it end."""
        reading = asyncio.ensure_future(self._reader.read())
        self.wait(seconds - 0.1)
        for _ in range(20):  # rounds of the loop, in any of which a timer would have run
            await asyncio.sleep(0)
        assert not reading.done()
        self.wait(0.2)
        assert await _ended(reading) == b""


async def _ended(reading: Awaitable[bytes]) -> bytes:
    try:
        return await reading
    except ConnectionResetError:
        return b""


Talk = Callable[[Connection], Awaitable[None]]


def talk(conversation: Talk) -> None:
    """Hold a conversation with the app, over a socket."""

    async def run(loop: HandLoop) -> None:
        config = uvicorn.Config(open_scene().app, lifespan="off", log_config=None)
        state = ServerState()
        server = await loop.create_server(lambda: DeadlineProtocol(config, state, {}), "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await conversation(Connection(loop, reader, writer))
            writer.close()

    loop = HandLoop()
    try:
        loop.run_until_complete(run(loop))
    finally:
        loop.close()


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /heal", HEALTH[:-2], HEALTH[:-2] + b"X-A: "],
    ids=["nothing", "half a request line", "a header without its end", "half a header field"],
)
def test_a_request_that_is_never_finished_is_cut_off(sent: bytes) -> None:
    async def conversation(client: Connection) -> None:
        await client.send(sent)
        await client.is_closed_after(30)

    talk(conversation)


def test_a_body_that_never_ends_is_cut_off() -> None:
    key = open_scene().keys["reader"].encode()

    async def conversation(client: Connection) -> None:
        await client.send(
            POST + b"Content-Type: application/json\r\nAuthorization: Bearer " + key + b"\r\n\r\n1\r\n{\r\n"
        )
        await client.is_closed_after(30)

    talk(conversation)


def test_a_body_that_goes_on_after_the_answer_is_cut_off() -> None:
    async def conversation(client: Connection) -> None:
        await client.send(POST + b"\r\n1\r\n{\r\n")
        assert await client.answer() == b"HTTP/1.1 401 Unauthorized"
        await client.send(b"1\r\n{\r\n")
        await client.is_closed_after(30)

    talk(conversation)


def test_no_byte_puts_the_end_off_but_an_answer_does() -> None:
    async def conversation(client: Connection) -> None:
        for _ in range(20):
            await client.send(HEALTH)
            assert await client.answer() == b"HTTP/1.1 200 OK"
            client.wait(4)
        for byte in HEALTH[:5]:
            await client.send(bytes([byte]))
            client.wait(4)
        await client.is_closed_after(30 - 6 * 4)

    talk(conversation)


def test_silence_after_an_answer_ends_sooner() -> None:
    async def conversation(client: Connection) -> None:
        await client.send(HEALTH)
        await client.answer()
        await client.is_closed_after(5)

    talk(conversation)
