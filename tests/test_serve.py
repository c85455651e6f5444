"""`make serve` as people meet it: the site, the API, a shell led there, and a page that is saved."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, Queue
from urllib.request import urlopen

import pytest

from snippets.judging.message import Documented, parse
from snippets.languages import language_of
from snippets.model import Block, Example, Group
from snippets.page import Reader
from snippets.serve import for_browsers
from snippets.settings import load
from snippets.world import World, scene_factory
from snippets.worlds.host import Host

pytestmark = pytest.mark.xdist_group("serve")  # one server for all of them

ROOT = Path(__file__).resolve().parents[1]
GUIDE = "docs/getting-started/authentication.md"
WAIT = 120  # seconds, far beyond any wait of a healthy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """`python -m snippets serve` on a copy of the project, and what it prints."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port, self.api_port, self.http_port = free_port(), free_port(), free_port()
        shutil.copytree(ROOT / "docs", root / "docs")
        for page in (root / "docs").rglob("*.md"):
            # The guide that is copied from, and a page to save; the others run as docs, once.
            if page.relative_to(root).as_posix() not in (GUIDE, "docs/index.md"):
                page.unlink()
        for name in ("pyproject.toml", "mkdocs.yml", "package-lock.json", "requirements.lock"):
            shutil.copy(ROOT / name, root / name)
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        (root / ".venv").symlink_to(Path(sys.executable).parents[1])
        self.process = self.start()
        self.lines: Queue[str] = Queue()
        self.said: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "snippets", *arguments]

    def ports(self) -> list[str]:
        return [
            *("--port", str(self.port), "--api-port", str(self.api_port)),
            *("--http-port", str(self.http_port)),
        ]

    def env(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self.command("serve", *self.ports()),
            cwd=self.root,
            env=self.env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self.lines.put(line)

    def until(self, pattern: str) -> re.Match[str]:
        """Waits for a printed line; fails with all that was printed when it doesn't come."""
        while True:
            try:
                line = self.lines.get(timeout=WAIT)
            except Empty:
                pytest.fail(f"no line like {pattern!r} in:\n{''.join(self.said)}")
            self.said.append(line)
            if found := re.search(pattern, line):
                return found

    def read(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=WAIT) as answer:
            return str(answer.read().decode())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    running = Served(tmp_path_factory.mktemp("served"))
    try:
        running.until(r"eval")
        yield running
    finally:
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(WAIT) == 0
        running.reader.join()


@pytest.fixture(scope="module")
def shell(served: Served) -> dict[str, str]:
    """The environment of a shell after the line that `make serve` prints."""
    script = 'eval "$(python -m snippets env)" 2>/dev/null && exec env -0'
    done = subprocess.run(
        ["bash", "-c", script], cwd=served.root, env=served.env(), check=True, capture_output=True, text=True
    )
    values = dict(pair.partition("=")[::2] for pair in done.stdout.split("\0") if pair)
    # A reader's programs are not traced for coverage.
    return {name: value for name, value in values.items() if not name.startswith("COVERAGE_")}


def guide() -> list[tuple[Example, Group, Block]]:
    page = Reader(ROOT / "mkdocs.yml").read(ROOT / GUIDE, ROOT)
    return [(e, group, snippet) for e in page.examples for group in e.groups for snippet in group.snippets]


def test_the_banner_names_site_api_key_and_the_line_for_a_shell(served: Served) -> None:
    said = "".join(served.said)
    assert f"http://127.0.0.1:{served.port}" in said
    assert f"https://127.0.0.1:{served.api_port}" in said
    assert re.search(r"tmk_[0-9A-Za-z]{36}", said)
    assert f"portal   http://127.0.0.1:{served.http_port}/signup" in said
    assert 'eval "$(python -m snippets env)"' in said


def test_the_api_answers_over_tls_with_the_printed_key(served: Served, shell: dict[str, str]) -> None:
    key = re.search(r"tmk_[0-9A-Za-z]{36}", "".join(served.said))
    assert key is not None
    url = f"https://127.0.0.1:{served.api_port}/v1/tasks"
    done = subprocess.run(
        ["curl", "-sS", url, "-H", f"Authorization: Bearer {key[0]}"],
        env=shell, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["pagination"]["total"] == 3


def test_the_portal_answers_without_tls_and_under_its_documented_name(
    served: Served, shell: dict[str, str]
) -> None:
    for url in (f"http://127.0.0.1:{served.http_port}/signup", "https://taskmanagement.example.com/signup"):
        done = subprocess.run(["curl", "-sS", url], env=shell, check=True, capture_output=True, text=True)
        assert "Create your account" in done.stdout


@pytest.mark.parametrize(
    ("group", "snippet"),
    [pytest.param(group, block, id=f"line-{block.line}-{block.language}") for _, group, block in guide()],
)
def test_a_copied_example_prints_what_the_page_shows(
    group: Group, snippet: Block, shell: dict[str, str], served: Served
) -> None:
    program = {"bash": "bash", "javascript": "node", "python": "python"}
    language = language_of(snippet.language)
    assert language is not None
    done = subprocess.run(
        ["/usr/bin/env", program[language.name], *([] if language.name == "bash" else ["-"])],
        input=snippet.source + "\n",
        cwd=served.root,
        env=shell,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=WAIT,
    )
    answers = [parse(answer) for answer in group.answers_for(snippet, language.label)]
    shown = [answer for answer in answers if not answer.of_request]
    assert shown
    for answer in shown:
        assert_shows(done.stdout, answer)


def assert_shows(output: str, answer: Documented) -> None:
    """The status, each header and the body of the page are in the output, times aside."""
    if answer.status is not None:
        assert re.search(rf"^(HTTP/\S+ )?{answer.status}\b", output, re.MULTILINE), output
    for name, value in answer.headers:
        assert timeless(value) in timeless(output), f"{name}: {value} is not in:\n{output}"
    if answer.body is not None:
        start = re.search(r"^\{", output, re.MULTILINE)
        assert start is not None, output
        body, _ = json.JSONDecoder().raw_decode(timeless(output[start.start() :]))
        assert body == json.loads(timeless(answer.body))


def timeless(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text)


def test_a_saved_page_is_checked_at_once_in_terminal_report_and_page(served: Served) -> None:
    page = served.root / "docs" / "index.md"
    text = page.read_text("utf-8")
    served.until(r"docs/index.md: \d+ blocks verified")
    page.write_text(text.replace("Bearer YOUR_API_KEY", "Token YOUR_API_KEY", 1), "utf-8")
    served.until(r"^docs/index\.md:\d+ \[bash\] example urgent: the answer differs")
    served.until(r"got +401")
    served.until(r"✗ docs/index\.md: 1 of \d+ blocks failed")
    report = json.loads((served.root / "build" / "verification.json").read_text("utf-8"))
    outcomes = [record["outcome"] for record in report["pages"]["docs/index.md"]["records"]]
    assert "failed" in outcomes
    page.write_text(text, "utf-8")
    served.until(r"✓ docs/index\.md: \d+ blocks verified")


def test_the_site_answers(served: Served) -> None:
    if not any("the site is up" in line for line in served.said):
        served.until("the site is up")
    assert "Bearer Token Authentication" in served.read("/getting-started/authentication/")


def test_a_port_in_use_gets_one_line_that_says_what_to_do(served: Served) -> None:
    done = subprocess.run(
        served.command("serve", "--port", str(free_port()), "--api-port", str(served.api_port)),
        cwd=served.root, env=served.env(), check=False, capture_output=True, text=True, timeout=WAIT,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"port {served.api_port} on 127.0.0.1 is in use" in done.stderr
    assert "--api-port" in done.stderr


def test_env_says_when_nothing_is_served(served: Served, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = subprocess.run(
        served.command("env"), cwd=tmp_path, env=served.env(), check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "run `make serve` in another terminal first" in done.stderr


def test_env_needs_no_installed_package(served: Served) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "snippets", "env"],
        cwd=served.root, env=served.env(), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "export CURL_HOME=" in done.stdout


def test_a_project_without_the_table_is_told(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "snippets", "verify"],
        cwd=tmp_path, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "there is no [tool.snippets] table" in done.stderr


def test_a_plain_port_in_use_is_no_reason_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    settings = load(ROOT)
    world = World(scene_factory(settings)(), settings)
    with socket.socket() as taken, ExitStack() as stack:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        host = stack.enter_context(Host(settings.hosts))
        assert for_browsers(stack, host, world, port) is None

    said = capsys.readouterr().err
    assert said.startswith(f"port {port} on 127.0.0.1 is in use by another program: ")
    assert said.count("\n") == 1
