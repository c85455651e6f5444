"""Folds the verdicts of a run into the report: what was run is replaced, what still holds is kept."""

import fcntl
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from snippets.languages import LANGUAGES
from snippets.model import Page, Verdict
from snippets.report import Meeting, PageReport, Record, Report, load, save

__all__ = ["fold", "record", "tools"]


def record(verdict: Verdict) -> Record:
    """What is kept of a verdict."""
    failure = verdict.failure
    return Record(
        ordinal=verdict.block.ordinal,
        line=(failure.line if failure and failure.line else verdict.block.line),
        language=verdict.block.language,
        outcome=verdict.outcome,
        example=verdict.example,
        reason=verdict.reason,
        message=failure.message if failure else None,
        seconds=round(verdict.seconds, 3),
        meetings=tuple(
            Meeting(
                exchange.request.method,
                urlsplit(exchange.request.target).path,
                exchange.answer.status,
                exchange.answer.header("www-authenticate") or "",
            )
            for exchange in verdict.exchanges
        ),
    )


def fold(
    path: Path, pages: Mapping[str, Page], run: Mapping[str, Mapping[int, Record]], api: dict[str, str]
) -> Report:
    """Merges the records of a run (page → ordinal → record) into the report at `path` and writes it.

    `pages` are the pages as they were run. A page that is no longer among the docs' files is dropped by
    `verify`; an entry for another text of a page is replaced. Two runs at once take their turns.
    """
    with _turn(path):
        old = load(path)
        merged = dict(old.pages)
        for name, records in run.items():
            page = pages[name]
            kept = old.records(name, page.digest) | dict(records)
            merged[name] = PageReport(page.digest, tuple(_with_answers(page, kept)))
        report = Report(api, tools(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), merged)
        save(report, path)
        return report


def _with_answers(page: Page, records: dict[int, Record]) -> Iterable[Record]:
    """Adds the answers under snippets: one stands when all the snippets that it stands under have passed."""
    for example in page.examples:
        for group in example.groups:
            for answer in group.answers:
                under = [records.get(snippet.ordinal) for snippet in group.snippets]
                outcome, message = _outcome(under)
                if outcome is None:
                    records.pop(answer.ordinal, None)
                else:
                    records[answer.ordinal] = Record(
                        answer.ordinal, answer.line, answer.language, outcome, example.name, None, message
                    )
    return [records[ordinal] for ordinal in sorted(records)]


def _outcome(under: list[Record | None]) -> tuple[str | None, str | None]:
    checked = [record for record in under if record is not None and record.outcome != "unchecked"]
    for entry in checked:
        if entry.outcome == "failed":
            return "failed", entry.message
    if not checked or None in under:
        return None, None
    return "compared", None


def tools() -> dict[str, str]:
    """Tool → version, for each language's program that is here."""
    found = {}
    for language in LANGUAGES:
        try:
            done = subprocess.run(language.version.split(), capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        words = done.stdout.split()
        name = Path(language.version.split()[0]).name
        found["python" if language.name == "python" else name] = next(
            (word.removeprefix("v") for word in words if word.removeprefix("v")[:1].isdigit()), ""
        )
    return found


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
