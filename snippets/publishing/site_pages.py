"""The pages of a site as far as their files and the navigation tell: what is known before one is rendered."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_markdown_title, meta

__all__ = ["SitePage", "address", "copy_path", "site_pages"]


@dataclass(frozen=True)
class SitePage:
    """A page of a site."""

    file: File
    body: str
    """Its Markdown below the front matter."""
    front: Mapping[str, Any]
    """Its front matter."""
    in_nav: bool

    @property
    def title(self) -> str:
        """As its front matter says, else its first heading, else the navigation, else its file's name."""
        named = self.front.get("title") or get_markdown_title(self.body) or self._label
        return str(named or self.file.name.replace("-", " ").capitalize())

    @property
    def description(self) -> str:
        """What its front matter says of it, on one line."""
        return " ".join(str(self.front.get("description") or "").split())

    @property
    def section(self) -> str:
        """The sections of the navigation that it is in; a page in none is one by itself."""
        above = self.file.page.ancestors if self.file.page else []
        return " / ".join(str(each.title) for each in reversed([*above])) or self._label or self.title

    @property
    def _label(self) -> str:
        """The title in the navigation; where that has none, the page has no such attribute of its own."""
        return str(vars(self.file.page).get("title") or "") if self.file.page else ""


def site_pages(files: Files) -> list[SitePage]:
    """The pages in the navigation's order, then those that it leaves out; none that isn't UTF-8."""
    documents = files.documentation_pages()
    linked = _in_nav(documents)
    ordered = {file.src_uri: file for file in (*linked, *documents)}
    found = []
    for file in ordered.values():
        try:
            body, front = meta.get_data(file.content_string)
        except ValueError:
            continue  # MkDocs says so when it comes to the page
        found.append(SitePage(file, body, front, file in linked))
    return found


def copy_path(file: File) -> str:
    """Where the Markdown of a page is in the site: its address without the last slash, and `.md`.

    For the page of a folder itself, the home page too, it is `index.md` in that folder.
    """
    return posixpath.join(posixpath.dirname(file.src_uri), f"{file.name}.md")


def address(config: MkDocsConfig, path: str) -> str:
    """The address of a file or page of the site: whole if `site_url` is known, else from the host's root."""
    base = config.site_url or "/"
    return urljoin(
        base if base.endswith("/") else f"{base}/", "" if path == "./" else quote(path, safe="/%#")
    )


def _in_nav(documents: Sequence[File]) -> list[File]:
    """MkDocs has linked the pages of its navigation to each other before it renders the first of them."""
    pages = [file.page for file in documents if file.page is not None]
    here = next((page for page in pages if page.next_page and not page.previous_page), None)
    here = here or next(iter(pages), None)
    found = []
    while here is not None:
        found.append(here.file)
        here = here.next_page
    return found
