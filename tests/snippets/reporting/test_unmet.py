"""`[tool.snippets.unmet]`: what is neither met nor listed fails, and so does what is listed in vain."""

from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.api.operation import Operation
from snippets.report import Meeting, PageReport, Record, Report
from snippets.reporting.coverage import Coverage, coverage
from snippets.reporting.unmet import fault_lines, faults, open_keys, reason
from snippets.settings import load

LIST = Operation("GET", "/notes", statuses=("200", "401"))
READ = Operation("GET", "/notes/{id}", statuses=("200", "401"))
NEVER = Operation("DELETE", "/notes/{id}", statuses=("204", "401"))

TABLE = """\
[tool.snippets]
hosts = ["api.example.com"]
app = "a:b"
openapi = "/openapi.json"
coverage = "{coverage}"

[tool.snippets.unmet]
"""
OTHERS = '"GET /notes/{id}" = "soon"\n"DELETE /notes/{id}" = "later"\n'
ADD = '  fix      {}, or say why not in [tool.snippets.unmet]: "METHOD /path{}" = "…"'
FORMS = '  fix      write "METHOD /path", "METHOD /path STATUS" or "* STATUS" as /openapi.json has it'

Say = Callable[..., list[str]]


def met(*meetings: Meeting) -> Coverage:
    record = Record(0, 3, "bash", "passed", meetings=meetings)
    return coverage(Report(pages={"docs/a.md": PageReport("d", (record,))}, operations=(LIST, READ, NEVER)))


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """What is said of a list, where a snippet has met `GET /notes` with 200, and perhaps more."""

    def said(unmet: str, *more: Meeting, demand: str = "operations") -> list[str]:
        (tmp_path / "pyproject.toml").write_text(TABLE.format(coverage=demand) + unmet)
        return fault_lines(faults(met(Meeting("GET", "/notes", 200), *more), load(tmp_path)))

    return said


def test_an_operation_that_no_snippet_meets_fails(say: Say) -> None:
    assert say("") == [
        "/openapi.json GET /notes/{id}: no snippet meets this operation",
        "/openapi.json DELETE /notes/{id}: no snippet meets this operation",
        ADD.format("call it in an example", ""),
    ]


def test_one_that_is_listed_does_not(say: Say) -> None:
    assert say(OTHERS) == []


def test_an_entry_that_snippets_meet_is_stale(say: Say) -> None:
    assert say(OTHERS + '"GET /notes" = "no"\n"GET /notes 200" = "no"\n') == [
        'pyproject.toml:10 unmet "GET /notes": snippets meet it',
        'pyproject.toml:11 unmet "GET /notes 200": snippets meet it',
        "  fix      delete the line",
    ]


def test_a_star_is_stale_once_every_operation_is_met_with_the_status(say: Say) -> None:
    all_met = [Meeting(method, "/notes/1", 401) for method in ("GET", "DELETE")]
    assert say('"* 401" = "no"\n', *all_met) == []
    assert say('"* 401" = "no"\n', *all_met, Meeting("GET", "/notes", 401)) == [
        'pyproject.toml:8 unmet "* 401": snippets meet it',
        "  fix      delete the line",
    ]


@pytest.mark.parametrize("key", ["GET /other", "get /notes", "GET /notes 404", "* 418", "*", "GET"])
def test_an_entry_that_names_nothing_fails(key: str, say: Say) -> None:
    assert say(f'{OTHERS}"{key}" = "no"\n') == [
        f'pyproject.toml:10 unmet "{key}": the document has nothing of this name',
        FORMS,
    ]


class TestStatuses:
    def test_each_documented_answer_is_demanded_of_the_operations_that_are_met(self, say: Say) -> None:
        assert say(
            '"DELETE /notes/{id}" = "later"\n', Meeting("GET", "/notes/1", 401), demand="statuses"
        ) == [
            "/openapi.json GET /notes: no snippet meets 401",
            "/openapi.json GET /notes/{id}: no snippet meets 200",
            ADD.format("show it in an example", " STATUS"),
        ]
        assert say(OTHERS + '"* 401" = "no"\n', demand="statuses") == []
        assert say(OTHERS + '"GET /notes 401" = "no"\n', demand="statuses") == []

    def test_an_answer_that_the_document_lacks_fails(self, say: Say) -> None:
        assert say(OTHERS + '"* 401" = "no"\n', Meeting("GET", "/notes", 418), demand="statuses") == [
            "/openapi.json GET /notes 418: answered at docs/a.md:3, but not in the document",
            "  fix      add the status to the `responses` of the operation",
        ]
        assert say(OTHERS, Meeting("GET", "/notes", 418)) == []


def test_a_project_without_a_document_has_no_faults(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.snippets]\nhosts = ["a"]\napp = "a:b"\n')
    assert faults(met(), load(tmp_path)) == []


def test_a_report_that_knows_no_operation_is_old(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TABLE.format(coverage="operations") + OTHERS)
    assert fault_lines(faults(coverage(Report()), load(tmp_path))) == [
        "/openapi.json the report knows no operation of the document",
        "  fix      run: pytest docs",
    ]


def test_the_nearest_reason_counts() -> None:
    unmet = {"* 401": "star", "GET /notes": "operation", "GET /notes 401": "cell"}
    assert reason(unmet, LIST, "401") == "cell"
    assert reason(unmet, LIST, "200") == "operation"
    assert reason(unmet, READ, "401") == "star"
    assert reason(unmet, READ, "200") is None


def test_the_keys_that_may_be_listed() -> None:
    found = open_keys(met(Meeting("GET", "/notes", 200), Meeting("GET", "/notes/1", 200)))
    cells = {"GET /notes 401", "GET /notes/{id} 401", "DELETE /notes/{id} 204", "DELETE /notes/{id} 401"}
    assert found == {*cells, "* 401", "* 204", "DELETE /notes/{id}"}
