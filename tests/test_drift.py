"""Break one thing, and exactly the affected blocks fail, with both values; undo it, and all is green.

Each change of the page is judged in this process; `FULL=1` also runs pytest on a copy of the project
for each, with its exit status. The changes of the server always run on a copy.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from snippets.check import Checker, judged
from snippets.languages import language_of
from snippets.model import Block, Example, Page
from snippets.page import Reader
from snippets.reporting.show import failure_lines
from snippets.settings import load
from tests.copies import ROOT, lay

GUIDE = "docs/getting-started/authentication.md"
TEXT = (ROOT / GUIDE).read_text("utf-8")
FULL = os.environ.get("FULL") == "1"


@dataclass(frozen=True)
class Found:
    """What the engine says of a page: the failing places as (line, language), and the words."""

    failing: list[tuple[int, str]]
    said: str


@dataclass(frozen=True)
class Change:
    """A change of the guide: its new text, the lines of the blocks that it affects, and both values."""

    text: str
    affected: list[tuple[int, str]]
    values: tuple[str, ...]


class Guide:
    """The guide, and its blocks by name."""

    def __init__(self) -> None:
        settings = load(ROOT)
        self._reader = Reader(settings.mkdocs)
        self._checker = Checker(settings)
        self.page = self.read(TEXT)

    def read(self, text: str) -> Page:
        return self._reader.read_text(text, GUIDE)

    def close(self) -> None:
        self._checker.close()

    def judge(self, text: str) -> Found:
        page = self.read(text)
        failing = [(problem.line, "page") for problem in page.problems]
        lines = [f"{page.path}:{problem.line} {problem.message}" for problem in page.problems]
        for block in judged(page):
            verdict = self._checker.verdict(page, block)
            if verdict.failure is not None:
                failing.append(place(block))
                lines += failure_lines(page, block, verdict.example, verdict.failure)
        return Found(failing, "\n".join(lines))

    def example(self, name: str) -> Example:
        return next(example for example in self.page.examples if example.name == name)

    def snippet(self, name: str, language: str) -> Block:
        return next(block for block in self.example(name).snippets if block.language == language)

    def answer(self, name: str) -> Block:
        return self.example(name).groups[0].answers[0]

    def showing(self, text: str) -> list[tuple[int, str]]:
        """The snippets and answers elsewhere that stand or fall with an answer that holds `text`."""
        found = []
        for example in self.page.examples:
            for group in example.groups:
                if any(text in answer.source for answer in group.answers):
                    found += [place(snippet) for snippet in group.snippets]
            found += [place(answer) for answer in example.extra if text in answer.source]
        return sorted(found)


def place(block: Block) -> tuple[int, str]:
    language = language_of(block.language)
    return block.line, language.name if language else block.language


def places(blocks: Iterator[Block] | tuple[Block, ...]) -> list[tuple[int, str]]:
    return [place(block) for block in blocks]


def within(block: Block, old: str, new: str) -> str:
    """The guide with `old` replaced inside one block, which has it."""
    lines = TEXT.split("\n")
    inside = "\n".join(lines[block.line - 1 : block.end])
    assert old in inside, f"{old!r} is not in the block at line {block.line}"
    lines[block.line - 1 : block.end] = inside.replace(old, new).split("\n")
    return "\n".join(lines)


def without(block: Block) -> str:
    """The guide with the block gone; its lines stay, empty, so that every other line keeps its number."""
    lines = TEXT.split("\n")
    lines[block.line - 1 : block.end] = [""] * (block.end - block.line + 1)
    return "\n".join(lines)


def emptied(block: Block) -> str:
    lines = TEXT.split("\n")
    lines[block.line : block.end - 1] = [""] * (block.end - block.line - 1)
    return "\n".join(lines)


def swapped(one: Block, two: Block) -> str:
    lines = TEXT.split("\n")
    first, second = lines[one.line - 1 : one.end], lines[two.line - 1 : two.end]
    assert len(first) == len(second)
    lines[one.line - 1 : one.end], lines[two.line - 1 : two.end] = second, first
    return "\n".join(lines)


CHANGES: dict[str, Callable[[Guide], Change]] = {}


def change(make: Callable[[Guide], Change]) -> Callable[[Guide], Change]:
    CHANGES[make.__name__.replace("_", "-")] = make
    return make


@change
def unauthorised(guide: Guide) -> Change:
    return Change(
        TEXT.replace('"unauthorized"', '"unauthorised"'),
        guide.showing('"unauthorized"'),
        ('page "unauthorised"', 'API "unauthorized"'),
    )


def _token_for_bearer(language: str) -> Callable[[Guide], Change]:
    def make(guide: Guide) -> Change:
        block = guide.snippet("get-tasks", language)
        return Change(
            within(block, "Bearer", "Token"),
            [place(block)],
            ("≠ Authorization: Token YOUR_API_KEY", "  Authorization: Bearer YOUR_API_KEY"),
        )

    return make


def _other_path(language: str) -> Callable[[Guide], Change]:
    def make(guide: Guide) -> Change:
        # Here the answer stays the same 401, so that only the example's other languages can tell.
        block = guide.snippet("no-header", language)
        return Change(
            within(block, "/v1/tasks", "/v1/task"), [place(block)], ("GET /v1/task ", "GET /v1/tasks\n")
        )

    return make


for language in ("bash", "javascript", "python"):
    CHANGES[f"token-for-bearer-{language}"] = _token_for_bearer(language)
    CHANGES[f"other-path-{language}"] = _other_path(language)


@change
def other_path_where_the_page_shows_tasks(guide: Guide) -> Change:
    block = guide.snippet("get-tasks", "bash")
    return Change(within(block, "/v1/tasks", "/v1/task"), [place(block)], ("GET /v1/task ", "got      404"))


@change
def field_renamed_in_an_answer(guide: Guide) -> Change:
    group = guide.example("environment-variable").groups[0]
    return Change(
        within(group.answers[0], '"title"', '"name"'),
        places(group.snippets),
        ("data[0].name: the page has it", "data[0].title: the API has it"),
    )


@change
def two_answers_swapped(guide: Guide) -> Change:
    expired, revoked = guide.example("expired-key"), guide.example("revoked-key")
    said = 'Bearer realm="Task Management API", error="invalid_token", error_description="The API key'
    return Change(
        swapped(guide.answer("expired-key"), guide.answer("revoked-key")),
        places((*expired.snippets, *revoked.snippets)),
        (f"page {said} was revoked", f"API {said} expired"),
    )


@change
def answer_deleted(guide: Guide) -> Change:
    example = guide.example("expired-key")
    return Change(
        without(guide.answer("expired-key")),
        places(example.snippets),
        ("got      401", "met an answer that the page doesn't speak of"),
    )


@change
def answer_of_a_success_deleted(guide: Guide) -> Change:
    group = guide.example("environment-variable").groups[0]
    values = ("prints something, but the page doesn't show what", "task_000003")
    return Change(without(group.answers[0]), places(group.snippets), values)


@change
def directive_of_an_example_changed(guide: Guide) -> Change:
    block = guide.snippet("get-tasks", "javascript")
    above = block.directive.line
    lines = TEXT.split("\n")
    lines[above - 1] = lines[above - 1].replace("get-tasks", "get-task")
    first = guide.snippet("get-tasks", "bash")
    return Change(
        "\n".join(lines),
        [place(first), place(block)],
        (
            "example get-tasks: is not shown in javascript",
            "example get-task: is not shown in bash and python",
        ),
    )


@change
def directive_of_an_answer_changed(guide: Guide) -> Change:
    block = guide.example("no-header").extra[0]
    lines = TEXT.split("\n")
    lines[block.directive.line - 1] = lines[block.directive.line - 1].replace("no-header", "no-headers")
    affected = [(block.directive.line, "page")]
    return Change("\n".join(lines), affected, ("response-to=no-headers", "`no-header`"))


@change
def snippet_emptied(guide: Guide) -> Change:
    block = guide.snippet("expired-key", "javascript")
    return Change(emptied(block), [place(block)], ("the snippet is empty",))


@change
def every_print_removed(guide: Guide) -> Change:
    blocks = [block for block in guide.page.blocks if block.language == "python"]
    return Change(
        re.sub(r"^( *)print\(", r"\1repr(", TEXT, flags=re.MULTILINE),
        places(tuple(blocks)),
        ("prints nothing, but the page shows an output",),
    )


@change
def fence_misspelt(guide: Guide) -> Change:
    block = guide.snippet("expired-key", "bash")
    return Change(
        within(block, "```bash", "```bsh"),
        [(block.line, "page")],
        ("`bsh` is not a language", "did you mean `bash`?"),
    )


@pytest.fixture(scope="module")
def guide() -> Iterator[Guide]:
    made = Guide()
    yield made
    made.close()


@pytest.mark.xdist_group("guide")  # one worker: what a change leaves alone has run before
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_page_fails_the_affected_blocks_and_no_other(name: str, guide: Guide) -> None:
    change = CHANGES[name](guide)
    assert change.text != TEXT
    found = guide.judge(change.text)
    assert sorted(found.failing) == sorted(change.affected)
    first = min(change.affected)[0]
    told = re.findall(rf"^{re.escape(GUIDE)}:(\d+)", found.said, re.MULTILINE)
    lines = [int(line) for line in told]
    block = next((b for b in guide.page.blocks if b.line <= min(lines) <= b.end), None)
    assert min(lines) == first or (block is not None and block.line == first)
    for value in change.values:
        assert value in found.said
    assert guide.judge(TEXT).failing == []


class Copy:
    """The project's guide and server in a folder of their own, and pytest on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        lay(root, GUIDE)

    def pytest(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", GUIDE, *arguments],
            cwd=self.root,
            env={**untraced(), "PYTHONPATH": os.pathsep.join([str(self.root), str(ROOT)])},
            check=False,
            capture_output=True,
            text=True,
            timeout=180,
        )


