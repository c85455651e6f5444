"""Totals of a report: every block is counted once, by what it is and what it came to."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from snippets.report import Record
from snippets.reporting.tally import COLUMNS, tally

FENCES = ["sh", "js", "python", "json", "http", "yaml", "markdown", ""]
RECORDS = st.builds(
    Record,
    ordinal=st.just(0),
    line=st.just(1),
    language=st.sampled_from(FENCES),
    outcome=st.sampled_from(sorted(COLUMNS)),
    reason=st.none() | st.sampled_from(["a", "b"]),
)


def test_rows_columns_and_reasons() -> None:
    counted = tally(
        [
            Record(0, 1, "bash", "passed"),
            Record(1, 5, "bash", "install"),
            Record(2, 9, "py", "failed"),
            Record(3, 11, "json", "compared"),
            Record(4, 13, "markdown", "skipped", reason="shows source"),
        ]
    )
    assert {label: dict(counts) for label, counts in counted.rows.items()} == {
        "cURL": {"verified": 1},
        "Python": {"failed": 1},
        "Answers": {"verified": 1},
        "Other": {"checked": 1, "skipped": 1},
    }
    assert counted.reasons == {("skipped", "shows source"): 1}


@given(st.lists(RECORDS))
def test_every_block_is_counted_once(records: list[Record]) -> None:
    counted = tally(records)
    assert counted.total == Counter(COLUMNS[record.outcome] for record in records)
    assert counted.reasons.total() == sum(record.reason is not None for record in records)
    assert all(counted.rows.values())
