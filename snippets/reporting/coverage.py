"""Coverage: which answers of the documented operations the snippets meet, and where."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from snippets.api.operation import Operation, called, status_key
from snippets.languages import LANGUAGES, language_of
from snippets.report import Report

__all__ = ["Coverage", "Spot", "coverage"]


@dataclass(frozen=True, order=True)
class Spot:
    """A snippet that met something."""

    page: str
    line: int
    ordinal: int
    language: str
    """The language's name, such as `bash`."""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass(frozen=True)
class Coverage:
    """A table of operations and their documented statuses; each cell holds the snippets that met it."""

    operations: tuple[Operation, ...]
    languages: tuple[str, ...]
    """Those of the snippets that passed, in their usual order."""
    met: Mapping[tuple[Operation, str], tuple[Spot, ...]]
    """By operation and key of its `responses`; what no snippet met is not in it."""
    undocumented: Mapping[tuple[Operation, int], tuple[Spot, ...]]
    """Statuses that an operation answered and its document doesn't have: an error of the document."""
    elsewhere: Mapping[tuple[str, str, int], tuple[Spot, ...]]
    """Method, path and status of requests that call no operation of the document."""

    @property
    def statuses(self) -> tuple[str, ...]:
        """The columns: 2XX behind 200, `default` last."""
        return tuple(sorted({key for operation in self.operations for key in operation.statuses}, key=_order))

    @property
    def cells(self) -> tuple[tuple[Operation, str], ...]:
        """All of the table, row by row."""
        return tuple((operation, key) for operation in self.operations for key in operation.statuses)

    @property
    def unmet_operations(self) -> tuple[Operation, ...]:
        answered = {operation for operation, _ in (*self.met, *self.undocumented)}
        return tuple(operation for operation in self.operations if operation not in answered)

    @property
    def unmet(self) -> tuple[tuple[Operation, str], ...]:
        """The cells that no snippet meets, in their order."""
        return tuple(cell for cell in self.cells if cell not in self.met)

    def languages_at(self, operation: Operation, key: str) -> tuple[str, ...]:
        """The languages whose snippets meet a cell."""
        there = {spot.language for spot in self.met.get((operation, key), ())}
        return tuple(language for language in self.languages if language in there)


def coverage(report: Report) -> Coverage:
    """What the snippets that passed have met; give it `report.present(root)` to count present pages only."""
    met: defaultdict[tuple[Operation, str], set[Spot]] = defaultdict(set)
    undocumented: defaultdict[tuple[Operation, int], set[Spot]] = defaultdict(set)
    elsewhere: defaultdict[tuple[str, str, int], set[Spot]] = defaultdict(set)
    languages = set()
    calls: dict[tuple[str, str], Operation | None] = {}
    for page, entry in report.pages.items():
        for record in entry.records:
            language = language_of(record.language)
            if record.outcome != "passed" or language is None:
                continue
            languages.add(language.name)
            spot = Spot(page, record.line, record.ordinal, language.name)
            for meeting in record.meetings:
                call = (meeting.method, unquote(meeting.path))
                if call not in calls:
                    calls[call] = called(report.operations, *call)
                operation = calls[call]
                if operation is None:
                    elsewhere[(*call, meeting.status)].add(spot)
                elif key := status_key(operation.statuses, meeting.status):
                    met[operation, key].add(spot)
                else:
                    undocumented[operation, meeting.status].add(spot)
    return Coverage(
        report.operations,
        tuple(language.name for language in LANGUAGES if language.name in languages),
        {cell: tuple(sorted(spots)) for cell, spots in met.items()},
        {cell: tuple(sorted(spots)) for cell, spots in undocumented.items()},
        {call: tuple(sorted(spots)) for call, spots in sorted(elsewhere.items())},
    )


def _order(key: str) -> tuple[str, str]:
    return key[:1], key.upper()
