"""The Nu Html Checker, which the W3C runs too: what of a page is no valid HTML, of a style sheet no CSS."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["Fault", "faults"]

_CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


@dataclass(frozen=True)
class Fault:
    file: Path
    line: int
    message: str
    extract: str
    """The markup around it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} In: {' '.join(self.extract.split())}"


def faults(files: Sequence[Path]) -> list[Fault]:
    """What the checker finds, by one process. Without Java the test is skipped; CI fails instead."""
    java = shutil.which("java")
    if java is None:
        if os.environ.get("CI"):
            pytest.fail("no Java is installed, and CI does not go on without")
        pytest.skip("no Java is installed")
    checker = [java, "-Xss4m", "-jar", _CHECKER, "--format", "json", "--also-check-css", "--exit-zero-always"]
    done = subprocess.run([*checker, *files], capture_output=True, text=True, check=True)
    return [
        Fault(
            Path(each["url"].removeprefix("file:")),
            each.get("lastLine", 0),
            each["message"],
            each.get("extract", ""),
        )
        for each in json.loads(done.stderr)["messages"]
    ]
