"""The project's own pages, every block with a passing verdict, built as `make build` does it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from snippets.languages import ANSWERS, DRAWN, language_of
from snippets.model import Block, Page
from snippets.page import Reader
from snippets.reading.install import is_install
from snippets.report import PageReport, Record, Report, save
from tests.site.pages import DOCS, PAGES, ROOT, address_of

__all__ = ["Published", "build_site", "prepare", "publish"]


@dataclass(frozen=True)
class Published:
    folder: Path
    """Of the built site."""
    blocks: dict[str, tuple[Block, ...]]
    """Path of a page → its blocks."""

    def html(self, path: str) -> Path:
        """The file of a page."""
        return self.folder / address_of(path) / "index.html"

    def files(self) -> list[Path]:
        """All HTML files, those without a page of their own included: the 404 page, what a plugin makes."""
        return sorted(self.folder.rglob("*.html"))


def publish(root: Path) -> Published:
    """Build the project's own site below `root`, through its gate."""
    pages = prepare(root)
    return Published(build_site(root, gate=True), {path: page.blocks for path, page in pages.items()})


def build_site(root: Path, *, gate: bool) -> Path:
    """Build the site of `root` and return its folder. A warning stops the build, such as a broken link."""
    with pytest.MonkeyPatch.context() as patch:
        # Material prints a banner about another MkDocs as it is imported.
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("DISABLE_MKDOCS_2_WARNING", "true")
        patch.setenv("SNIPPETS_GATE", "1" if gate else "0")
        from mkdocs.commands.build import build
        from mkdocs.config import load_config

        build(load_config(str(root / "mkdocs.yml"), strict=True, site_dir=str(root / "site")))
    return root / "site"


def prepare(root: Path) -> dict[str, Page]:
    """Put below `root` what the site is built from, with a report in which every block has passed."""
    shutil.copytree(DOCS, root / "docs")
    for name in ("mkdocs.yml", "pyproject.toml", "package-lock.json", "requirements.lock"):
        shutil.copy(ROOT / name, root)
    reader = Reader(root / "mkdocs.yml")
    pages = {path: reader.read(root / "docs" / path, root) for path in PAGES}
    reports = {
        page.path: PageReport(page.digest, tuple(map(_passed, page.blocks))) for page in pages.values()
    }
    tools = {"curl": "8.14.1", "Node.js": "22.11.0", "Python": "3.11.7"}
    api = {"title": "Task Management API", "version": "1.0.0"}
    save(Report(api, tools, "2026-05-04T03:02:01+00:00", reports), root / "build" / "verification.json")
    return pages


def _passed(block: Block) -> Record:
    if block.directive.skip:
        outcome = "skipped"
    elif is_install(block):
        outcome = "install"
    elif language_of(block.language):
        outcome = "passed"
    elif block.language in DRAWN:
        outcome = "drawn"
    else:
        outcome = "compared" if block.language in ANSWERS else "syntax"
    return Record(block.ordinal, block.line, block.language, outcome, reason=block.directive.skip)
