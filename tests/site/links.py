"""The links of a built site, and those that lead nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

__all__ = ["broken", "links_of"]


@dataclass
class _Page(HTMLParser):
    """What a page links to, and what can be linked to in it."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.links += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        self.anchors.update(given[name] for name in ("id", "name") if name in given)


@cache
def _read(file: Path) -> _Page:
    page = _Page()
    page.feed(file.read_text("utf-8"))
    return page


def links_of(file: Path) -> list[str]:
    """Every address that an HTML file names, in its order."""
    return _read(file).links


def broken(site: Path, file: Path, root: str) -> Iterator[str]:
    """Those that lead nowhere on the site; each with what is missing.

    Args:
        site: the folder of the site.
        root: the site's public address, which ends with `/`. Links to other hosts aren't followed.
    """
    here = urljoin(root, file.relative_to(site).as_posix().removesuffix("index.html"))
    for link in links_of(file):
        address, anchor = urldefrag(urljoin(here, link))
        if urlsplit(address).scheme not in {"http", "https"} or not address.startswith(root):
            continue
        target = site / unquote(urlsplit(address).path.removeprefix(urlsplit(root).path))
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"{link}: the site has no {target.relative_to(site)}"
        elif anchor and target.suffix == ".html" and unquote(anchor) not in _read(target).anchors:
            yield f"{link}: {target.relative_to(site)} has no #{anchor}"
