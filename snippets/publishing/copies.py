"""Each page as Markdown beside its HTML, and all of them in two files: `llms.txt` and `llms-full.txt`.

The form of `llms.txt` is that of https://llmstxt.org: the site's name, a summary in a quote, then for each
section a list of links with what each page says.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import unquote, urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from snippets.page import Layout, Reader
from snippets.publishing.markdown_copy import Resolve, markdown_copy
from snippets.publishing.site_pages import SitePage, address, copy_path

__all__ = ["FULL", "INDEX", "copies", "full", "index"]

INDEX = "llms.txt"
FULL = "llms-full.txt"

_layouts: dict[str, tuple[Reader, str, Layout]] = {}
"""Path of a page → what read it, its body, and how the parts lie in that."""


def copies(pages: Sequence[SitePage], files: Files, config: MkDocsConfig, reader: Reader) -> dict[str, str]:
    """Path in the site → the Markdown there, for each page in its order."""
    return {
        copy_path(page.file): markdown_copy(
            page,
            _laid(page, reader),
            address(config, page.file.url),
            _resolve(page, files, config),
        )
        for page in pages
    }


def index(pages: Sequence[SitePage], config: MkDocsConfig, others: Mapping[str, str]) -> str:
    """`llms.txt`; `others` are files besides the pages, path → what it is."""
    return "\n".join(_index([page for page in pages if page.in_nav], config, others)) + "\n"


def full(pages: Sequence[SitePage], config: MkDocsConfig, copied: Mapping[str, str]) -> str:
    """`llms-full.txt`: the Markdown of the pages of the navigation, one after the other."""
    texts = [copied[copy_path(page.file)] for page in pages if page.in_nav]
    return "\n---\n\n".join(["\n".join(_head(config)) + "\n", *texts])


def _laid(page: SitePage, reader: Reader) -> Layout:
    """Read again only when the page has changed: a build for one saved page needs the copies of all."""
    path = page.file.src_uri
    known = _layouts.get(path)
    if known is None or known[:2] != (reader, page.body):
        known = (reader, page.body, reader.lay_body(page.body, path))
        _layouts[path] = known
    return known[2]


def _head(config: MkDocsConfig) -> Iterator[str]:
    yield f"# {config.site_name}"
    if config.site_description:
        yield ""
        yield f"> {' '.join(config.site_description.split())}"


def _index(pages: Sequence[SitePage], config: MkDocsConfig, others: Mapping[str, str]) -> Iterator[str]:
    yield from _head(config)
    yield ""
    yield (
        "Each page is here as Markdown too: take its address without the slash at its end, and add `.md`. "
        f"[{FULL}]({address(config, FULL)}) has all of them in one file."
    )
    for section, members in groupby(pages, key=lambda page: page.section):
        yield ""
        yield f"## {section}"
        yield ""
        for page in members:
            yield _link(page.title, address(config, copy_path(page.file)), page.description)
    if others:
        yield ""
        yield "## Files"
        yield ""
        for path, what in others.items():
            yield _link(path, address(config, path), what)


def _link(title: str, url: str, what: str) -> str:
    return f"- [{title}]({url})" + (f": {what}" if what else "")


def _resolve(page: SitePage, files: Files, config: MkDocsConfig) -> Resolve:
    """Where the targets of a page's links are: a page's Markdown where there is one, else the file itself."""

    folder = posixpath.dirname(page.file.src_uri)

    def resolve(target: str, raw: bool) -> str:
        parts = urlsplit(target)
        rest = f"#{parts.fragment}" if parts.fragment else ""
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path).lstrip("/")))
        found = None if raw else files.get_file_from_path(path)
        if found is not None:
            return (
                address(config, copy_path(found) if found.is_documentation_page() else found.dest_uri) + rest
            )
        if path in {INDEX, FULL}:  # which are made of the copies, and so after them
            return address(config, path)
        return urljoin(address(config, page.file.url), target)

    return resolve
