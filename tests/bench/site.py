"""How long the site takes to build, beside Material alone with the same pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.bench.child import NotStarted
from tests.bench.rounds import Contestant, Entrant, Results, run
from tests.bench.table import Report, rendered
from tests.site.pages import PAGES
from tests.site.published import prepare

__all__ = ["BUILD", "OURS", "PLAIN", "bench", "plain_settings", "report"]

OURS, PLAIN = "this site", "Material alone"
BUILD = "build"

ALLOWED_RATIO = 2.5
"""Times as long as Material alone."""

_OWN_THEME = ("custom_dir", "static_templates")
_OWN_FILES = ("extra_css", "extra_javascript")


def bench(rounds: int, say: Callable[[str], None], turns: int = 2) -> Report:
    """Build both in turn, and say what came of it.

    Raises:
        NotStarted: a build fails.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        prepare(root)
        plain = root / "plain.yml"
        plain.write_text(yaml.safe_dump(plain_settings((root / "mkdocs.yml").read_text("utf-8"))), "utf-8")
        builds = {
            OURS: _building(root, root / "mkdocs.yml", "--strict"),
            # Not strict: links to files that only the engine makes are warnings.
            PLAIN: _building(root, plain),
        }
        return report(run(builds, [BUILD], rounds, warm_up=0, turns=turns, say=say))


def plain_settings(settings: str) -> dict[str, Any]:
    """What is left of a `mkdocs.yml` without what the project adds to Material: engine, templates, styles."""
    plain: dict[str, Any] = yaml.safe_load(settings)
    extensions = plain["markdown_extensions"]
    plain["markdown_extensions"] = [each for each in extensions if "snippets.markdown" not in each]
    for name in _OWN_FILES:
        del plain[name]
    for name in _OWN_THEME:
        del plain["theme"][name]
    return plain


def report(results: Results) -> Report:
    """The table; a ratio above the allowed one fails the bench."""
    ratio = results.ratio(OURS, PLAIN, BUILD)
    rows = [
        ["This site: all blocks judged, tabs, badges, copies and downloads made", OURS, str(ratio)],
        ["Material alone, the same pages", PLAIN, "–"],
    ]
    table = rendered(
        [f"Build of {len(PAGES)} pages", "Time", "÷ Material alone"],
        [[label, f"{results.median(name, BUILD):.1f} s", quotient] for label, name, quotient in rows],
    )
    met = ratio.median <= ALLOWED_RATIO
    aim = rendered(
        ["Aim", "Wanted", "Measured", "Met"],
        [["Build ÷ Material alone", f"≤ {ALLOWED_RATIO}", f"{ratio.median:.2f}", "yes" if met else "no"]],
    )
    missed = [] if met else [f"the build takes {ratio} × Material alone, not {ALLOWED_RATIO} × at most"]
    return Report(f"{table}\n\n{aim}", missed)


def _building(root: Path, settings: Path, *options: str) -> Contestant:
    site = root / f"site-{settings.stem}"
    command = [sys.executable, "-m", "mkdocs", "build", "-f", settings, "-d", site, *options]
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SNIPPETS_GATE": "1"}

    def build() -> float:
        """Seconds from the start of the command to its end."""
        shutil.rmtree(site, ignore_errors=True)
        started = time.perf_counter()
        done = subprocess.run(
            command, cwd=root, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotStarted(f"mkdocs build -f {settings.name} failed: {done.stderr.strip()[-500:]}")
        return time.perf_counter() - started

    @contextmanager
    def entered() -> Iterator[Entrant]:
        yield Entrant(turns={BUILD: build})

    return entered
