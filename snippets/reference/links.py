"""Links of a description into the site itself, as a page beside the others writes them."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from snippets.reference.table import as_text
from snippets.settings import Settings

__all__ = ["Links"]

_PART = re.compile(
    r"""
    ^(?P<fence>`{3,}|~{3,})[^\n]*\n .*? ^(?P=fence)            # a block of code
    | (?<![`\\])(?P<ticks>`+)(?!`) (?:(?!\n\s*\n).)+? (?<!`)(?P=ticks)(?!`)  # code in a paragraph
    | (?<!\\)\]\( (?: <(?P<pointed>https?://[^\s<>]+)>
                     | (?P<plain>https?://(?:[^\s()]|\([^\s()]*\))+) ) (?=[\s)])
    | <(?P<alone>https?://[^\s<>]+)>
    """,
    re.X | re.M | re.S,
)
"""What may be a link, and the code in which nothing is one."""


class Links:
    """Turns absolute links below a site's `site_url` into relative ones to its pages.

    A document stands alone, so its links are absolute. Those of a page are relative, so that they also hold
    on a code host, in a preview, and in MkDocs' own check of links.
    """

    def __init__(self, settings: Settings, site_url: str, folder: Path) -> None:
        """`folder`: where the pages that have the links are."""
        self._docs = settings.docs
        self._site = site_url.rstrip("/") + "/" if site_url else ""
        self._folder = folder.relative_to(settings.docs).as_posix()

    def page(self, url: str) -> str:
        """The link to a page of the site, such as `../guide.md#part`; any other address as it is."""
        if not self._site or not (url + "/").startswith(self._site):
            return url
        parts = urlsplit(url[len(self._site) :])
        name = parts.path.strip("/")
        # MkDocs serves `guide.md` and `guide/index.md` at the same address; of any other it has a file.
        files = (posixpath.join(name, "index.md"), f"{name.removesuffix('.html')}.md")
        file = next((file for file in files if (self._docs / unquote(file)).is_file()), files[1])
        # The pages that have the links may not be written yet; no name of theirs has a dot.
        beside = posixpath.dirname(file) == self._folder and posixpath.basename(file).count(".") == 1
        if not (beside or (self._docs / unquote(file)).is_file()):
            return url
        return parts._replace(path=posixpath.relpath(file, self._folder)).geturl()

    def within(self, markdown: str) -> str:
        """Markdown with all its links of this kind made relative."""
        return _PART.sub(self._linked, markdown)

    def _linked(self, found: re.Match[str]) -> str:
        url = found["pointed"] or found["plain"] or found["alone"] or ""
        link = self.page(url)
        if link == url:
            return found[0]
        return f"[{as_text(url)}]({link})" if found["alone"] else f"]({link}"
