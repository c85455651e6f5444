"""What a run came to, in lines: what was proved, what was not run and why, and what failed."""

from collections import Counter
from collections.abc import Iterable, Mapping

from snippets.languages import LANGUAGES, language_of
from snippets.report import Meeting, Record

__all__ = ["failures", "summary"]

_MOST = 5
"""How many causes are told apart; the others are counted."""


def summary(run: Mapping[str, Mapping[int, Record]]) -> list[str]:
    """What was proved: snippets by language, distinct exchanges, and each reason for what was not run."""
    by_language: Counter[str] = Counter()
    meetings: set[Meeting] = set()
    examples: set[tuple[str, str | None]] = set()
    reasons: Counter[str] = Counter()
    for path, entry in ((path, entry) for path, entries in run.items() for entry in entries.values()):
        if entry.outcome in ("skipped", "unchecked"):
            reasons[f"{entry.outcome}: {entry.reason}"] += 1
        elif _is_snippet(entry):
            by_language[_language(entry)] += 1
            examples.add((path, entry.example))
        meetings.update(entry.meetings)
    line = (
        f"{_many(by_language.total(), 'snippet')} of {_many(len(examples), 'example')} in "
        f"{_many(len(by_language), 'language')}{_each(by_language)}; "
        f"{_many(len(meetings), 'distinct exchange')} (method, path, status, challenge)"
    )
    return [line, *(f"  {count} {reason}" for reason, count in sorted(reasons.items()))]


def failures(run: Mapping[str, Mapping[int, Record]], problems: int) -> list[str]:
    """What failed, by language and cause; nothing where all is well.

    `problems`: how many the pages have as written.
    """
    records = [entry for entries in run.values() for entry in entries.values()]
    ran = [entry for entry in records if entry.outcome not in ("skipped", "unchecked")]
    lines = []
    snippets = [entry for entry in ran if _is_snippet(entry)]
    if failed := [entry for entry in snippets if entry.outcome == "failed"]:
        languages = Counter(map(_language, failed))
        of = f"{len(failed)} of {_many(len(snippets), 'snippet')}"
        lines.append(f"{of} failed{_each(languages)}: {_causes(failed)}")
    others = [entry for entry in ran if not _is_snippet(entry)]
    if failed := [entry for entry in others if entry.outcome == "failed"]:
        lines.append(f"{len(failed)} of {_many(len(others), 'other block')} failed: {_causes(failed)}")
    if problems:
        lines.append(f"{_many(problems, 'problem')} of pages as they are written")
    return lines


def _is_snippet(entry: Record) -> bool:
    return language_of(entry.language) is not None and entry.outcome != "install"


def _language(entry: Record) -> str:
    language = language_of(entry.language)
    return language.name if language else entry.language


def _each(counts: Mapping[str, int]) -> str:
    """` (2 javascript, 1 python)`, in the order in which a page shows them."""
    named = [f"{counts[each.name]} {each.name}" for each in LANGUAGES if counts.get(each.name)]
    return f" ({', '.join(named)})" if named else ""


def _causes(failed: Iterable[Record]) -> str:
    counts = Counter(entry.message or "failed" for entry in failed)
    told = sorted(counts.items(), key=lambda cause: (-cause[1], cause[0]))
    rest = sum(count for _, count in told[_MOST:])
    said = [f"{count} {cause}" for cause, count in told[:_MOST]]
    return ", ".join([*said, *([f"{rest} for other reasons"] if rest else [])])


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
