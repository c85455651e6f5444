"""Folds the verdicts of a run into the report: what was run is replaced, what still holds is kept."""

import fcntl
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from snippets.api.operation import Operation
from snippets.languages import LANGUAGES, answers_under
from snippets.model import Block, Group, Page, Verdict
from snippets.report import Meeting, PageReport, Record, Report, load, save
from snippets.reporting.show import visible
from snippets.settings import Settings

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
        message=visible(failure.message) if failure else None,
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
        steps=verdict.steps,
    )


def fold(
    settings: Settings,
    pages: Mapping[str, Page],
    run: Mapping[str, Mapping[int, Record]],
    api: Mapping[str, str],
    anew: Collection[str] = (),
    *,
    operations: tuple[Operation, ...] = (),
) -> Report:
    """Merges the records of a run (page → ordinal → record) into the report and writes it.

    `pages` are the pages as they were run; those named in `anew` keep nothing of an earlier run. Entries
    of pages that are gone are dropped, and one for another text of a page is replaced. `operations` are those
    of the API that answered. Two runs at once take their turns.
    """
    with _turn(settings.report):
        old = load(settings.report)
        merged = {name: entry for name, entry in old.pages.items() if (settings.root / name).is_file()}
        for name, records in run.items():
            page = pages[name]
            kept = {} if name in anew else old.records(name, page.digest)
            merged[name] = PageReport(page.digest, tuple(_with_answers(page, kept | dict(records))))
        date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        report = Report(api, tools(), date, merged, operations, settings.unmet)
        save(report, settings.report)
        return report


def _with_answers(page: Page, records: dict[int, Record]) -> Iterable[Record]:
    """Adds the answers under snippets: one stands when all the snippets that it holds for have passed."""
    for example in page.examples:
        for group in example.groups:
            for answer in group.answers:
                under = [records.get(snippet.ordinal) for snippet in _under(group, answer)]
                outcome, message = _outcome(under)
                if outcome is None:
                    records.pop(answer.ordinal, None)
                else:
                    records[answer.ordinal] = Record(
                        answer.ordinal, answer.line, answer.language, outcome, example.name, None, message
                    )
    return [records[ordinal] for ordinal in sorted(records)]


def _under(group: Group, answer: Block) -> list[Block]:
    """The snippets that an answer of their group holds for."""
    return [snippet for snippet in group.snippets if answer in answers_under(group, snippet)]


def _outcome(under: list[Record | None]) -> tuple[str | None, str | None]:
    checked = [record for record in under if record is not None and record.outcome != "unchecked"]
    for entry in checked:
        if entry.outcome == "failed":
            return "failed", entry.message
    if not checked or None in under:
        return None, None
    return "compared", None


def tools() -> dict[str, str]:
    """Tool → version, for each language's program that is here; the names are for readers."""
    found = {}
    for language in LANGUAGES:
        try:
            done = subprocess.run(language.version, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        numbers = (word.removeprefix("v") for word in done.stdout.split())
        found[language.tool] = next((word for word in numbers if word[:1].isdigit()), "")
    return found


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
