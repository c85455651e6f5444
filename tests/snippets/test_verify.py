"""The gate: nothing is published unless each block has a passing verdict for the page as it now is."""

from dataclasses import replace

import pytest

from snippets.api.operation import Operation
from snippets.report import load, save
from snippets.reporting.ledger import fold, record
from snippets.verify import verify
from tests.snippets.conftest import Project

TEXT = '```bash\ncurl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"\n```\n\n' + (
    '```json\n{"notes": [{"id": 1, "text": "Buy milk"}]}\n```\n'
)


@pytest.fixture
def alone(project: Project) -> Project:
    for file in project.settings.docs.glob("*.md"):
        file.unlink()
    project.settings.report.unlink(missing_ok=True)
    return project


def run(project: Project, text: str) -> None:
    page = project.page(text)
    records = {verdict.block.ordinal: record(verdict) for verdict in project.verdicts(page)}
    fold(project.settings, {page.path: page}, {page.path: records}, project.checker.api)


def test_all_blocks_proved(alone: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run(alone, TEXT)
    assert verify(alone.settings) == 0
    assert capsys.readouterr().out == "2 blocks, each with a passing verdict for its present page\n"


def test_nothing_run_yet(alone: Project, capsys: pytest.CaptureFixture[str]) -> None:
    alone.page(TEXT)
    assert verify(alone.settings) == 1
    assert capsys.readouterr().err.splitlines() == [
        "docs/page.md:1 [bash] has no verdict for the present text",
        "docs/page.md:5 [json] has no verdict for the present text",
        "2 of 2 blocks are not proved; run: pytest docs",
    ]


def test_a_changed_character_unproves_the_page(alone: Project) -> None:
    run(alone, TEXT)
    alone.page(TEXT + " ")
    assert verify(alone.settings) == 1


def test_a_failed_block_is_told_with_its_reason(alone: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run(alone, TEXT.replace("milk", "bread"))
    assert verify(alone.settings) == 1
    assert "docs/page.md:1 [bash] failed: the answer differs" in capsys.readouterr().err


def test_a_problem_of_a_page_is_told(alone: Project, capsys: pytest.CaptureFixture[str]) -> None:
    alone.page("```bsh\n```\n")
    assert verify(alone.settings) == 1
    assert "docs/page.md:1 `bsh` is not a language" in capsys.readouterr().err


def test_an_operation_that_no_snippet_meets_is_told_once_all_blocks_are_proved(
    alone: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    run(alone, TEXT)
    report = load(alone.settings.report)
    save(replace(report, operations=(Operation("PUT", "/v1/notes"),)), alone.settings.report)
    settings = replace(alone.settings, openapi="/openapi.json")
    assert verify(settings) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "/openapi.json PUT /v1/notes: no snippet meets this operation"
    )
    alone.page(TEXT + " ")
    assert verify(settings) == 1
    assert "PUT" not in capsys.readouterr().err
