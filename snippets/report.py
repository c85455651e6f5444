"""`build/verification.json`: what was proved, for which text. The only thing that the site reads.

A page's entry holds the digest of its Markdown, so that a page changed in any character has no
verdicts until it is run again; a block's entry is found by its ordinal, so that the same curl line
under "valid" and under "expired" can't be confused.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from snippets.api.operation import Operation
from snippets.model import Step, Take

__all__ = ["PROVED", "Meeting", "PageReport", "Record", "Report", "load", "record_from", "save"]

PROVED = frozenset({"passed", "compared", "syntax", "install", "drawn", "skipped"})
"""The outcomes with which a block may be published; a skipped block has a reason, or it is an error."""


@dataclass(frozen=True, order=True)
class Meeting:
    """One kind of exchange that the docs were seen to have, whatever its ids and times."""

    method: str
    path: str
    status: int
    challenge: str = ""
    """The `WWW-Authenticate` field of the answer, empty without one."""


@dataclass(frozen=True)
class Record:
    """The verdict on one block, as kept."""

    ordinal: int
    line: int
    language: str
    outcome: str
    example: str | None = None
    reason: str | None = None
    message: str | None = None
    seconds: float = 0.0
    meetings: tuple[Meeting, ...] = ()
    steps: tuple[Step, ...] = ()
    """What a snippet of a page that is one sequence did, one exchange after the other."""

    @property
    def proved(self) -> bool:
        return self.outcome in PROVED


@dataclass(frozen=True)
class PageReport:
    """The verdicts on one page, for one text of it."""

    digest: str
    records: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that was proved, page by page, and against what and with what."""

    api: Mapping[str, str] = field(default_factory=dict)
    """`title` and `version` of the API that answered."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Tool → version that the snippets ran with."""
    date: str = ""
    """UTC time of the last run, ISO 8601."""
    pages: Mapping[str, PageReport] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()
    """What the API's OpenAPI document has; empty without one."""
    unmet: Mapping[str, str] = field(default_factory=dict)
    """`[tool.snippets.unmet]` at that run."""

    def records(self, path: str, digest: str) -> dict[int, Record]:
        """Ordinal → record for the page as it now is; empty when the page has changed since."""
        page = self.pages.get(path)
        if page is None or page.digest != digest:
            return {}
        return {record.ordinal: record for record in page.records}

    def present(self, root: Path) -> "Report":
        """The report without the pages that are gone or have changed since they were run."""
        kept = {name: page for name, page in self.pages.items() if _digest(root / name) == page.digest}
        return replace(self, pages=kept)


def load(path: Path) -> Report:
    """The report at `path`; an empty one when there is none or it can't be read: nothing is proved then."""
    try:
        data = json.loads(path.read_text("utf-8"))
        pages = {
            name: PageReport(page["digest"], tuple(map(record_from, page["records"])))
            for name, page in data["pages"].items()
        }
        operations = tuple(map(_operation, data.get("operations", ())))
        return Report(data["api"], data["tools"], data["date"], pages, operations, data.get("unmet", {}))
    except (OSError, ValueError, KeyError, TypeError):
        return Report()


def _operation(data: Mapping[str, Any]) -> Operation:
    lists = {name: tuple(data[name]) for name in ("statuses", "bases")}
    return Operation(**{**data, **lists})


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def record_from(data: Mapping[str, Any]) -> Record:
    """The record that `dataclasses.asdict` made `data` of."""
    meetings = tuple(Meeting(**meeting) for meeting in data["meetings"])
    return Record(**{**data, "meetings": meetings, "steps": tuple(map(_step, data.get("steps", ())))})


def _step(data: Mapping[str, Any]) -> Step:
    pairs = {name: tuple(map(tuple, data[name])) for name in ("query", "headers", "checks")}
    return Step(**{**data, **pairs, "takes": tuple(Take(**take) for take in data["takes"])})


def save(report: Report, path: Path) -> None:
    """Writes the report at once or not at all: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(report), file, ensure_ascii=False, indent=1, sort_keys=True)
            file.write("\n")
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
