"""The lines at the end of a run."""

from snippets.report import Meeting, Record
from snippets.reporting.outcome import failures, summary


def run(*records: Record) -> dict[str, dict[int, Record]]:
    return {"docs/a.md": {record.ordinal: record for record in records}}


def block(ordinal: int, language: str, outcome: str = "passed", message: str | None = None) -> Record:
    return Record(ordinal, ordinal + 1, language, outcome, "list", message=message)


def test_one_of_each_is_told_in_the_singular() -> None:
    one = Record(0, 1, "sh", "passed", "list", meetings=(Meeting("GET", "/", 200),))
    assert summary(run(one)) == [
        "1 snippet of 1 example in 1 language (1 bash); 1 distinct exchange (method, path, status, challenge)"
    ]


def test_several_are_told_by_language_and_each_reason_is_counted() -> None:
    skipped = [Record(number, 1, "go", "skipped", reason="a sketch") for number in (3, 4)]
    records = [block(0, "python"), block(1, "bash"), block(2, "bash", "install"), *skipped]
    assert summary(run(*records)) == [
        "2 snippets of 1 example in 2 languages (1 bash, 1 python); "
        "0 distinct exchanges (method, path, status, challenge)",
        "  2 skipped: a sketch",
    ]


def test_without_a_snippet_no_language_is_told() -> None:
    assert summary(run(block(0, "yaml", "syntax")))[0].startswith("0 snippets of 0 examples in 0 languages; ")


def test_where_all_is_well_nothing_failed() -> None:
    assert failures(run(block(0, "bash")), 0) == []


def test_failures_are_told_by_language_and_cause_the_most_frequent_first() -> None:
    records = [
        block(0, "js", "failed", "the answer differs"),
        block(1, "python", "failed", "did not end within 5 s"),
        block(2, "js", "failed", "the answer differs"),
        block(3, "bash"),
    ]
    assert failures(run(*records), 0) == [
        "3 of 4 snippets failed (2 javascript, 1 python): 2 the answer differs, 1 did not end within 5 s"
    ]


def test_many_causes_are_cut_short() -> None:
    records = [block(number, "bash", "failed", f"cause {number}") for number in range(8)]
    (line,) = failures(run(*records), 0)
    assert line.endswith(": 1 cause 0, 1 cause 1, 1 cause 2, 1 cause 3, 1 cause 4, 3 for other reasons")


def test_blocks_that_are_no_snippets_and_problems_of_pages_have_lines_of_their_own() -> None:
    records = [block(0, "yaml", "failed", "is not yaml"), block(1, "toml", "syntax")]
    assert failures(run(*records), 1) == [
        "1 of 2 other blocks failed: 1 is not yaml",
        "1 problem of pages as they are written",
    ]
