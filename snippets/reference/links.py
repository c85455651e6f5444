"""Links of a description into the site itself, as a page beside the others writes them."""

import posixpath
import re
from pathlib import Path
from urllib.parse import urlsplit

from snippets.settings import Settings

__all__ = ["Links"]

_TARGET = re.compile(r"(?<=\]\()(https?://[^\s)]+)(?=[\s)])|(?<=<)(https?://[^\s>]+)(?=>)")


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
        # MkDocs serves `guide.md` and `guide/index.md` at the same address.
        at_index = not name or (self._docs / name / "index.md").is_file()
        file = posixpath.join(name, "index.md") if at_index else f"{name.removesuffix('.html')}.md"
        return posixpath.relpath(file, self._folder) + (f"#{parts.fragment}" if parts.fragment else "")

    def within(self, markdown: str) -> str:
        """Markdown with all its links of this kind made relative."""
        return _TARGET.sub(lambda found: self.page(found[0]), markdown)