def untraced() -> dict[str, str]:
    """The environment without the coverage tool's: a copy is in no report, and tracing it takes long."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


def failed(output: str) -> set[int]:
    items = re.findall(r"^FAILED \S+::authentication\.md:(\d+)\[", output, re.MULTILINE)
    return {int(line) for line in items}


@pytest.mark.slow
@pytest.mark.skipif(not FULL, reason="a pytest run for each change takes minutes: FULL=1")
@pytest.mark.parametrize("name", CHANGES)
def test_pytest_on_a_copy_exits_otherwise_than_0_and_with_0_once_it_is_undone(
    name: str, guide: Guide, copy: Copy
) -> None:
    change = CHANGES[name](guide)
    page = copy.root / GUIDE
    page.write_text(change.text, "utf-8")
    broken = copy.pytest()
    page.write_text(TEXT, "utf-8")
    assert broken.returncode == 1, broken.stdout
    assert failed(broken.stdout) == {line for line, _ in change.affected}
    assert "Traceback" not in broken.stdout
    for value in change.values:
        assert value in broken.stdout
    assert copy.pytest().returncode == 0


SERVER = {
    "errors": (
        "errors.py",
        '"unauthorized": ErrorRow(\n        401,',
        '"unauthorized": ErrorRow(\n        403,',
    ),
    "auth": ("auth.py", "raise _unauthorized(ended)", 'raise ApiError("forbidden")'),
}


@pytest.mark.parametrize("module", SERVER)
def test_a_change_of_the_server_fails_the_affected_blocks_and_no_other(
    module: str, guide: Guide, copy: Copy
) -> None:
    name, old, new = SERVER[module]
    file = copy.root / "mock_server" / name
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    broken = copy.pytest()
    file.write_text(text, "utf-8")
    assert broken.returncode == 1, broken.stdout
    if module == "errors":
        affected = {line for line, _ in guide.showing('"unauthorized"')}
    else:
        ended = ("expired-key", "revoked-key")
        affected = {block.line for name in ended for block in guide.example(name).snippets}
    assert failed(broken.stdout) == affected
    assert f"{GUIDE}:{min(affected)} [" in broken.stdout
    assert "differs  status: page 401, API 403" in broken.stdout
    if FULL:  # the text is the same again, and a run of it stands in another test
        assert copy.pytest().returncode == 0
