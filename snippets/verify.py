"""The gate: nothing is published unless every block has a passing verdict for the page as it now is.

Nor before the blocks together have met what the API's OpenAPI document has, as far as that is asked for.
"""

import sys

from snippets.model import Page
from snippets.page import Reader, page_files
from snippets.report import Report, load
from snippets.reporting.coverage import coverage
from snippets.reporting.unmet import fault_lines, faults
from snippets.settings import Settings

__all__ = ["missed", "unproved", "verify"]


def verify(settings: Settings) -> int:
    """Prints each block that is not proved, else what no snippet meets; the exit status is 1 then."""
    reader = Reader(settings.mkdocs)
    report = load(settings.report)
    blocks, found = 0, []
    for path in page_files(settings.docs):
        page = reader.read(path, settings.root)
        blocks += len(page.blocks)
        found += unproved(page, report)
    missing = [] if found else missed(settings, report)
    for line in found or missing:
        print(line, file=sys.stderr)
    if found:
        print(f"{len(found)} of {blocks} blocks are not proved; run: pytest docs", file=sys.stderr)
    if found or missing:
        return 1
    print(f"{blocks} blocks, each with a passing verdict for its present page")
    return 0


def unproved(page: Page, report: Report) -> list[str]:
    """A line for each block of the page that may not be published, and for each problem of the page."""
    records = report.records(page.path, page.digest)
    lines = [f"{page.path}:{problem.line} {problem.message}" for problem in page.problems]
    for block in page.blocks:
        entry = records.get(block.ordinal)
        if entry is None:
            lines.append(f"{page.path}:{block.line} [{block.language}] has no verdict for the present text")
        elif not entry.proved:
            why = entry.message or entry.reason or entry.outcome
            lines.append(f"{page.path}:{entry.line} [{block.language}] {entry.outcome}: {why}")
    return lines


def missed(settings: Settings, report: Report) -> list[str]:
    """What no snippet meets though it must, and what is listed as unmet in vain.

    It holds once every block is proved: what a snippet that fails would have met is not missing.
    """
    return fault_lines(faults(coverage(report.present(settings.root)), settings))
