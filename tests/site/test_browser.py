"""The published pages in a browser: they look right, work, and ask no other host for anything."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from snippets.languages import DRAWN, LANGUAGES
from snippets.model import Block
from tests.site.contrast import weak_text
from tests.site.pages import GUIDE, LOOKED_AT, PAGES
from tests.site.published import Published
from tests.site.visitor import Visitor

# One worker: the site is built, and the browser started, once for all of them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPEN = """(label) => [...document.querySelectorAll(".snippet-tabs")].every((set) => {
  const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
  const wanted = labels.find((each) => each.innerText === label);
  return !wanted || document.getElementById(wanted.htmlFor).checked;
})"""
"""Whether each set of tabs that has the label shows it."""


def drawn(block: Block) -> bool:
    """Whether the page shows a picture instead of the block."""
    return block.language in DRAWN and not block.directive.skip


@pytest.fixture(scope="module", params=LOOKED_AT)
def opened(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[str, Page]]:
    """Each page of the docs, opened once: its path and the page."""
    visitor = Visitor(browser, address)
    yield request.param, visitor(request.param)
    visitor.leave()
    assert visitor.wrong == []


def test_a_page_fits_wide_and_narrow_screens(opened: tuple[str, Page]) -> None:
    _, page = opened
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})

        expect(page.locator("article h1")).to_be_visible()
        # Waits, because the theme's columns glide into place.
        page.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)


def test_each_block_has_a_badge_of_its_own(opened: tuple[str, Page], published: Published) -> None:
    path, page = opened
    words = page.locator(":is(.highlight, .diagram) > .proof .proof__words").all_text_contents()
    blocks = published.blocks[path]

    assert len(words) == len(blocks) == page.locator(".highlight, .diagram").count()
    for block, said in zip(blocks, words, strict=True):
        good = ("Verified", "Syntax checked", "Install line checked", "Drawn")
        assert said.startswith("Skipped: " if block.directive.skip else good)


def test_the_badge_opens_on_what_is_behind_it(visit: Visitor) -> None:
    page = visit(GUIDE)
    badge = page.locator(".snippet-tabs .proof").first
    facts = badge.locator(".proof__facts")

    expect(facts).to_be_hidden()
    badge.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(facts).to_be_visible()
    expect(facts).to_have_text(
        "Run as printed on 4 May 2026 against Task Management API 1.0.0 "
        "with Node.js 22.11.0, Python 3.11.7, curl 8.14.1."
    )


def test_tabs_switch_together_and_stay_for_the_next_page(visit: Visitor) -> None:
    page = visit(GUIDE)
    sets = page.locator(".snippet-tabs")
    assert sets.count() > 2
    for label in (language.label for language in reversed(LANGUAGES)):
        sets.nth(1).locator("label", has_text=label).click()
        expect(page.locator(".snippet-tabs > input:checked")).to_have_count(sets.count())
        page.wait_for_function(OPEN, arg=label)
    sets.first.locator("label", has_text="Python").click()
    page.wait_for_function(OPEN, arg="Python")
    page.goto(visit.url("getting-started/quickstart.md"))
    page.wait_for_function(OPEN, arg="Python")


def test_a_copy_button_fills_the_clipboard(visit: Visitor, published: Published) -> None:
    page = visit(GUIDE)
    page.locator("[data-md-type=copy]").first.click()
    expect(page.locator(".md-dialog--active")).to_have_text("Copied to clipboard")

    assert page.evaluate("navigator.clipboard.readText()") == published.blocks[GUIDE][0].source


def test_each_copy_button_gives_the_exact_snippet(opened: tuple[str, Page], published: Published) -> None:
    path, page = opened
    copied = page.evaluate(
        """() => {
          const copied = [];
          document.execCommand = () => copied.push(document.activeElement.value);
          for (const block of document.querySelectorAll(".highlight")) {
            const tab = block.closest(".snippet-tabs > .tabbed-content > *");
            if (tab) {
              const number = [...tab.parentNode.children].indexOf(tab);
              const labels = tab.closest(".snippet-tabs").querySelector(".tabbed-labels");
              labels.children[number].click();
            }
            if (!block.checkVisibility()) throw new Error(`hidden: ${block.textContent}`);
            block.querySelector("[data-md-type=copy]").click();
          }
          return copied;
        }"""
    )

    # The theme leaves out blanks at the very end.
    assert copied == [block.source.rstrip() for block in published.blocks[path] if not drawn(block)]


def test_each_placeholder_of_an_example_takes_the_readers_key(
    opened: tuple[str, Page], published: Published
) -> None:
    """All but those in a URL, and those in a page's source that is shown."""
    path, page = opened
    found = [
        place
        for block in published.blocks[path]
        if block.language != "markdown"
        for place in re.findall(r"(?<![?&]api_key=)\bYOUR_API_KEY\b", block.source)
    ]

    expect(page.locator(".highlight .own-key")).to_have_text(found)


