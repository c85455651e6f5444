"""Folding a run into the report: what ran is replaced, what still holds is kept."""

from pathlib import Path

from snippets.model import Answer, Block, Exchange, Failure, Page, Request, Verdict
from snippets.page import Reader
from snippets.report import Record, load
from snippets.reporting.ledger import fold, record, tools
from snippets.settings import Settings

API = {"title": "Notes API", "version": "v2"}
TEXT = "```bash\ncurl a\n```\n\n```python\nprint(1)\n```\n\n```json\n{}\n```\n\n# B\n\n```bash\ncurl b\n```\n"


def read(text: str = TEXT) -> Page:
    return Reader(None).read_text(text, "docs/a.md")


def entry(page: Page, ordinal: int, outcome: str = "passed") -> Record:
    block = page.blocks[ordinal]
    return Record(
        ordinal, block.line, block.language, outcome, message="why" if outcome == "failed" else None
    )


def project_in(root: Path) -> Settings:
    (root / "docs").mkdir()
    (root / "docs" / "a.md").write_text(TEXT)
    return Settings(root, root / "docs", ("a",), "a:b", report=root / "v.json")


def outcomes(settings: Settings, page: Page) -> dict[int, str]:
    records = load(settings.report).records(page.path, page.digest)
    return {ordinal: entry.outcome for ordinal, entry in records.items()}


def test_an_answer_stands_when_all_snippets_above_it_passed(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1)}}, API)
    assert outcomes(settings, page) == {0: "passed", 1: "passed", 2: "compared"}


def test_an_answer_falls_with_one_of_them(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1, "failed")}}, API)
    assert outcomes(settings, page) == {0: "passed", 1: "failed", 2: "failed"}


def test_an_answer_has_no_verdict_before_all_of_them_ran(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    assert outcomes(settings, page) == {0: "passed"}


def test_a_partial_run_keeps_what_still_holds(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1)}}, API)
    fold(settings, {page.path: page}, {page.path: {3: entry(page, 3)}}, API)
    fold(settings, {page.path: page}, {page.path: {1: entry(page, 1, "failed")}}, API)
    assert outcomes(settings, page) == {0: "passed", 1: "failed", 2: "failed", 3: "passed"}


def test_a_page_with_another_text_starts_anew(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    edited = read(TEXT + "\nMore.\n")
    fold(settings, {page.path: edited}, {page.path: {3: entry(edited, 3)}}, API)
    assert outcomes(settings, edited) == {3: "passed"}
    assert outcomes(settings, page) == {}


def test_an_unchecked_language_neither_proves_nor_fails_an_answer(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1, "unchecked")}}, API)
    assert outcomes(settings, page)[2] == "compared"


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
    page, settings = read(), project_in(tmp_path)
    report = fold(settings, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    assert report.api == API
    assert {"curl", "Node.js", "Python"} <= set(tools())
    assert all(version[0].isdigit() for version in report.tools.values())


def test_a_page_run_anew_keeps_nothing_of_an_earlier_run(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0), 1: entry(page, 1)}}, API)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0)}}, API, anew={page.path})
    assert outcomes(settings, page) == {0: "passed"}


def test_the_entry_of_a_page_that_is_gone_is_dropped(tmp_path: Path) -> None:
    page, settings = read(), project_in(tmp_path)
    fold(settings, {page.path: page}, {page.path: {0: entry(page, 0)}}, API)
    (tmp_path / "docs" / "a.md").unlink()
    assert fold(settings, {}, {}, API).pages == {}


def test_an_answer_for_one_language_stands_or_falls_with_that_one(tmp_path: Path) -> None:
    settings = project_in(tmp_path)
    page = read(TEXT.replace("```json", '```json title="Python"'))
    run = {0: entry(page, 0, "failed"), 1: entry(page, 1)}
    fold(settings, {page.path: page}, {page.path: run}, API)
    assert outcomes(settings, page)[2] == "compared"
    fold(settings, {page.path: page}, {page.path: {1: entry(page, 1, "unchecked")}}, API)
    assert 2 not in outcomes(settings, page)
