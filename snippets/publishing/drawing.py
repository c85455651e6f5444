"""Draws Mermaid diagrams with the Mermaid of `node_modules`, in a Chromium that reaches no network.

Only who changes a diagram needs the two. Chromium prints the page that `draw.js` made (`--dump-dom`), so that
no program to drive it is needed.
"""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from snippets.settings import SettingsError

__all__ = ["UndrawableError", "pictures"]

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
    "--dump-dom",
    # How far the page's own clock goes before it is printed, in ms; it goes on only while nothing is at work.
    "--virtual-time-budget=20000",
)
_SECONDS = 120
"""After which a browser hangs."""
_PAGE = """<!doctype html><meta charset="utf-8"><body>
<script type="application/json" id="sources">{sources}</script>
<script src="{mermaid}"></script><script>{script}</script>"""


class UndrawableError(Exception):
    """Mermaid can't read a diagram; the message is its own, in one line."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        """Which of the diagrams."""


def pictures(sources: Mapping[str, str], root: Path) -> dict[str, str]:
    """The SVG of each diagram: name → Mermaid text in, name → SVG out. Ids in it begin with the name.

    Raises SettingsError when Mermaid or Chromium is missing or draws nothing, and UndrawableError.
    """
    mermaid = root / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    if not mermaid.is_file():
        raise SettingsError("Mermaid is missing. Name it in package.json, and run: npm install")
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise SettingsError("Chromium is missing. Install chromium.")
    drawn: dict[str, dict[str, str]] = _printed(browser, _page(sources, mermaid))
    for name, picture in drawn.items():
        if "fault" in picture:
            raise UndrawableError(name, " ".join(_plain(picture["fault"].splitlines())))
    return {name: picture["svg"] for name, picture in drawn.items()}


def _page(sources: Mapping[str, str], mermaid: Path) -> str:
    """The page that draws; `<` is escaped, so that no text ends its script element."""
    return _PAGE.format(
        sources=json.dumps(dict(sources)).replace("<", "\\u003c"),
        mermaid=mermaid.resolve().as_uri(),
        script=files("snippets.publishing").joinpath("draw.js").read_text("utf-8"),
    )


def _printed(browser: str, page: str) -> dict[str, dict[str, str]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder, "draw.html")
        file.write_text(page, "utf-8")
        # As root Chromium starts without its sandbox or not at all; what it opens is this project's own.
        flags = [*_FLAGS, f"--user-data-dir={folder}/profile"] + ["--no-sandbox"] * (os.geteuid() == 0)
        try:
            done = subprocess.run(
                [browser, *flags, file.as_uri()],
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _nothing(browser, f"it was still at work after {_SECONDS} s") from None
    found = re.search(r'<pre id="pictures">(.*?)</pre>', done.stdout, re.DOTALL)
    if found is None:
        last = done.stderr.strip().rpartition("\n")[2]
        raise _nothing(browser, f"it ended with status {done.returncode}{last and ': ' + last}")
    drawn: dict[str, dict[str, str]] = json.loads(html.unescape(found[1]))
    return drawn


def _nothing(browser: str, cause: str) -> SettingsError:
    return SettingsError(
        f"{browser} drew nothing; {cause}; find out why: {browser} --headless --dump-dom about:blank"
    )


def _plain(lines: Iterable[str]) -> list[str]:
    """Without the lines that point into the text."""
    return [line.strip() for line in lines if line.strip(" -^.")]
