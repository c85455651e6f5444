"""Every message that a page can cause is shown by a case folder; so is every directive and kind of answer.

The messages are read off the engine's sources: every text of two words or more, in every module that isn't
named as one that says nothing of a page. Each of them must stand in what `failure/` and `problems/` print.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets import directive
from snippets.languages import ANSWERS, DATA, DRAWN, LANGUAGES

HERE = Path(__file__).parent
ENGINE = HERE.parents[1] / "snippets"
QUIET = {
    **dict.fromkeys(
        ("markdown", "publishing/badge", "publishing/figures", "publishing/heatmap", "reporting/tally"),
        "it speaks to readers of the site",
    ),
    **dict.fromkeys(
        ("rewriting/edit", "rewriting/observed", "rewriting/rewrite", "rewriting/update"),
        "what is not rewritten: test_update.py",
    ),
    **dict.fromkeys(
        ("reporting/unmet", "verify"), "it speaks of all pages together: test_unmet.py, test_verify.py"
    ),
    **dict.fromkeys(
        ("env", "serve", "settings", "worlds/clock", "worlds/host"), "it speaks of the project or the machine"
    ),
    **dict.fromkeys(("pytest_ending", "pytest_plugin", "pytest_update"), "it speaks of a run"),
    **dict.fromkeys(
        ("reporting/outcome", "reporting/progress"), "it speaks of a run: test_outcome.py, test_progress.py"
    ),
    **dict.fromkeys(
        ("draw", "publishing/drawing"), "it speaks of what is drawn: test_draw.py, test_drawing.py"
    ),
    **dict.fromkeys(
        ("export", "publishing/bundle", "publishing/programs"),
        "it speaks of files: test_bundle.py, test_export.py",
    ),
    **dict.fromkeys(
        ("publishing/aliases", "publishing/copies", "publishing/markdown_copy", "publishing/offers"),
        "it speaks of the site: test_aliases.py, test_offers.py",
    ),
    **dict.fromkeys(
        (
            "exporting/arazzo",
            "exporting/calls",
            "exporting/files",
            "exporting/postman",
            "exporting/script",
            "exporting/workflows",
        ),
        "it speaks to other tools: test_arazzo.py, test_postman.py, test_workflows.py",
    ),
    **dict.fromkeys(("__main__", "overview"), "it answers a command"),
    **{
        f"reference/{path.stem}": "it writes pages, or answers a command: tests/snippets/reference/"
        for path in (ENGINE / "reference").glob("[a-z]*.py")
    },
    "worlds/virtual_time": "it speaks shell",
}
"""The modules that say nothing of one page in one run → why."""

SPEAKING = sorted(
    {path.relative_to(ENGINE).with_suffix("").as_posix() for path in ENGINE.rglob("*.py")} - set(QUIET)
)

SILENT = {
    "{} is not installed here": "it takes a machine without Node.js",
    "is not shown in {}": "it takes a project that demands languages",
    "add the fence right below, or give it the same `<!-- snippet: example=… -->`": "the remedy of that",
    "it is nested too deep": "it takes a block of a thousand brackets",
    "ruff refuses the snippet": "it takes a ruff that words its complaints in a way of its own",
}
"""Messages that no case can show → why."""

ELSEWHERE = {"SettingsError", "ValueError", "RuntimeError", "ZygoteEnded", "exception"}
ELSEWHERE |= {"compile", "sub", "search", "findall"}
"""What is called with a text that is no message about a page: faults of the project, the log, patterns."""

SHOWN = "\n".join(
    file.read_text("utf-8")
    for file in sorted([*HERE.glob("failure/*/said.txt"), *HERE.glob("problems/*/expect.txt")])
)
RIGHT = "\n".join(file.read_text("utf-8") for file in sorted(HERE.glob("expect/*/page.md")))


def messages() -> Iterator[tuple[str, str]]:
    """Module and template of each message; `{}` stands for what is filled in."""
    for name in SPEAKING:
        tree = ast.parse((ENGINE / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                node.value.value = ""  # a docstring
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ELSEWHERE:
                node.args = node.args[1:]
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
                for part in node.values:
                    if isinstance(part, ast.Constant):
                        part.value = ""
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            else:
                continue
            if re.search(r"[a-z'`}]{2,}[,:;]? [({`]*[a-z]{2,}", text):
                yield name, text


@pytest.mark.parametrize(("module", "template"), sorted(set(messages())))
def test_a_case_shows_each_message(module: str, template: str) -> None:
    if template in SILENT:
        return
    pattern = ".*?".join(map(re.escape, re.split(r"\{\w*\}", template)))
    assert re.search(pattern, SHOWN), f"{module}.py says {template!r}, and no case shows it"


@pytest.mark.parametrize("form", directive.VALID)
def test_a_case_uses_each_directive(form: str) -> None:
    words, _, _ = form.partition("=")
    assert f"<!-- snippet: {words}" in RIGHT


KINDS = [*sorted(ANSWERS | DATA - {"yml"} | DRAWN), *(language.name for language in LANGUAGES)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_has_each_kind_of_block(kind: str) -> None:
    assert f"```{kind}\n" in RIGHT


def test_what_no_case_can_show_is_still_said() -> None:
    assert set(SILENT) <= {template for _, template in messages()}
