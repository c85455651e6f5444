"""The figures of the last run, as HTML: what stands in a page for a marker."""

from collections import Counter
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from snippets.languages import LANGUAGES
from snippets.publishing.badge import day, ran
from snippets.publishing.heatmap import heat_map
from snippets.report import Report
from snippets.reporting.coverage import Spot, coverage
from snippets.reporting.tally import COLUMNS, tally

__all__ = ["figure"]


def figure(name: str, report: Report, root: Path, href: Callable[[Spot], str | None]) -> str:
    """The HTML of one of `marker.FIGURES`, of the pages that haven't changed since they were run."""
    present = report.present(root)
    of = {
        "coverage": lambda: heat_map(coverage(present), report.unmet, href),
        "summary": lambda: _summary(present),
        "totals": lambda: _totals(report, present),
    }
    html = of[name]()
    # The search plugin leaves out what is marked so, by tag name: nothing in it may be a `section` too.
    return f'<section class="figures" data-search-exclude="true">{html}</section>'


def _summary(present: Report) -> str:
    """How many snippets ran and when, in one sentence."""
    rows = tally(record for page in present.pages.values() for record in page.records).rows
    counts = {language.label: rows.get(language.label, Counter())["verified"] for language in LANGUAGES}
    *others, last = [label for label, count in counts.items() if count] or [""]
    if not last:
        return '<p class="figures__none">Not run yet.</p>'
    labels = f"{', '.join(others)} and {last}" if others else last
    moment = day(present)
    when = f" on {moment}" if moment else ""
    total = sum(counts.values())
    return (
        f"<p><strong>{total:,} snippet{'s' * (total != 1)}</strong> in {labels}, run and verified{when}.</p>"
    )


def _totals(report: Report, present: Report) -> str:
    counted = tally(record for page in present.pages.values() for record in page.records)
    if not counted.rows:
        return '<p class="figures__none">Not run yet.</p>'
    columns = [name for name in dict.fromkeys(COLUMNS.values()) if counted.total[name]]
    heads = "".join(f'<th scope="col">{name.capitalize()}</th>' for name in columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{_numbers([counts[name] for name in columns])}</tr>'
        for label, counts in counted.rows.items()
    )
    total = f'<tr><th scope="row">All</th>{_numbers([counted.total[name] for name in columns])}</tr>'
    return (
        f"<p>{_scope(report, present)}</p>"
        '<div class="heat" role="region" aria-label="Blocks by language and outcome" tabindex="0">'
        f'<table class="figures__totals"><thead><tr><th scope="col">Blocks</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{total}</tfoot></table></div>{_why(counted.reasons)}"
    )


def _numbers(counts: list[int]) -> str:
    return "".join(f"<td>{count or '–'}</td>" for count in counts)


def _why(reasons: Mapping[tuple[str, str], int]) -> str:
    """Each reason for what was not run, and how often it stands."""
    stated = sorted(reasons.items())
    items = "".join(f"<li>{count} {escape(column)}: {escape(why)}</li>" for (column, why), count in stated)
    return f'<ul class="figures__why">{items}</ul>' if items else ""


def _scope(report: Report, present: Report) -> str:
    """Which pages the figures speak of, and which they leave out, since their present text hasn't run."""
    count = len(present.pages)
    words = f"The blocks of {count} page{'s' * (count != 1)}, run{escape(ran(report))}."
    changed = sorted(set(report.pages) - set(present.pages))
    names = ", ".join(f"<code>{escape(name)}</code>" for name in changed)
    return words + (f" Changed since, and left out: {names}." if changed else "")
