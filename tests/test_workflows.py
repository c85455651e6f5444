"""The workflows as those see them who attack them: zizmor finds nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.figures import FIGURE

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("persona", ["auditor"])
def test_zizmor_finds_nothing(persona: str, record_property: Callable[[str, object], None]) -> None:
    zizmor = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", "--persona", persona]
    done = subprocess.run([*zizmor, ".github"], cwd=ROOT, capture_output=True, text=True, check=False)
    record_property(FIGURE, f"zizmor, {persona}: exit status {done.returncode}")

    assert done.returncode == 0, done.stdout + done.stderr
