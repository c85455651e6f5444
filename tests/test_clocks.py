"""The pages hold today and in two years: `pytest docs --clock now` and `--clock +2y`.

By default two pages in two years, one about keys that end and one about windows that begin; `FULL=1` takes
all pages, and today as well.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from snippets.check import Checker, judged
from snippets.page import Reader, page_files
from snippets.reporting.show import failure_lines
from snippets.settings import load
from snippets.worlds.clock import moment

ROOT = Path(__file__).resolve().parents[1]
FULL = os.environ.get("FULL") == "1"
DOCS = ROOT / "docs"
PAGES = (
    page_files(DOCS)
    if FULL
    else [DOCS / "getting-started" / "authentication.md", DOCS / "getting-started" / "rate-limiting.md"]
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["now", "+2y"] if FULL else ["+2y"])
def checker(request: pytest.FixtureRequest) -> Iterator[Checker]:
    with Checker(load(ROOT), moment(request.param, datetime.now(UTC))) as made:
        yield made


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_a_page_holds_at_another_time(path: Path, checker: Checker) -> None:
    settings = load(ROOT)
    page = Reader(settings.mkdocs).read(path, ROOT)
    said: list[str] = []
    for block in judged(page):
        verdict = checker.verdict(page, block)
        if verdict.failure is not None:
            said += failure_lines(page, block, verdict.example, verdict.failure)
    assert said == []
