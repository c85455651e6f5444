"""The checker: examples run once, whole, and in every language of the project."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from snippets.check import Checker
from snippets.model import Block, Result
from tests.snippets.conftest import Project

HERE = Path(__file__).parent

CURL = '```bash\ncurl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"\n```\n'
PYTHON = (
    '```python\nimport requests\n\nurl = "https://api.notes.example.com/v1/notes"\n'
    'print(requests.get(url, headers={"Authorization": "Bearer YOUR_KEY"}).text)\n```\n'
)
SCRIPT = "```javascript\nconsole.log(1);\n```\n"
ANSWER = '```json\n{"notes": [{"id": 1, "text": "Buy milk"}]}\n```\n'


def test_an_example_stands_in_each_language_of_the_project(three_languages: Project) -> None:
    said = three_languages.told("\n".join([CURL, PYTHON, ANSWER]))
    assert said.startswith("docs/page.md:1 [bash] is not shown in javascript\n")
    assert "has      bash, python" in said


def test_what_sends_no_request_need_not(three_languages: Project) -> None:
    text = '<!-- snippet: no-request because="only prints" -->\n```python\nprint(1)\n```\n\n```text\n1\n```\n'
    assert three_languages.told(text) == ""


def test_a_snippet_runs_once_however_often_its_example_is_asked_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project.page("\n".join([CURL, PYTHON, ANSWER]))
    runs = counted_runs(project, monkeypatch)
    project.verdicts(page)
    project.verdicts(page)
    assert runs == [3, 10]


def test_a_sequence_runs_each_program_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    step = CURL + "\n" + PYTHON + "\n" + ANSWER + "\n## Next\n\n"
    page = project.page("---\nsequence: true\n---\n" + step * 3)
    runs = counted_runs(project, monkeypatch)
    verdicts = project.verdicts(page)
    assert [verdict.outcome for verdict in verdicts] == ["passed"] * 6
    assert len(runs) == 6


@pytest.mark.parametrize("name", ["sequence", "sequence-scenarios"])
def test_each_step_of_a_sequence_passes_alone(name: str, project: Project) -> None:
    page = project.page((HERE / "expect" / name / "page.md").read_text("utf-8"))
    for example in page.examples[1:]:
        project.checker.forget()
        for step in example.snippets:
            assert project.checker.verdict(page, step).failure is None, step.line


def counted_runs(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that gets the line at which each program that is run from now on ends."""
    project.checker.forget()
    runs: list[int] = []
    for runner in {type(each) for each in project.checker._runners.values()}:
        monkeypatch.setattr(runner, "running", noted(runner.running, runs))
    return runs


def noted(running: Any, runs: list[int]) -> Any:
    def run(runner: Any, source: Block, *rest: Any) -> Any:
        runs.append(source.end)
        return running(runner, source, *rest)

    return run


def test_without_its_program_a_language_is_unchecked_and_the_rest_is_judged(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "node" else which(name))
    page = project.page("\n".join([CURL, SCRIPT, PYTHON, ANSWER]))
    verdicts = project.verdicts(page)
    assert [verdict.outcome for verdict in verdicts] == ["passed", "unchecked", "passed"]
    assert verdicts[1].reason == "Node.js is not installed here"


def test_an_exception_of_the_engine_is_not_a_verdict(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Result:
        raise RuntimeError("the engine broke")

    monkeypatch.setattr(Checker, "_run", broken)
    project.checker.forget()
    page = project.page(CURL + ANSWER)
    with pytest.raises(RuntimeError, match="the engine broke"):
        project.verdicts(page)
