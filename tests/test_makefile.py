"""What a writer reads when the machine lacks a tool: one line, which says what to do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASE = ("bash", "cat", "env", "grep", "make", "mkdir", "touch")
GOOD_PYTHON = (
    'case "$*" in *version_info*) echo 3.12;; *venv*--without-pip*) mkdir -p .venv/bin; exit 1;; esac'
)


class Machine:
    """A folder with the Makefile, and a PATH with nothing but what the test puts there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.bin = folder / "bin"
        self.project.mkdir()
        self.bin.mkdir()
        shutil.copy(ROOT / "Makefile", self.project)
        for name in ("pyproject.toml", "requirements.lock", "package.json", "package-lock.json", ".npmrc"):
            (self.project / name).touch()
        for name in BASE:
            found = shutil.which(name)
            assert found, name
            (self.bin / name).symlink_to(found)
        for name, body in {
            "curl": "",
            "node": "",
            "npm": "",
            "id": "echo 1000",
            "python3": GOOD_PYTHON,
        }.items():
            self.has(name, body)

    def has(self, name: str, body: str) -> None:
        """Puts a program there, as a bash script."""
        program = self.bin / name
        program.write_text(f"#!{self.bin / 'bash'}\n{body}\n", "utf-8")
        program.chmod(0o755)

    def lacks(self, name: str) -> None:
        (self.bin / name).unlink()

    def is_set_up(self) -> None:
        """Stamps of a set-up that is done, with a Python that only says how it was called."""
        self.python('echo "python $*"')
        (self.project / "node_modules").mkdir()
        for stamp in (".venv/.packages", ".venv/.project", "node_modules/.packages", "node_modules/.tools"):
            (self.project / stamp).touch()

    def python(self, body: str) -> None:
        """Makes the project's Python a bash script."""
        program = self.project / ".venv" / "bin" / "python"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!{self.bin / 'bash'}\n{body}\n", "utf-8")
        program.chmod(0o755)

    def make(self, *arguments: str, **env: str) -> tuple[int, list[str]]:
        """Exit status and the lines printed, without make's own."""
        done = subprocess.run(
            [self.bin / "make", *arguments],
            cwd=self.project,
            env={"PATH": str(self.bin), "LANG": os.environ.get("LANG", "C.UTF-8"), **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = [line for line in done.stdout.splitlines() if not line.startswith("make: ***")]
        return done.returncode, lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


OLD_NODE = 'case "$1" in -e) exit 1;; *) echo v18.19.0;; esac'


@pytest.mark.parametrize("target", ["test", "check", "build", "bench"])
@pytest.mark.parametrize(
    ("tool", "body", "line"),
    [
        ("curl", None, "error: curl is missing. Install curl."),
        ("node", None, "error: Node.js is missing. Install Node.js 20 or later."),
        ("node", OLD_NODE, "error: Node.js v18.19.0 is too old. Install Node.js 20 or later."),
        ("npm", None, "error: npm is missing. Install it (Debian: apt install npm)."),
        ("python3", None, "error: Python is missing. Install Python 3.11 or later."),
        ("python3", "echo 3.9; exit 1", "error: Python 3.9 is too old. Install Python 3.11 or later."),
        (
            "python3",
            'case "$*" in *version_info*) echo 3.12;; *) exit 1;; esac',
            "error: Python 3.12 cannot make environments."
            " Install its venv package (Debian: apt install python3.12-venv).",
        ),
    ],
)
def test_a_missing_tool_is_one_line_that_says_what_to_do(
    machine: Machine, target: str, tool: str, body: str | None, line: str
) -> None:
    machine.lacks(tool)
    if body is not None:
        machine.has(tool, body)
    assert machine.make(target) == (2, [line])


def test_a_newer_python_is_found_beside_an_old_one(machine: Machine) -> None:
    machine.has("python3", "echo 3.9; exit 1")
    machine.has("python3.13", GOOD_PYTHON.replace("3.12", "3.13"))
    assert machine.make("test")[1] == ["Making .venv with Python 3.13 …"]


def test_a_python_can_be_named(machine: Machine) -> None:
    machine.has("mine", GOOD_PYTHON.replace("3.12", "3.14"))
    assert machine.make("setup", "PYTHON=mine")[1] == ["Making .venv with Python 3.14 …"]


@pytest.mark.parametrize(
    ("target", "last"), [("serve", "python -m snippets serve"), ("setup", "Set up. Next: make serve")]
)
def test_pages_can_be_written_without_node(machine: Machine, target: str, last: str) -> None:
    machine.is_set_up()
    machine.lacks("node")
    fault = "Node.js is missing. Install Node.js 20 or later."
    warning = f"warning: {fault} JavaScript snippets are not checked here."
    assert machine.make(target) == (0, [warning, last])


def test_a_second_run_goes_straight_to_work(machine: Machine) -> None:
    machine.is_set_up()
    assert machine.make("serve") == (0, ["python -m snippets serve"])


@pytest.mark.parametrize(("argument", "names"), [((), ""), (("WHAT=server",), " server")])
def test_all_benches_run_or_the_one_that_is_named(
    machine: Machine, argument: tuple[str, ...], names: str
) -> None:
    machine.is_set_up()
    assert machine.make("bench", *argument) == (0, [f"python -m tests.bench{names}"])


@pytest.mark.parametrize(
    ("lacking", "line"),
    [
        ("chromium", "warning: Chromium is missing, so the browser tests are skipped. Install chromium."),
        (
            "java",
            "warning: Java is missing, so the pages' HTML is not checked."
            " Install a Java runtime, 11 or later.",
        ),
    ],
)
def test_without_a_tool_of_the_tests_they_go_on_and_say_so(machine: Machine, lacking: str, line: str) -> None:
    machine.is_set_up()
    for name in {"chromium", "java"} - {lacking}:
        machine.has(name, "")
    code, lines = machine.make("test")
    assert code == 0
    assert lines[0] == line
    assert lines[1].startswith("python ")


@pytest.mark.parametrize(
    ("lacking", "line"),
    [
        ("chromium", "error: Chromium is missing. Install chromium."),
        ("java", "error: Java is missing. Install a Java runtime, 11 or later."),
    ],
)
def test_in_ci_a_missing_tool_of_the_tests_is_an_error(machine: Machine, lacking: str, line: str) -> None:
    machine.is_set_up()
    for name in {"chromium", "java"} - {lacking}:
        machine.has(name, "")
    assert machine.make("test", CI="true") == (2, [line])


@pytest.mark.parametrize("target", ["serve", "check", "build", "bench"])
def test_only_the_tests_need_a_browser_and_java(machine: Machine, target: str) -> None:
    machine.is_set_up()
    for name in ("rm", "mv", "mkdir"):
        if not (machine.bin / name).exists():
            (machine.bin / name).symlink_to(str(shutil.which(name)))
    machine.python("case $* in *mkdocs*) mkdir -p build/site;; esac")
    code, lines = machine.make(target, CI="true")
    assert code == 0
    assert not any("missing" in line for line in lines)


def test_a_site_that_cannot_be_built_leaves_the_one_before(machine: Machine) -> None:
    machine.is_set_up()
    for name in ("rm", "mv"):
        (machine.bin / name).symlink_to(str(shutil.which(name)))
    (machine.project / "site").mkdir()
    (machine.project / "site" / "index.html").write_text("before", "utf-8")
    machine.python("case $* in *mkdocs*) exit 1;; esac")
    assert machine.make("build")[0] == 2
    assert (machine.project / "site" / "index.html").read_text("utf-8") == "before"
    machine.python("case $* in *mkdocs*) mkdir -p build/site; echo after >build/site/index.html;; esac")
    assert machine.make("build") == (0, ["Built site/"])
    assert (machine.project / "site" / "index.html").read_text("utf-8") == "after\n"
    assert not (machine.project / "build" / "site.old").exists()


def test_make_alone_lists_the_targets(machine: Machine) -> None:
    code, lines = machine.make()
    assert code == 0
    assert [line.split()[1] for line in lines] == [
        "help",
        "setup",
        "serve",
        "test",
        "check",
        "build",
        "fuzz",
        "bench",
    ]
