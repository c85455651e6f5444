"""The search answers what readers ask: the right section is among the first three."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page

from tests.site.pages import FULL
from tests.site.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTIONS = yaml.safe_load((Path(__file__).parent / "search_questions.yaml").read_text("utf-8"))
WANTED = 19
"""Of 20."""
FOUND = """() => [...document.querySelectorAll(".md-search-result__item")].flatMap((item) => {
  const [page, ...sections] = item.querySelectorAll(":scope > a");
  // A page's own link is a heading, unless the page itself is what was found.
  return item.querySelector(":scope > a ~ a") ? sections : [page];
}).map((link) => { const { pathname, hash } = new URL(link.href); return pathname.slice(1) + hash; })"""


def found(page: Page, asked: str) -> list[str]:
    """The addresses of the sections that the search shows, from the top."""
    page.reload()
    page.locator(".md-search__input").press_sequentially(asked)
    page.locator(".md-search-result__item").first.wait_for()
    # The theme asks its worker once more for each letter; the last answer highlights the whole last word.
    page.wait_for_function(
        "(word) => [...document.querySelectorAll('.md-search-result__item mark')]"
        ".some((mark) => mark.textContent.toLowerCase().startsWith(word))",
        arg=asked.lower().replace("-", " ").split()[-1].removesuffix("s"),
    )
    return page.evaluate(FOUND)


@pytest.mark.skipif(not FULL, reason="asks 20 questions, letter by letter: FULL=1")
def test_the_right_section_is_among_the_first_three(visit: Visitor, figure: Callable[[str], None]) -> None:
    page = visit("index.md")
    missed = {}
    for question in QUESTIONS:
        first = found(page, str(question["asked"]))[:3]
        if not set(first) & set(question["right"]):
            missed[question["asked"]] = first
    figure(f"search: {len(QUESTIONS) - len(missed)} of {len(QUESTIONS)} questions; missed: {list(missed)}")

    assert len(QUESTIONS) == 20
    assert len(QUESTIONS) - len(missed) >= WANTED, missed
