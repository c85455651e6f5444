"""The report: keyed by the text of the page and the block's place, written at once or not at all."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from snippets.api.operation import Operation
from snippets.report import Meeting, PageReport, Record, Report, load, save

RECORD = Record(0, 3, "bash", "passed", "list", meetings=(Meeting("GET", "/v1/notes", 200),))
REPORT = Report(
    {"title": "Notes API", "version": "v2"},
    {"curl": "8.0"},
    "2025-05-13T10:30:00Z",
    {"docs/a.md": PageReport("d1", (RECORD,))},
    (Operation("GET", "/notes", "listNotes", "List notes", ("200", "4XX"), ("/v1",)),),
    {"* 4XX": "nothing is refused"},
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    save(REPORT, tmp_path / "build" / "verification.json")
    assert load(tmp_path / "build" / "verification.json") == REPORT


def test_a_page_changed_in_any_character_has_no_records() -> None:
    assert REPORT.records("docs/a.md", "d1") == {0: RECORD}
    assert REPORT.records("docs/a.md", "d2") == {}
    assert REPORT.records("docs/b.md", "d1") == {}


def test_a_report_without_operations_has_none(tmp_path: Path) -> None:
    path = tmp_path / "verification.json"
    save(replace(REPORT, operations=(), unmet={}), path)
    data = json.loads(path.read_text())
    del data["operations"], data["unmet"]
    path.write_text(json.dumps(data))
    assert load(path) == replace(REPORT, operations=(), unmet={})


def test_the_present_report_has_only_pages_with_the_text_that_ran(tmp_path: Path) -> None:
    (tmp_path / "same.md").write_text("a")
    (tmp_path / "changed.md").write_text("b")
    same = PageReport(sha256(b"a").hexdigest())
    report = Report(pages={"same.md": same, "changed.md": same, "gone.md": same})
    assert report.present(tmp_path).pages == {"same.md": same}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pages": {"a": {}}}'])
def test_a_report_that_cannot_be_read_proves_nothing(text: str, tmp_path: Path) -> None:
    path = tmp_path / "verification.json"
    path.write_text(text)
    assert load(path) == Report()


def test_no_report_proves_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "verification.json") == Report()


def test_a_write_that_fails_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "verification.json"
    save(REPORT, path)
    before = path.read_text()

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(json, "dump", fail)
    with pytest.raises(OSError, match="disk full"):
        save(Report(), path)
    assert path.read_text() == before
    assert [file.name for file in tmp_path.iterdir()] == ["verification.json"]


@pytest.mark.parametrize(
    ("outcome", "proved"),
    [("passed", True), ("compared", True), ("skipped", True), ("failed", False), ("unchecked", False)],
)
def test_which_outcomes_may_be_published(outcome: str, proved: bool) -> None:
    assert Record(0, 1, "bash", outcome).proved is proved
