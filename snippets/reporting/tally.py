"""How many blocks came to what: the totals of a report, by language, by outcome and by reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from snippets.languages import ANSWERS, LANGUAGES, language_of
from snippets.report import Record

__all__ = ["COLUMNS", "Tally", "tally"]

COLUMNS = {
    "passed": "verified",
    "compared": "verified",
    "syntax": "checked",
    "install": "checked",
    "drawn": "checked",
    "skipped": "skipped",
    "unchecked": "not run here",
    "failed": "failed",
}
"""Outcome → the column that counts it. `checked`: parsed, drawn or looked up, and not run."""

_ANSWERS, _OTHERS = "Answers", "Other"


@dataclass(frozen=True)
class Tally:
    """The blocks of all pages, counted."""

    rows: dict[str, Counter[str]]
    """What the blocks are (`cURL`, …, `Answers`, `Other`) → column → how many."""
    reasons: Counter[tuple[str, str]]
    """Column and reason of what was not run → how many blocks."""

    @property
    def total(self) -> Counter[str]:
        return sum(self.rows.values(), Counter[str]())


def tally(records: Iterable[Record]) -> Tally:
    """Counts records; the rows stand in the order of the languages, and none is empty."""
    rows: dict[str, Counter[str]] = {label: Counter() for label in (*_labels(), _ANSWERS, _OTHERS)}
    reasons: Counter[tuple[str, str]] = Counter()
    for record in records:
        column = COLUMNS.get(record.outcome, record.outcome)
        rows[_row(record)][column] += 1
        if record.reason is not None:
            reasons[column, record.reason] += 1
    return Tally({label: counts for label, counts in rows.items() if counts}, reasons)


def _labels() -> list[str]:
    return [language.label for language in LANGUAGES]


def _row(record: Record) -> str:
    language = language_of(record.language)
    if language is not None and record.outcome != "install":
        return language.label
    return _ANSWERS if record.language in ANSWERS else _OTHERS
