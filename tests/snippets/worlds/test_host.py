"""The documented host on this machine: real TLS, 127.0.0.1 only."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets.world import World
from snippets.worlds.host import Host, PortInUse, bound
from tests.snippets import toy_api
from tests.snippets.conftest import Project

NAME = "api.notes.example.com"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with Host((NAME,)) as running:
        yield running


@pytest.fixture
def world(project: Project) -> World:
    return World(toy_api.open_scene(), project.settings)


def curl(
    host: Host, port: int, folder: Path, *arguments: str, name: str = NAME
) -> subprocess.CompletedProcess[str]:
    ca = folder / "ca.pem"
    ca.write_bytes(host.ca_pem)
    command = ["curl", "-sS", "--cacert", str(ca), "--connect-to", f"::127.0.0.1:{port}", *arguments]
    return subprocess.run([*command, f"https://{name}/v1/notes"], check=False, capture_output=True, text=True)


def test_curl_trusts_it_under_its_documented_name(host: Host, world: World, tmp_path: Path) -> None:
    with host.serving(world) as port:
        done = curl(host, port, tmp_path, "-H", "Authorization: Bearer YOUR_KEY")
    assert done.stdout == '{"notes":[{"id":1,"text":"Buy milk"}]}'
    assert len(world.exchanges) == 1


def test_without_tls_it_answers_a_browser(host: Host, world: World) -> None:
    with host.serving(world, tls=False) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET /v1/notes HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        assert connection.makefile().readline() == "HTTP/1.1 401 Unauthorized\n"


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_it_also_has_this_machines_names(name: str, host: Host, world: World, tmp_path: Path) -> None:
    with host.serving(world) as port:
        assert curl(host, port, tmp_path, name=name).returncode == 0


def test_no_other_name_is_trusted(host: Host, world: World, tmp_path: Path) -> None:
    with host.serving(world) as port:
        assert curl(host, port, tmp_path, name="other.example.org").returncode == 60


def test_no_program_without_its_authority_trusts_it(host: Host, world: World) -> None:
    with host.serving(world) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        context = ssl.create_default_context()
        with pytest.raises(ssl.SSLCertVerificationError):
            context.wrap_socket(connection, server_hostname=NAME)


def test_worlds_side_by_side_know_nothing_of_each_other(host: Host, project: Project, tmp_path: Path) -> None:
    one, two = (World(toy_api.open_scene(), project.settings) for _ in range(2))
    with host.serving(one) as first, host.serving(two) as second:
        key = ("-H", "Authorization: Bearer YOUR_KEY")
        curl(host, first, tmp_path, *key, "-d", '{"text":"x"}')
        assert curl(host, second, tmp_path, *key).stdout == '{"notes":[{"id":1,"text":"Buy milk"}]}'
    assert (len(one.exchanges), len(two.exchanges)) == (1, 1)


def test_no_server_header(host: Host, world: World, tmp_path: Path) -> None:
    with host.serving(world) as port:
        assert "\nserver:" not in curl(host, port, tmp_path, "-i").stdout.lower()


def test_it_listens_on_loopback_only() -> None:
    with bound(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_named() -> None:
    with bound(0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortInUse, match=f"port {port} on 127.0.0.1 is in use"):
            bound(port)


def test_what_is_answered_is_sent_at_once() -> None:
    async def accept() -> int:
        accepted: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()

        def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted.set_result(writer.get_extra_info("socket"))
            writer.close()

        with bound(0) as listener, socket.socket() as client:
            async with await asyncio.start_server(note, sock=listener):
                client.connect(listener.getsockname())
                return (await accepted).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert asyncio.run(accept())
