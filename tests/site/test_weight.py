"""A page is light: what a browser loads before the reader types into the search is 100 KB of code at most."""

import gzip
import re
from collections.abc import Callable
from posixpath import join, normpath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from tests.site.pages import PAGES, address_of
from tests.site.published import Published

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LIMIT = 100_000
"""Bytes of HTML, CSS and JavaScript together, each file compressed by gzip as a host sends it."""

SEARCH = re.compile(r"/workers/search\.|^assets/search\.js$")
"""The scripts of the search, which run beside the page and hold nothing up."""


def size(data: bytes) -> int:
    return len(gzip.compress(data, compresslevel=6, mtime=0))


def code_of(html: str, path: str) -> set[str]:
    """The style sheets and scripts that a page names, from the site's root."""
    named = re.findall(r'<(?:link|script)\b[^>]* (?:href|src)="?([^">]+\.(?:css|js))"?', html)
    return {normpath(join(address_of(path), name)) for name in named}


@pytest.mark.parametrize("path", ["index.md", "getting-started/authentication.md"])
def test_a_browser_loads_what_the_page_names(
    path: str, browser: Browser, address: str, published: Published
) -> None:
    """Else the next test would count too little."""
    loaded: list[Response] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 — Playwright takes no method of a list
        page.goto(address + address_of(path), wait_until="networkidle")
    names = {urlsplit(answer.url).path.strip("/") for answer in loaded}

    assert {name for name in names if name.endswith((".css", ".js")) and not SEARCH.search(name)} == code_of(
        published.html(path).read_text("utf-8"), path
    )


def test_each_page_is_light(published: Published, figure: Callable[[str], None]) -> None:
    pages = {path: published.html(path).read_text("utf-8") for path in PAGES}
    beside = {path: code_of(html, path) for path, html in pages.items()}
    weights = {name: size((published.folder / name).read_bytes()) for name in set().union(*beside.values())}
    total = {path: size(pages[path].encode()) + sum(map(weights.__getitem__, beside[path])) for path in PAGES}
    heaviest = max(total, key=lambda path: total[path])
    for name, weight in weights.items():
        figure(f"weight: {weight / 1000:6.1f} KB {name}")
    figure(f"weight: {total[heaviest] / 1000:6.1f} KB with {heaviest}, the heaviest of {len(PAGES)} pages")

    assert {path: weight for path, weight in total.items() if weight > LIMIT} == {}
