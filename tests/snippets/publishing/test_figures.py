"""The figures of the last run, of pages as they now stand."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from snippets.publishing.figures import figure
from snippets.reading.marker import FIGURES
from snippets.report import PageReport, Record, Report

RECORDS = (
    Record(0, 1, "bash", "passed"),
    Record(1, 5, "json", "compared"),
    Record(2, 9, "markdown", "skipped", reason="shows <source>"),
    Record(3, 13, "python", "failed"),
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "a.md").write_text("a")
    page = PageReport(sha256(b"a").hexdigest(), RECORDS)
    return Report({"title": "An API", "version": "2"}, {"curl": "8"}, "2026-05-04T03:02:01Z", {"a.md": page})


def text(html: str) -> str:
    """Its words, a line for each row, item or paragraph."""
    lines = re.sub(r"</(?:td|th)>", " ", re.sub(r"</(?:tr|li|p)>", "\n", html))
    return "\n".join(line.strip() for line in re.sub(r"<[^>]*>", "", lines).strip().splitlines())


def totals(report: Report, root: Path) -> list[str]:
    return text(figure("totals", report, root, lambda spot: None)).splitlines()


def test_totals_count_by_language_outcome_and_reason(report: Report, tmp_path: Path) -> None:
    assert totals(report, tmp_path) == [
        "The blocks of 1 page, run on 4 May 2026 against An API 2 with curl 8.",
        "Blocks Verified Skipped Failed",
        "cURL 1 – –",
        "Python – – 1",
        "Answers 1 – –",
        "Other – 1 –",
        "All 2 1 1",
        "1 skipped: shows &lt;source&gt;",
    ]


def test_a_page_that_changed_since_is_left_out_and_named(report: Report, tmp_path: Path) -> None:
    changed = PageReport("another digest", RECORDS)
    both = Report(report.api, report.tools, report.date, {**report.pages, "b.md": changed})
    told = totals(both, tmp_path)
    assert told[0].endswith("with curl 8. Changed since, and left out: b.md.")
    assert told[1:] == totals(report, tmp_path)[1:]


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ("bash", "1 snippet in cURL, run and verified on 4 May 2026."),
        ("bash javascript", "2 snippets in cURL and JavaScript, run and verified on 4 May 2026."),
        (
            "bash javascript python bash",
            "4 snippets in cURL, JavaScript and Python, run and verified on 4 May 2026.",
        ),
    ],
)
def test_the_summary_names_the_languages_that_ran(
    languages: str, said: str, report: Report, tmp_path: Path
) -> None:
    ran = (Record(number, number + 1, name, "passed") for number, name in enumerate(languages.split()))
    failed = Record(9, 9, "python", "failed")
    page = replace(report.pages["a.md"], records=(*ran, failed))
    html = figure("summary", replace(report, pages={"a.md": page}), tmp_path, lambda spot: None)
    assert text(html) == said


@pytest.mark.parametrize("name", FIGURES)
def test_before_the_first_run_each_says_so_and_none_is_searched(name: str, tmp_path: Path) -> None:
    html = figure(name, Report(), tmp_path, lambda spot: None)
    assert html.startswith('<section class="figures" data-search-exclude="true">')
    assert html.count("<section") == 1
    assert text(html).startswith("Not run yet")
