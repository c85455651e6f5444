"""The way of a reader in a hurry: from the home page to an example that runs with the reader's own key."""

import subprocess
import sys
from pathlib import Path

import pytest

from mock_server.scenarios import open_scene
from tests.copies import lay
from tests.site.published import Published
from tests.site.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

QUICKSTART = "getting-started/quickstart.md"


def test_a_reader_finds_copies_and_runs_an_example(
    visit: Visitor, published: Published, tmp_path: Path
) -> None:
    page = visit("index.md")
    page.locator(".md-search__input").press_sequentially("expired key")
    page.locator(".md-search-result__item a", has_text="Expired key").first.click()
    page.wait_for_url("**/getting-started/authentication/**#expired-key")
    page.locator(".snippet-tabs label:visible", has_text="Python").first.click()
    page.goto(visit.url(QUICKSTART))
    key = open_scene().keys["reader"]
    page.locator(".own-key__open").click()
    page.locator("#own-key-field").fill(key)
    page.locator("dialog button[type=submit]").click()
    page.locator(".snippet-tabs").first.locator("[data-md-type=copy]:visible").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    block = next(each for each in published.blocks[QUICKSTART] if each.language == "python")

    assert copied == block.source.replace("YOUR_API_KEY", key).rstrip()
    path = f"docs/{QUICKSTART}"
    lay(tmp_path, path)
    text = (tmp_path / path).read_text("utf-8")
    (tmp_path / path).write_text(text.replace(block.source.rstrip(), copied), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", path, "-q", "-p", "no:cacheprovider", "-k", "python"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout
