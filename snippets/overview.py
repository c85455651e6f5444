"""`python -m snippets report`: verdicts by page and language, what was not run and why, and coverage."""

import json
import shutil
from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from snippets.api.operation import Operation
from snippets.page import Reader, page_files
from snippets.report import Report, load
from snippets.reporting.coverage import Coverage, Spot, coverage
from snippets.reporting.style import Style
from snippets.reporting.tally import Tally, tally
from snippets.reporting.unmet import open_keys, reason
from snippets.settings import Settings
from snippets.verify import missed, unproved

__all__ = ["data", "overview"]

_WIDTH = 100


def overview(settings: Settings, as_json: bool = False) -> int:
    """Prints the report; the exit status is 0, since it is `verify` that judges."""
    report = load(settings.report)
    reader = Reader(settings.mkdocs)
    pages = [reader.read(path, settings.root) for path in page_files(settings.docs)]
    open_lines = [line for page in pages for line in unproved(page, report)]
    present = report.present(settings.root)
    if as_json:
        print(json.dumps(data(present, open_lines), ensure_ascii=False, indent=2))
        return 0
    print("\n".join(_Paper(Style.of()).report(settings, present, open_lines)))
    return 0


def data(report: Report, unproved: list[str]) -> dict[str, Any]:
    """The same as JSON, for other programs."""
    table = coverage(report)
    return {
        "api": dict(report.api),
        "tools": dict(report.tools),
        "date": report.date,
        "pages": {name: _counts(tally(page.records)) for name, page in sorted(report.pages.items())},
        "notRun": [
            {"page": name, "line": record.line, "outcome": record.outcome, "reason": record.reason}
            for name, page in sorted(report.pages.items())
            for record in page.records
            if record.reason is not None
        ],
        "unproved": unproved,
        "operations": [
            {
                "operation": str(operation),
                "id": operation.id,
                "statuses": {
                    key: {
                        "languages": list(table.languages_at(operation, key)),
                        "snippets": _places(table.met.get((operation, key), ())),
                        "reason": None
                        if (operation, key) in table.met
                        else reason(report.unmet, operation, key),
                    }
                    for key in operation.statuses
                },
            }
            for operation in table.operations
        ],
        "undocumented": {
            f"{cell[0]} {cell[1]}": _places(spots) for cell, spots in table.undocumented.items()
        },
        "elsewhere": {" ".join(map(str, call)): _places(spots) for call, spots in table.elsewhere.items()},
    }


def _counts(counted: Tally) -> dict[str, dict[str, int]]:
    return {label: dict(counts) for label, counts in counted.rows.items()}


def _places(spots: Iterable[Spot]) -> list[str]:
    return [str(spot) for spot in spots]


class _Paper:
    """Lays the report out for a terminal, in about 100 columns."""

    def __init__(self, style: Style) -> None:
        self._in = style
        self._width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDTH)

    def report(self, settings: Settings, report: Report, unproved: list[str]) -> list[str]:
        if not report.pages and not unproved:
            return ["nothing has run yet; run: pytest docs"]
        lines = self._verdicts(report)
        lines += self._part("Not run, for a reason", list(_not_run(report)))
        lines += self._part("Not proved", unproved, "bad")
        if report.operations:
            table = coverage(report)
            lines += ["", *self._coverage(table, report)]
            lines += self._part("Unmet, for a reason", self._reasons(table, report))
            lines += self._part("Not in the document", _met(table), "bad")
            lines += self._part("Calls of no operation", _elsewhere(table))
            # As long as a block is not proved, what it would meet seems to be missing.
            lines += self._part("To do", [] if unproved else missed(settings, report), "bad")
        return lines

    def _part(self, title: str, lines: list[str], colour: str = "bold") -> list[str]:
        return ["", self._in(colour, title), *(f"  {line}" for line in lines)] if lines else []

    def _verdicts(self, report: Report) -> list[str]:
        pages = {name: tally(page.records) for name, page in sorted(report.pages.items()) if page.records}
        total = tally(record for page in report.pages.values() for record in page.records)
        columns = list(total.rows)
        wide = max(map(len, ["Page", "All", *pages]))
        head = f"{'Page':<{wide}}" + "".join(f"  {name}" for name in columns) + "  Not run  Failed"
        rows = [_verdict_row(name, counted, columns, wide) for name, counted in pages.items()]
        return [self._in("bold", head), *rows, self._in("bold", _verdict_row("All", total, columns, wide))]

    def _coverage(self, table: Coverage, report: Report) -> list[str]:
        keys = table.statuses
        wanted = 7 + max(len(operation.path) for operation in table.operations)
        wide = max(min(wanted, self._width - sum(len(key) + 1 for key in keys)), 20)
        met = f"{len(table.met)} of {len(table.cells)} documented answers met; the number of languages:"
        head = f"{'':<{wide}}" + "".join(f" {key}" for key in keys)
        rows = []
        for operation in table.operations:
            cells = "".join(" " + self._cell(table, report, operation, key) for key in keys)
            rows.append((_row_name(operation, wide) + cells).rstrip())
        legend = "- no snippet meets it, for a reason   ! no snippet meets it   blank: not documented"
        return [self._in("bold", f"Coverage: {met}"), head, *rows, self._in("soft", legend)]

    def _reasons(self, table: Coverage, report: Report) -> list[str]:
        keys = [key for key in report.unmet if key in open_keys(table)]
        wide = max(map(len, keys), default=0)
        lines = []
        for key in keys:
            first, *rest = wrap(report.unmet[key], max(self._width - wide - 4, 30))
            lines += [f"{key:<{wide}}  {first}", *(f"{'':<{wide}}  {line}" for line in rest)]
        return lines

    def _cell(self, table: Coverage, report: Report, operation: Operation, key: str) -> str:
        if key not in operation.statuses:
            return " " * len(key)
        if count := len(table.languages_at(operation, key)):
            return self._in("good", f"{count:>{len(key)}}")
        if reason(report.unmet, operation, key) is not None:
            return self._in("soft", f"{'-':>{len(key)}}")
        return self._in("bad", f"{'!':>{len(key)}}")


def _verdict_row(name: str, counted: Tally, columns: list[str], wide: int) -> str:
    well = {label: counts["verified"] + counts["checked"] for label, counts in counted.rows.items()}
    numbers = "".join(f"  {well.get(label, 0) or '-':>{len(label)}}" for label in columns)
    failed = counted.total["failed"]
    rest = counted.total.total() - sum(well.values()) - failed
    return f"{name:<{wide}}{numbers}  {rest or '-':>7}  {failed or '-':>6}"


def _not_run(report: Report) -> Iterable[str]:
    for name, page in sorted(report.pages.items()):
        for record in page.records:
            if record.reason is not None:
                yield f"{name}:{record.line} [{record.language}] {record.outcome}: {record.reason}"


def _met(table: Coverage) -> list[str]:
    return [f"{_said(cell)}  {spots[0]}" for cell, spots in table.undocumented.items()]


def _elsewhere(table: Coverage) -> list[str]:
    return [f"{_said(call)}  {spots[0]}" for call, spots in table.elsewhere.items()]


def _said(words: Iterable[object]) -> str:
    return " ".join(map(str, words))


def _row_name(operation: Operation, width: int) -> str:
    """Method and path; of a path that is too long the end, which tells it from its neighbours."""
    room = width - 7
    path = operation.path if len(operation.path) <= room else "…" + operation.path[1 - room :]
    return f"{operation.method:<7}{path:<{room}}"
