"""Whatever was run, in whatever order, the report is right: it says what a fresh full run says.

Each test runs some of the pages some way, as processes of their own. A snippet tells that it runs by a file
in the folder `meeting`, and waits there for the file `go`.
"""

import os
import signal
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from watchfiles import watch

from snippets.page import Reader, page_files
from snippets.report import Record, load
from tests.snippets.conftest import NO_PLUGINS, PYTEST, lay

CURL = 'curl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"'
LIST = '{"notes": [{"id": 1, "text": "Buy milk"}]}'
BASH = f"```bash\n{CURL}\n```\n\n```json\n{LIST}\n```\n"
WRONG = BASH.replace("milk", "bread")
PYTHON = (
    '<!-- snippet: no-request because="it only counts" -->\n```python\nprint(1)\n```\n\n```text\n1\n```\n'
)
BOTH = f"# Both\n\n{BASH}\n## And\n\n{PYTHON}"
PAGES = {"a.md": BOTH, "b.md": WRONG, "c.md": PYTHON}

Start = Callable[..., "subprocess.Popen[bytes]"]


def waits(mark: str) -> str:
    meeting = "$(dirname $0)/.."
    loop = f": > {meeting}/{mark}\nwhile ! test -e {meeting}/go; do :; done"
    return f"```bash\n{loop}\n{CURL}\n```\n\n```json\n{LIST}\n```\n"


def start_in(root: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*PYTEST, *arguments],
        cwd=root,
        env={**os.environ, **NO_PLUGINS, "TMPDIR": str(root / "meeting")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def make(root: Path) -> None:
    lay(root, PAGES)
    settings = (root / "pyproject.toml").read_text("utf-8")
    # Who waits for another pytest to start waits longer than a snippet may take elsewhere.
    (root / "pyproject.toml").write_text(settings.replace("timeout = 5", "timeout = 60"), "utf-8")
    (root / "meeting").mkdir()


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts pytest on a project of its own: `start("docs", "-k", "bash")`."""
    make(tmp_path)
    return partial(start_in, tmp_path)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, Record]]:
    """What one full run says of the pages, where nothing was run before."""
    root = tmp_path_factory.mktemp("full")
    make(root)
    assert start_in(root, "docs").wait(60) == 1
    return verdicts(root)


def verdicts(root: Path) -> dict[str, dict[int, Record]]:
    """What the report says of each page as it now is, the time that it took aside."""
    report, reader = load(root / "build" / "verification.json"), Reader(None)
    pages = [reader.read(path, root) for path in page_files(root / "docs")]
    return {
        page.path: {
            ordinal: timeless(record) for ordinal, record in report.records(page.path, page.digest).items()
        }
        for page in pages
    }


def timeless(record: Record) -> Record:
    return Record(**{**vars(record), "seconds": 0.0})


def write(root: Path, name: str, text: str) -> None:
    (root / "docs" / name).write_text(text, "utf-8")


def test_parts_of_pages_add_up_to_a_full_run(
    tmp_path: Path, start: Start, full: dict[str, dict[int, Record]]
) -> None:
    assert start("docs", "-n", "4").wait(60) == 1
    assert verdicts(tmp_path) == full
    assert [len(records) for records in full.values()] == [4, 2, 2]

    write(tmp_path, "a.md", f"{BOTH}\nA word more.\n")
    assert verdicts(tmp_path) == {**full, "docs/a.md": {}}
    assert start("docs", "-k", "bash").wait(60) == 1
    assert set(verdicts(tmp_path)["docs/a.md"]) == {0, 1}
    assert start("docs/a.md").wait(60) == 0
    assert verdicts(tmp_path) == full


def test_a_page_that_is_edited_between_two_partial_runs_keeps_nothing_of_its_old_text(
    tmp_path: Path, start: Start
) -> None:
    assert start("docs/a.md", "-k", "bash").wait(60) == 0
    write(tmp_path, "a.md", BOTH.replace("print(1)", "print(2)"))
    assert start("docs/a.md", "-k", "python").wait(60) == 1
    records = verdicts(tmp_path)["docs/a.md"]
    assert {ordinal: record.outcome for ordinal, record in records.items()} == {2: "failed", 3: "failed"}


def test_a_page_that_is_renamed_or_deleted_takes_its_verdicts_along(
    tmp_path: Path, start: Start, full: dict[str, dict[int, Record]]
) -> None:
    start("docs/a.md", "docs/b.md").wait(60)
    (tmp_path / "docs" / "a.md").rename(tmp_path / "docs" / "d.md")
    (tmp_path / "docs" / "b.md").unlink()
    assert verdicts(tmp_path) == {"docs/c.md": {}, "docs/d.md": {}}
    start("docs/d.md").wait(60)
    assert set(load(tmp_path / "build" / "verification.json").pages) == {"docs/d.md"}
    assert verdicts(tmp_path)["docs/d.md"] == full["docs/a.md"]


def test_two_runs_at_once_both_stand_in_the_report(
    tmp_path: Path, start: Start, full: dict[str, dict[int, Record]]
) -> None:
    write(tmp_path, "a.md", f"{BOTH}\n## Waits\n\n{waits('one')}")
    write(tmp_path, "b.md", f"{WRONG}\n## Waits\n\n{waits('two')}")
    one = start("docs/a.md", "docs/c.md", "-k", "bash or c.md")
    two = start("docs", "-k", "python or b.md")
    wait_for(tmp_path / "meeting", "one", "two")
    (tmp_path / "meeting" / "go").touch()
    assert (one.wait(60), two.wait(60)) == (0, 1)
    found = verdicts(tmp_path)
    for page, records in full.items():
        assert records.items() <= found[page].items()
    assert [found[page][ordinal].outcome for page, ordinal in (("docs/a.md", 4), ("docs/b.md", 2))] == [
        "passed"
    ] * 2


def test_a_run_that_is_killed_midway_changes_no_verdict(
    tmp_path: Path, start: Start, full: dict[str, dict[int, Record]]
) -> None:
    write(tmp_path, "b.md", waits("one"))
    start("docs/a.md").wait(60)
    running = start("docs")
    wait_for(tmp_path / "meeting", "one")
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(60)
    assert verdicts(tmp_path) == {"docs/a.md": full["docs/a.md"], "docs/b.md": {}, "docs/c.md": {}}
    (tmp_path / "meeting" / "go").touch()  # the snippet that is left behind ends


def test_a_page_that_is_edited_while_it_runs_has_no_verdicts(
    tmp_path: Path, start: Start, full: dict[str, dict[int, Record]]
) -> None:
    write(tmp_path, "b.md", waits("one"))
    running = start("docs")
    wait_for(tmp_path / "meeting", "one")
    write(tmp_path, "b.md", PAGES["b.md"])
    (tmp_path / "meeting" / "go").touch()
    running.wait(60)
    assert verdicts(tmp_path) == {**full, "docs/b.md": {}}


def wait_for(folder: Path, *marks: str) -> None:
    """Waits until snippets have left their marks in the folder."""
    for _ in watch(folder, rust_timeout=100, yield_on_timeout=True, step=10, debounce=20):
        if all((folder / mark).exists() for mark in marks):
            return
