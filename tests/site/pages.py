"""Which pages the gates look at."""

import os
import re
import subprocess
from functools import cache
from pathlib import Path

__all__ = ["DOCS", "FULL", "GUIDE", "LOOKED_AT", "PAGES", "ROOT", "address_of"]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FULL = os.environ.get("FULL") == "1"

PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
"""Paths below `docs/`."""

GUIDE = "getting-started/authentication.md"

_KINDS = {
    GUIDE: "the guide",
    "index.md": "the page with a layout of its own",
    "contributing/writing-pages.md": "skipped blocks",
    "developer-resources/verification.md": "the figures of the last run",
}
"""One page of each kind, and which."""


def address_of(path: str) -> str:
    """Where the page is on the site: `a/b.md` is at `a/b/`."""
    return re.sub(r"(^|/)index\.md$", r"\1", path).replace(".md", "/")


@cache
def _changed() -> frozenset[str]:
    """The pages that differ from what the main branch had when this one left it, committed or not."""
    for branch in ("origin/main", "main", "HEAD"):
        base = _git("merge-base", branch, "HEAD").strip()
        if base:
            said = _git("diff", "--name-only", base, "--", "docs") + _git(
                "ls-files", "--others", "--exclude-standard", "docs"
            )
            return frozenset(line.removeprefix("docs/") for line in said.splitlines())
    return frozenset()


def _git(*arguments: str) -> str:
    """What git prints; nothing where there is no git, no repository, or no such branch."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout


LOOKED_AT = PAGES if FULL else [path for path in PAGES if path in _KINDS or path in _changed()]
"""All pages; without `FULL=1` one of each kind, and those that this branch changes."""
