"""The exported descriptions, run by the tools that they are for, against the mock as a person starts it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from snippets.check import Checker
from snippets.exporting.files import ARAZZO, POSTMAN, descriptions
from snippets.page import Reader
from snippets.publishing.programs import layouts
from snippets.report import PageReport, Report
from snippets.reporting.ledger import record
from snippets.settings import load
from tests.mock_server.stand_alone import Server, start, stop

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "node_modules" / ".bin"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}

# One worker: the files take ten seconds to make.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("exports")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, made of what the tutorials do now; one language is enough, since all do the same."""
    settings = load(ROOT)
    pages = layouts(Reader(settings.mkdocs), settings)
    with Checker(settings) as checker:
        entries = {
            page.path: PageReport(
                page.digest,
                tuple(
                    record(checker.verdict(page, block))
                    for example in page.examples
                    for block in example.snippets
                    if block.language == "bash"
                ),
            )
            for page in (layout.page for layout in pages)
            if page.sequence
        }
        report = Report(checker.api, pages=entries, operations=checker.operations)
    folder = tmp_path_factory.mktemp("exports")
    for path, text in descriptions(settings, pages, report).items():
        (folder / path).write_text(text, "utf-8")
    return folder


@contextmanager
def mock(*arguments: str) -> Iterator[Server]:
    server = start("--http-port", "0", *arguments)
    try:
        yield server
    finally:
        stop(server)


def run(folder: Path, server: Server | None, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a tool; what it says of the server's key is the word KEY."""
    done = subprocess.run(
        [TOOLS / command[0], *command[1:]],
        cwd=folder,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = done.stdout + done.stderr
    done.stdout = said.replace(server.key, "KEY") if server else said
    return done


def newman(folder: Path, server: Server) -> subprocess.CompletedProcess[str]:
    given = (f"apiKey={server.key}", f"baseUrl={address(server)}")
    return run(folder, server, "newman", "run", POSTMAN, "--color", "off", *flags("--env-var", given))


def respect(folder: Path, server: Server) -> subprocess.CompletedProcess[str]:
    given = (f"apiKey={server.key}",)
    place = ("--server", f"api={address(server)}")
    return run(folder, server, "redocly", "respect", ARAZZO, *place, *flags("--input", given))


def flags(flag: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for value in values for word in (flag, value))


def address(server: Server) -> str:
    return server.portal.removesuffix("/signup").replace("localhost", "127.0.0.1")


def test_newman_runs_the_collection_from_top_to_bottom_and_again(folder: Path) -> None:
    with mock() as server:
        for _ in range(2):
            done = newman(folder, server)
            assert done.returncode == 0, done.stdout


def test_newman_would_find_another_status(folder: Path) -> None:
    with mock("--scenario", "read-only") as server:
        done = newman(folder, server)
    assert done.returncode == 1
    assert "expected response to have status code 201 but got 403" in done.stdout


def test_respect_runs_the_tutorials(folder: Path) -> None:
    with mock() as server:
        done = respect(folder, server)
    assert done.returncode == 0, done.stdout
    assert "task-workflow" in done.stdout
    assert "rotate-a-key-without-downtime" in done.stdout


def test_respect_would_find_another_status(folder: Path) -> None:
    with mock("--scenario", "read-only") as server:
        done = respect(folder, server)
    assert done.returncode == 1
    assert "$statusCode == 201" in done.stdout


def test_redocly_finds_no_fault_in_the_description(folder: Path) -> None:
    done = run(folder, None, "redocly", "lint", ARAZZO)
    assert done.returncode == 0, done.stdout
    assert "warning" not in done.stdout.replace("Deprecation warning", ""), done.stdout


def test_no_key_of_the_mock_is_in_what_the_tutorials_became(folder: Path) -> None:
    text = (folder / ARAZZO).read_text()
    assert "$steps.create.outputs.key" in text.replace("rotate-a-key-without-downtime-", "")
    assert "tmk_" not in text
