"""`[tool.snippets.unmet]`: what no snippet meets, and why; and what is wrong with that list.

A key is `METHOD /path/template` (the whole operation), `METHOD /path/template STATUS`, or `* STATUS`: that
status of each operation where no snippet meets it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from snippets.api.operation import Operation
from snippets.reporting.coverage import Coverage
from snippets.settings import Settings

__all__ = ["Fault", "fault_lines", "faults", "open_keys", "reason"]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the coverage, or with the list of what no snippet meets."""

    place: str
    """Where to look: `pyproject.toml:12`, or the document's path."""
    cause: str
    fix: str


def reason(unmet: Mapping[str, str], operation: Operation, status: str) -> str | None:
    """Why no snippet meets a status of an operation, in the words nearest to it."""
    keys = (f"{operation} {status}", str(operation), f"* {status}")
    return next((unmet[key] for key in keys if key in unmet), None)


def open_keys(coverage: Coverage) -> set[str]:
    """The keys that may stand in the list: what they name is met by no snippet, or not everywhere."""
    return _keys(coverage.unmet, coverage.unmet_operations)


def faults(coverage: Coverage, settings: Settings) -> list[Fault]:
    """What is neither met nor listed, and what is listed in vain; nothing in a project without a document."""
    if not settings.openapi:
        return []
    if not coverage.operations:
        cause = "the report knows no operation of the document"
        return [Fault(settings.openapi, cause, "run: pytest docs")]
    found = [*_unlisted(coverage, settings), *_stale(coverage, settings)]
    return found + (_undocumented(coverage, settings) if settings.coverage == "statuses" else [])


def fault_lines(found: list[Fault]) -> list[str]:
    """Place and cause of each, and below those that have one remedy, the remedy."""
    lines = []
    for fix, those in groupby(found, key=lambda fault: fault.fix):
        lines += [f"{fault.place} {fault.cause}" for fault in those]
        lines.append(f"  {'fix':<9}{fix}")
    return lines


def _unlisted(coverage: Coverage, settings: Settings) -> Iterator[Fault]:
    none = set(coverage.unmet_operations)
    why = 'or say why not in [tool.snippets.unmet]: "{}" = "…"'
    for operation in coverage.operations:
        if operation in none and str(operation) not in settings.unmet:
            fix = "call it in an example, " + why.format("METHOD /path")
            yield Fault(settings.openapi, f"{operation}: no snippet meets this operation", fix)
    if settings.coverage != "statuses":
        return
    for operation, cells in groupby(coverage.unmet, key=lambda cell: cell[0]):
        left = [status for _, status in cells if reason(settings.unmet, operation, status) is None]
        if left and operation not in none:
            fix = "show it in an example, " + why.format("METHOD /path STATUS")
            yield Fault(settings.openapi, f"{operation}: no snippet meets {', '.join(left)}", fix)


def _stale(coverage: Coverage, settings: Settings) -> Iterator[Fault]:
    left = open_keys(coverage)
    named = _keys(coverage.cells, coverage.operations)
    for key in settings.unmet:
        if key in left:
            continue
        place = _place(settings.root / "pyproject.toml", key)
        if key in named:
            yield Fault(place, f'unmet "{key}": snippets meet it', "delete the line")
        else:
            fix = f'write "METHOD /path", "METHOD /path STATUS" or "* STATUS" as {settings.openapi} has it'
            yield Fault(place, f'unmet "{key}": the document has nothing of this name', fix)


def _keys(cells: Iterable[tuple[Operation, str]], operations: Iterable[Operation]) -> set[str]:
    return {key for operation, status in cells for key in (f"{operation} {status}", f"* {status}")} | set(
        map(str, operations)
    )


def _undocumented(coverage: Coverage, settings: Settings) -> list[Fault]:
    return [
        Fault(
            settings.openapi,
            f"{operation} {status}: answered at {spots[0]}, but not in the document",
            "add the status to the `responses` of the operation",
        )
        for (operation, status), spots in coverage.undocumented.items()
    ]


def _place(file: Path, key: str) -> str:
    """The file's name and the line that begins with the key."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.lstrip().startswith((f'"{key}"', f"'{key}'")):
            return f"{file.name}:{number}"
    return file.name
