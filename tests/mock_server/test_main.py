"""The stand-alone server, started as a person starts it and asked by a real curl."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_server.__main__ import _listen, main
from mock_server.scenarios import SCENARIOS
from tests.mock_server.stand_alone import Server, start, stop


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = start()
    yield server
    assert stop(server) == (0, "")


def test_it_says_all_that_a_first_request_needs(server: Server) -> None:
    assert server.lines == [
        f"Task Management API v1.0.0 at https://localhost:{server.port}/v1",
        "Scenario default: the reader's key is good, and there are three tasks",
        f"API key  {server.key}",
        f"CA file  {server.ca_file}",
        f"Portal   https://localhost:{server.port}/signup",
        f'curl --cacert "{server.ca_file}" "https://localhost:{server.port}/v1/tasks"'
        f' -H "Authorization: Bearer {server.key}"',
        "Ready. Ctrl-C stops it.",
    ]


def test_the_curl_line_works_as_it_is_printed(server: Server) -> None:
    answer = subprocess.run(
        ["bash", "-c", server.lines[5]], capture_output=True, text=True, check=True, timeout=20
    )
    assert answer.stdout.startswith('{"data":[{"id":"task_000003"')


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("api.taskmanagement.example.com", "/health"),
        ("taskmanagement.example.com", "/signup"),
        ("localhost", "/health"),
    ],
)
def test_its_certificate_is_good_for_the_documented_hosts(server: Server, host: str, path: str) -> None:
    answer = server.fetch(f"https://{host}{path}", "--connect-to", f"{host}:443:127.0.0.1:{server.port}")
    assert answer.startswith("HTTP/1.1 200")


def test_a_plain_port_is_open_when_it_is_asked_for() -> None:
    server = start("--http-port", "0")
    assert re.fullmatch(r"http://localhost:\d+/signup", server.portal)
    page = server.fetch(server.portal)
    assert page.startswith("HTTP/1.1 200")
    assert "Create your account" in page
    # What a browser keeps from it must not wait for TLS.
    assert "set-cookie: portal=" in page
    health = server.curl(f"https://localhost:{server.port}/health")
    assert health.startswith("HTTP/1.1 200")
    assert stop(server) == (0, "")


def test_a_plain_port_in_use_is_told_in_one_line(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "0", "--http-port", server.port]) == 2
    advice = "Choose another one with --http-port; --http-port 0 picks a free one."
    assert capsys.readouterr() == ("", f"Port {server.port} is in use. {advice}\n")


def test_on_the_wire_an_answer_names_no_server_and_is_counted(server: Server) -> None:
    head, _, body = server.curl(f"https://127.0.0.1:{server.port}/health").partition("\n\n")
    names = [line.partition(":")[0] for line in head.splitlines()[1:]]
    assert sorted(names) == ["content-length", "content-type", "date", "x-request-id"]
    assert body == '{"status":"ok"}'


def test_the_placeholder_of_the_docs_is_no_key(server: Server) -> None:
    answer = server.curl(
        f"https://localhost:{server.port}/v1/tasks", "-H", "Authorization: Bearer YOUR_API_KEY"
    )
    assert answer.startswith("HTTP/1.1 401")
    assert 'www-authenticate: Bearer realm="Task Management API", error="invalid_token"\n' in answer


def test_two_authorization_headers_reach_the_app_as_two(server: Server) -> None:
    header = f"Authorization: Bearer {server.key}"
    answer = server.curl(f"https://localhost:{server.port}/v1/tasks", "-H", header, "-H", header)
    assert answer.startswith("HTTP/1.1 401")


def test_head_has_no_body(server: Server) -> None:
    answer = server.curl(
        f"https://localhost:{server.port}/v1/tasks/task_000001",
        "--head",
        "-H",
        f"Authorization: Bearer {server.key}",
    )
    assert answer.startswith("HTTP/1.1 200")
    assert "content-length: 371\n" in answer


def test_a_forwarding_header_does_not_change_where_a_request_came_from() -> None:
    server = start("--scenario", "ip-bound")
    answer = server.curl(
        f"https://localhost:{server.port}/v1/tasks",
        *("-H", f"Authorization: Bearer {server.key}", "-H", "X-Forwarded-For: 203.0.113.7"),
    )
    assert "ip_not_allowed" in answer
    assert stop(server) == (0, "")


def test_a_trusted_proxy_says_where_a_request_came_from() -> None:
    server = start("--scenario", "ip-bound", "--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "127.0.0.1")
    for forwarded, status in (("203.0.113.7", 200), ("203.0.113.7, 10.0.0.1", 200), ("198.51.100.7", 403)):
        answer = server.curl(
            f"https://localhost:{server.port}/v1/tasks",
            *("-H", f"Authorization: Bearer {server.key}", "-H", f"X-Forwarded-For: {forwarded}"),
        )
        assert answer.startswith(f"HTTP/1.1 {status}")
    assert stop(server) == (0, "")


def test_it_listens_on_this_machine_only(server: Server) -> None:
    with pytest.raises(ConnectionRefusedError), socket.socket() as other:
        other.connect(("127.0.0.2", int(server.port)))


def test_it_starts_in_a_scenario_at_a_time_and_writes_its_ca_where_it_is_told(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    server = start("--scenario", "rotated", "--clock", "2030-01-01T00:00:00Z", "--ca-file", str(ca_file))
    assert server.ca_file == str(ca_file)
    answer = server.curl(
        f"https://localhost:{server.port}/v1/tasks", "-H", f"Authorization: Bearer {server.key}"
    )
    assert "api-key-expires: 2030-01-02T00:00:0" in answer
    assert stop(server) == (0, "")


def test_sigterm_leaves_nothing_behind() -> None:
    server = start()
    assert Path(server.ca_file).exists()
    assert stop(server, signal.SIGTERM) == (0, "")
    assert not Path(server.ca_file).parent.exists()


def test_a_port_in_use_is_told_in_one_line(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", server.port]) == 2
    message = f"Port {server.port} is in use. Choose another one with --port; --port 0 picks a free one.\n"
    assert capsys.readouterr() == ("", message)


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_does_not_exist_is_told_in_one_line(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port", port]) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith(f"Port {port} can't be used (")
    assert complaint.count("\n") == 1


def test_a_ca_file_that_cannot_be_written_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ca_file = tmp_path / "missing" / "ca.pem"
    assert main(["--port", "0", "--ca-file", str(ca_file)]) == 2
    assert capsys.readouterr() == ("", f"Can't write {ca_file}: No such file or directory.\n")


def test_the_scenarios_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(SCENARIOS)
    assert lines[1] == "expired                 the reader's key expired a day ago"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--scenario", "broken"], "There is no scenario 'broken'; there are default, expired, "),
        (["--clock", "noon"], "--clock must be an ISO 8601 timestamp with a zone, such as "),
        (["--clock", "0001-01-01T00:00:00Z"], "--clock must leave some weeks before and after it."),
        (["--trusted-proxy", "proxy.example"], "--trusted-proxy must be an address or a CIDR block: "),
        (["--trusted-proxy", "::1", "--trusted-proxy", "10.0.0.1/8"], "--trusted-proxy must be an address "),
        (["--clock", "9999-12-31T23:59:59Z"], "--clock must leave some weeks before and after it."),
    ],
)
def test_a_bad_argument_is_told_the_good_ones(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port", "0", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith(complaint)
    assert said.count("\n") == 1


def test_ctrl_c_ends_it_cleanly_while_it_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mock_server.scenarios.open_scene", interrupt)
    assert main(["--port", "0"]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_is_answered_is_sent_at_once() -> None:
    async def accept() -> int:
        accepted: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()

        def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted.set_result(writer.get_extra_info("socket"))
            writer.close()

        with _listen(0, "--port") as listener, socket.socket() as client:
            async with await asyncio.start_server(note, sock=listener):
                client.connect(listener.getsockname())
                return (await accepted).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert asyncio.run(accept())
