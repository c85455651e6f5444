"""Names that are told apart: those of pages, and of what they hold."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

__all__ = ["page_names", "unique"]

_INDEXES = ("index", "readme")


def page_names(pages: Iterable[str], docs: str) -> dict[str, str]:
    """Page → its name: the page's stem, of an index page its folder; longer when two would share it.

    `docs`: the folder of the pages, as their paths begin.
    """
    pages = sorted(pages)
    short = {page: _short(PurePosixPath(page).relative_to(docs)) for page in pages}
    shared = Counter(name.casefold() for name in short.values())
    taken: set[str] = set()
    found = {}
    for page in pages:
        name = short[page]
        if shared[name.casefold()] > 1:
            name = "-".join(PurePosixPath(page).relative_to(docs).with_suffix("").parts)
        found[page] = unique(name, taken)
    return found


def _short(path: PurePosixPath) -> str:
    return path.parent.name if path.stem.lower() in _INDEXES and path.parent.name else path.stem


def unique(name: str, taken: set[str], before: str = "-") -> str:
    """The name, or the first free one with a number and what comes `before` that; it joins the `taken` ones.

    Names that differ only in case are one, as they are in many file systems.
    """
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}{before}{number}"
    taken.add(free.casefold())
    return free
