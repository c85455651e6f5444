"""A long run gives a sign of life, and a short one none."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.reporting.progress import Progress

GOOD = """\
<!-- snippet: no-request because="it only counts" -->
```bash
true
```
"""

AT_ONCE = """\
import time
from snippets.reporting.progress import Progress
Progress.__init__.__defaults__ = (0.0, time.monotonic)
"""


class Clock:
    """Goes on by as much as it is told to, each time it is read."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self._step = step

    def __call__(self) -> float:
        self.now += self._step
        return self.now


def test_a_run_that_is_over_sooner_says_nothing() -> None:
    progress = Progress(10, Clock(0.1))
    assert [progress.ended("docs/a.md", False, 9) for _ in range(9)] == [None] * 9


def test_a_sign_counts_what_is_done_and_what_failed_and_names_the_page() -> None:
    progress = Progress(10, Clock(10))
    assert progress.ended("docs/a.md", True, 3) == "1 of 3 done, 1 failed; now in docs/a.md"
    assert progress.ended("docs/b.md", False, 3) == "2 of 3 done, 1 failed; now in docs/b.md"


def test_the_last_one_needs_no_sign() -> None:
    assert Progress(10, Clock(10)).ended("docs/a.md", False, 1) is None


@pytest.mark.parametrize(("options", "signs"), [(["-q"], 1), (["-n", "2"], 1), (["-v"], 0)])
def test_it_stands_on_a_line_of_its_own(
    tmp_path: Path,
    options: list[str],
    signs: int,
    run_pytest: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    (tmp_path / "conftest.py").write_text(AT_ONCE)
    done = run_pytest({"a.md": GOOD, "b.md": GOOD}, "docs", *options)
    said = [line for line in done.stdout.splitlines() if " done, " in line]
    assert len(said) == signs
    assert all(re.fullmatch(r"1 of 2 done, 0 failed; now in docs/[ab]\.md", line) for line in said)
    assert "\r" not in done.stdout
