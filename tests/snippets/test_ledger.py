"""Folding a run into the report: what ran is replaced, what still holds is kept."""

from pathlib import Path

from snippets.ledger import fold, record, tools
from snippets.model import Answer, Block, Exchange, Failure, Page, Request, Verdict
from snippets.page import Reader
from snippets.report import Record, load

API = {"title": "Notes API", "version": "v2"}
TEXT = "```bash\ncurl a\n```\n\n```python\nprint(1)\n```\n\n```json\n{}\n```\n\n# B\n\n```bash\ncurl b\n```\n"


def read(text: str = TEXT) -> Page:
    return Reader(None).read_text(text, "docs/a.md")


def entry(page: Page, ordinal: int, outcome: str = "passed") -> Record:
    block = page.blocks[ordinal]
    return Record(
        ordinal, block.line, block.language, outcome, message="why" if outcome == "failed" else None
    )


def outcomes(path: Path, page: Page) -> dict[int, str]:
    return {ordinal: entry.outcome for ordinal, entry in load(path).records(page.path, page.digest).items()}


def test_an_answer_stands_when_all_snippets_above_it_passed(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    fold(path, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1)}}, API)
    assert outcomes(path, page) == {0: "passed", 1: "passed", 2: "compared"}


def test_an_answer_falls_with_one_of_them(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    fold(path, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1, "failed")}}, API)
    assert outcomes(path, page) == {0: "passed", 1: "failed", 2: "failed"}


def test_an_answer_has_no_verdict_before_all_of_them_ran(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    fold(path, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    assert outcomes(path, page) == {0: "passed"}


def test_a_partial_run_keeps_what_still_holds(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    fold(path, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1)}}, API)
    fold(path, {page.path: page}, {page.path: {3: entry(page, 3)}}, API)
    fold(path, {page.path: page}, {page.path: {1: entry(page, 1, "failed")}}, API)
    assert outcomes(path, page) == {0: "passed", 1: "failed", 2: "failed", 3: "passed"}


def test_a_page_with_another_text_starts_anew(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    fold(path, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    edited = read(TEXT + "\nMore.\n")
    fold(path, {page.path: edited}, {page.path: {3: entry(edited, 3)}}, API)
    assert outcomes(path, edited) == {3: "passed"}
    assert outcomes(path, page) == {}


def test_an_unchecked_language_neither_proves_nor_fails_an_answer(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    fold(path, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1, "unchecked")}}, API)
    assert outcomes(path, page)[2] == "compared"


def test_the_record_of_a_verdict_holds_what_was_met_and_no_body() -> None:
    block = Block(4, "bash", "curl", 7, 9)
    met = Exchange(
        Request("GET", "/v1/notes?a=1", (), b"secret"), Answer(401, (("WWW-Authenticate", "Bearer"),), b"b")
    )
    kept = record(Verdict(block, "failed", "list", Failure("the answer differs", 8), exchanges=(met,)))
    assert (kept.ordinal, kept.line, kept.message) == (4, 8, "the answer differs")
    assert [(m.method, m.path, m.status, m.challenge) for m in kept.meetings] == [
        ("GET", "/v1/notes", 401, "Bearer")
    ]


def test_the_report_says_which_api_answered_and_which_tools_ran(tmp_path: Path) -> None:
    page, path = read(), tmp_path / "v.json"
    report = fold(path, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    assert report.api == API
    assert {"curl", "node", "python"} <= set(tools())
    assert all(version[0].isdigit() for version in report.tools.values())
