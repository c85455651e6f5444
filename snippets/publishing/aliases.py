"""`aliases` in a page's front matter: the paths that the page had before, each of which leads to it.

A static host can't answer 301, so a small page stands there. It sends readers on with the fragment of their
address, tells search engines which address counts, and is itself in no index and no sitemap.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from snippets.publishing.site_pages import SitePage, address

__all__ = ["Stubs", "stubs"]


@dataclass(frozen=True)
class Stubs:
    """The pages that lead on."""

    html: dict[str, str] = field(default_factory=dict)
    """Path in the site → what stands there."""
    faults: list[str] = field(default_factory=list)
    """What is wrong with an alias, each a sentence that begins with the page."""


def stubs(pages: Sequence[SitePage], files: Files, config: MkDocsConfig) -> Stubs:
    """What the aliases of all pages come to; of two that want one path, the first has it."""
    made = Stubs()
    taken = {file.dest_uri: file.src_uri for file in files}
    for page in pages:
        for alias in _stated(page, made.faults):
            stub = File(alias, None, config.site_dir, config.use_directory_urls)
            if other := taken.get(stub.dest_uri):
                made.faults.append(
                    f"{page.file.src_uri}: the alias {alias} is that of {other} too; take it from one of them"
                    if stub.dest_uri in made.html
                    else f"{page.file.src_uri}: at the alias {alias} stands {other}; remove one of the two"
                )
                continue
            taken[stub.dest_uri] = page.file.src_uri
            made.html[stub.dest_uri] = _html(page, stub, config)
    return made


def _stated(page: SitePage, faults: list[str]) -> Iterator[str]:
    stated = page.front.get("aliases", [])
    for alias in stated if isinstance(stated, list) else [stated]:
        path = PurePosixPath(str(alias))
        if (
            isinstance(alias, str)
            and path.suffix == ".md"
            and not path.is_absolute()
            and ".." not in path.parts
        ):
            yield path.as_posix()
        else:
            faults.append(
                f"{page.file.src_uri}: the alias {alias!r} is not the path of a page; "
                "write it as seen from the folder of the pages, such as guides/old-name.md"
            )


def _html(page: SitePage, stub: File, config: MkDocsConfig) -> str:
    """The script comes first: a refresh would lose the fragment, and is for those who run no script."""
    here = page.file.url_relative_to(stub)
    script = json.dumps(here).replace("<", "\\u003c")
    title, link = escape(page.title), escape(here)
    language = escape(str(config.theme.get("language") or config.theme.locale))
    return f"""\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}: this page has moved</title>
<script>location.replace({script} + location.search + location.hash)</script>
<meta http-equiv="refresh" content="0; url={link}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="canonical" href="{escape(address(config, page.file.url))}">
</head>
<body>
<p>This page has moved to <a href="{link}">{title}</a>.</p>
</body>
</html>
"""