def test_a_page_is_copied_as_markdown(visit: Visitor) -> None:
    page = visit(GUIDE)
    button = page.get_by_role("button", name="Copy page as Markdown")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".page-actions [role=status]")).to_have_text("Copied")
    address = page.get_by_role("link", name="View as Markdown").get_attribute("href")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied == page.evaluate("(url) => fetch(url).then((answer) => answer.text())", address)
    assert copied.startswith("# Authentication\n\nSource: https://")
    expect(button).to_be_focused()
    assert "Verified" not in copied


def test_each_address_in_what_machines_read_leads_to_a_file(published: Published) -> None:
    base = "https://docs.taskmanagement.example.com/"
    site = published.folder
    files = [*site.rglob("*.md"), site / "llms.txt", site / "llms-full.txt"]
    found = {
        address
        for file in files
        for address in re.findall(re.escape(base) + r"[^\s)>\"'#`]*", file.read_text("utf-8"))
    }
    missing = {
        address
        for address in found
        if not (site / re.sub(r"(^|/)$", r"\1index.html", address.removeprefix(base))).is_file()
    }

    assert len(files) == len(PAGES) + 2
    assert len(found) > 2 * len(PAGES)
    assert missing == set()


def test_a_page_that_cannot_be_copied_says_so(visit: Visitor) -> None:
    page = visit(GUIDE)
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy page as Markdown").click()

    expect(page.locator(".page-actions [role=status]")).to_have_text("Not copied")


def test_an_old_address_leads_on_to_the_same_section(visit: Visitor) -> None:
    page = visit(GUIDE)
    page.goto(visit.url("authentication.md") + "#expired-key")
    page.wait_for_url(visit.url(GUIDE) + "#expired-key")

    expect(page.locator("#expired-key")).to_be_in_viewport()


def test_paper_has_the_text_in_light_colours_and_the_chosen_language(visit: Visitor) -> None:
    page = visit(GUIDE, "dark")
    page.locator(".snippet-tabs label", has_text="Python").first.click()
    page.wait_for_function(OPEN, arg="Python")
    page.emulate_media(media="print")
    shown = page.locator(".snippet-tabs .proof__label:visible")

    assert set(shown.all_text_contents()) == {"Python"}
    for part in (".md-header", ".md-sidebar", ".md-footer", ".page-actions", ".md-code__nav"):
        assert page.locator(f"{part}:visible").count() == 0, part
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 36, 50)"


@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
def test_the_palette_follows_the_system(scheme: Literal["light", "dark"], name: str, visit: Visitor) -> None:
    page = visit(GUIDE, scheme)

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)


def test_the_palette_can_be_chosen(visit: Visitor) -> None:
    page = visit(GUIDE, scheme="dark")
    toggle = page.locator(".palette button:visible")
    body = page.locator("body")
    for title, scheme in [("Follow the system", "slate"), ("Light", "default"), ("Dark", "slate")]:
        expect(toggle).to_have_attribute("title", re.compile(title))
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
        toggle.click()

    toggle.click()
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_the_palette_is_there_before_the_page_is(visit: Visitor) -> None:
    """The theme's script comes last: a reader who likes it dark would see a flash of white until then."""
    page = visit(GUIDE, scheme="dark")
    page.route("**/bundle*.js", lambda route: route.fulfill(body=""))
    page.reload(wait_until="commit")
    expect(page.locator("h1")).to_be_attached()

    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: Literal["light", "dark"], visit: Visitor) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 to 1 for text of ordinary size."""
    page = visit(GUIDE, scheme)
    parts = "article *, .md-nav *, .md-header *, .md-footer *"

    assert weak_text(page, parts, but=".headerlink, .md-search") == []


def test_the_search_finds_text_and_no_badges(visit: Visitor) -> None:
    page = visit(GUIDE)
    page.locator(".md-search__input").press_sequentially("revoked")
    found = page.locator(".md-search-result__item", has_text="Revoked key")
    expect(found.first).to_be_visible()
    index = page.evaluate("fetch('/search/search_index.json').then((answer) => answer.text())")

    assert "Revoked key" in index
    assert "Run as printed" not in index
    assert "Verified answer" not in index
