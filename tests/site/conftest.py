"""Builds sites with the project's own theme and extensions, and serves them to a browser."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from tests.figures import FIGURE
from tests.site.chromium import chromium
from tests.site.pages import ROOT
from tests.site.published import Published, build_site, publish
from tests.site.static_host import serve
from tests.site.visitor import Visitor

Build = Callable[[dict[str, str]], Path]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds a site of the given pages, path → text, and returns its folder. A warning stops the build."""

    def built(pages: dict[str, str]) -> Path:
        root = tmp_path_factory.mktemp("site")
        settings: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
        settings["nav"] = [{"Pages": list(pages)}]
        (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
        for folder in ("assets", "theme"):
            shutil.copytree(ROOT / "docs" / folder, root / "docs" / folder)
        for path, text in pages.items():
            (root / "docs" / path).write_text(text, "utf-8")
        return build_site(root, gate=False)

    return built


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The project's own pages, as readers get them."""
    return publish(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def address(published: Published) -> Iterator[str]:
    """Where they are served."""
    with serve(published.folder) as address:
        yield address


@pytest.fixture(scope="module")  # not of the session: a thread has room for one Playwright
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens a page in a browser; at the end, nothing may have gone wrong."""
    visitor = Visitor(browser, address)
    yield visitor
    visitor.leave()
    assert visitor.wrong == []


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says a line at the end of the run."""
    return partial(record_property, FIGURE)
