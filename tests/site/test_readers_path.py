"""The way of a reader in a hurry: from the home page to an example that runs with the reader's own key."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mock_server.scenarios import open_scene
from tests.copies import lay
from tests.site.published import Published
from tests.site.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

QUICKSTART = "getting-started/quickstart.md"


KEY = open_scene().keys["reader"]


def test_language_and_key_stay_with_a_reader_whose_copy_runs(
    visit: Visitor, published: Published, tmp_path: Path
) -> None:
    page = visit("index.md")
    page.locator(".md-search__input").press_sequentially("expired key")
    page.locator(".md-search-result__item a", has_text="Expired key").first.click()
    page.wait_for_url("**/getting-started/authentication/**#expired-key")
    page.locator(".snippet-tabs label:visible", has_text="Python").first.click()
    page.goto(visit.url(QUICKSTART))
    use_key(page)
    copy_first(page)

    what_was_copied_prints_what_the_page_shows(page, "python", published, tmp_path)


def test_six_actions_lead_from_home_to_the_first_200(
    visit: Visitor, published: Published, tmp_path: Path
) -> None:
    page = visit("index.md")
    page.get_by_role("link", name="Send your first request").click()  # 1
    page.wait_for_url("**/getting-started/quickstart/")
    use_key(page)  # 2, 3, 4
    copy_first(page)  # 5

    what_was_copied_prints_what_the_page_shows(page, "bash", published, tmp_path)  # 6


def use_key(page: Page) -> None:
    page.locator(".own-key__open").click()
    page.locator("#own-key-field").fill(KEY)
    page.locator("dialog button[type=submit]").click()


def copy_first(page: Page) -> None:
    page.locator(".snippet-tabs").first.locator("[data-md-type=copy]:visible").click()


def what_was_copied_prints_what_the_page_shows(
    page: Page, language: str, published: Published, folder: Path
) -> None:
    """The engine runs what was copied where the page has its own, and finds the page's answer right."""
    block = next(each for each in published.blocks[QUICKSTART] if each.language == language)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace(KEY, "YOUR_API_KEY") == block.source.rstrip()
    assert "YOUR_API_KEY" not in copied
    path = f"docs/{QUICKSTART}"
    lay(folder, path)
    text = (folder / path).read_text("utf-8")
    changed = text.replace(block.source.rstrip(), copied)
    assert changed != text
    (folder / path).write_text(changed, "utf-8")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            path,
            "-q",
            "-p",
            "no:cacheprovider",
            "-k",
            language,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout
