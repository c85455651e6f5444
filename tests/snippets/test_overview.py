"""`python -m snippets report`: what a terminal shows of the report, and the same as data."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from snippets.api.operation import Operation
from snippets.overview import overview
from snippets.reporting.ledger import fold, record
from snippets.settings import Settings
from tests.snippets.conftest import Project

PAGE = (
    '```bash\ncurl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"\n```\n\n'
    '```json\n{"notes": [{"id": 1, "text": "Buy milk"}]}\n```\n\n'
    '<!-- snippet: skip never because="a sketch" -->\n```go\npackage main\n```\n'
)
OPERATIONS = (
    Operation("GET", "/v1/notes", "list", statuses=("200", "401", "404")),
    Operation("PUT", "/v1/notes/{id}/with/a/long/path", statuses=("200",)),
)


@pytest.fixture
def settings(project: Project, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A project whose one page has run."""
    monkeypatch.setenv("COLUMNS", "80")
    for file in project.settings.docs.glob("*.md"):
        file.unlink()
    project.settings.report.unlink(missing_ok=True)
    page = project.page(PAGE)
    records = {verdict.block.ordinal: record(verdict) for verdict in project.verdicts(page)}
    unmet = {"GET /v1/notes 401": "it takes another key", "PUT /v1/notes/{id}/with/a/long/path": "soon"}
    found = replace(project.settings, openapi="/openapi.json", unmet=unmet, coverage="statuses")
    fold(found, {page.path: page}, {page.path: records}, project.checker.api, operations=OPERATIONS)
    return found


TOLD = """\
Page          cURL  Answers  Other  Not run  Failed
docs/page.md     1        1      -        1       -
All              1        1      -        1       -

Not run, for a reason
  docs/page.md:10 [go] skipped: a sketch

Coverage: 1 of 4 documented answers met; the number of languages:
                                       200 401 404
GET    /v1/notes                         1   -   !
PUT    /v1/notes/{id}/with/a/long/path   -
- no snippet meets it, for a reason   ! no snippet meets it   blank: not documented

Unmet, for a reason
  GET /v1/notes 401                    it takes another key
  PUT /v1/notes/{id}/with/a/long/path  soon

To do
  /openapi.json GET /v1/notes: no snippet meets 404
    fix      show it in an example, or say why not in [tool.snippets.unmet]: "METHOD /path STATUS" = "…"
"""


def test_what_is_printed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert overview(settings) == 0
    assert capsys.readouterr().out == TOLD


def test_a_narrow_terminal_gets_the_ends_of_paths(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    overview(settings)
    assert "PUT    …id}/with/a/long/path   -" in capsys.readouterr().out


def test_a_page_that_changed_is_not_proved(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (settings.docs / "page.md").write_text(PAGE + "\nMore.\n")
    overview(settings)
    told = capsys.readouterr().out
    assert "Not proved\n  docs/page.md:1 [bash] has no verdict for the present text\n" in told
    assert "Coverage: 0 of 4" in told
    assert "To do" not in told


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_a_terminal_only(
    no_color: str,
    coloured: bool,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    overview(settings)
    assert ("\033[" in capsys.readouterr().out) is coloured


def test_the_data(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert overview(settings, as_json=True) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["pages"] == {
        "docs/page.md": {"cURL": {"verified": 1}, "Answers": {"verified": 1}, "Other": {"skipped": 1}}
    }
    assert data["notRun"] == [
        {"page": "docs/page.md", "line": 10, "outcome": "skipped", "reason": "a sketch"}
    ]
    assert data["operations"][0] == {
        "operation": "GET /v1/notes",
        "id": "list",
        "statuses": {
            "200": {"languages": ["bash"], "snippets": ["docs/page.md:1"], "reason": None},
            "401": {"languages": [], "snippets": [], "reason": "it takes another key"},
            "404": {"languages": [], "snippets": [], "reason": None},
        },
    }
    assert data["unproved"] == []


def test_nothing_has_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    settings = Settings(tmp_path, tmp_path / "docs", ("a",), "a:b", report=tmp_path / "v.json")
    assert overview(settings) == 0
    assert capsys.readouterr().out == "nothing has run yet; run: pytest docs\n"
