"""A page is light: what a browser loads before the reader types into the search is 100 KB of code at most."""

import gzip
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from tests.site.pages import PAGES, address_of
from tests.site.published import Published

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LIMIT = 100_000
"""Bytes of HTML, CSS and JavaScript together, each file compressed by gzip as a host sends it."""

SEARCH = "/workers/search."
"""The script of the search, which runs beside the page and holds nothing up."""


def size(data: bytes) -> int:
    return len(gzip.compress(data, compresslevel=6, mtime=0))


def test_each_page_is_light(
    browser: Browser, address: str, published: Published, figure: Callable[[str], None]
) -> None:
    """A browser tells which files a page loads beside its HTML; they are the same on each page."""
    loaded: list[Response] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 — Playwright takes no method of a list
        for path in ("index.md", "getting-started/authentication.md"):
            page.goto(address + address_of(path), wait_until="networkidle")
    names = {urlsplit(answer.url).path.strip("/") for answer in loaded}
    beside = {
        name: size((published.folder / name).read_bytes())
        for name in names
        if name.endswith((".css", ".js")) and SEARCH not in name
    }
    weights = {path: size(published.html(path).read_bytes()) + sum(beside.values()) for path in PAGES}
    heaviest = max(weights, key=lambda path: weights[path])
    for name, weight in beside.items():
        figure(f"weight: {weight / 1000:6.1f} KB {name}")
    figure(f"weight: {weights[heaviest] / 1000:6.1f} KB with {heaviest}, the heaviest of {len(PAGES)} pages")

    assert {path: weight for path, weight in weights.items() if weight > LIMIT} == {}
