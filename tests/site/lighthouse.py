"""Google's Lighthouse: how a page loads on a slow phone, and what it lacks."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.site.chromium import FLAGS, executable

__all__ = ["CATEGORIES", "Audit", "audit"]

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

_LIGHTHOUSE = Path(__file__).parents[2] / "node_modules/lighthouse/cli/index.js"


@dataclass(frozen=True)
class Audit:
    scores: dict[str, int]
    """Category → its score, of 100."""
    faults: list[str]
    """What lowers a score: the title of each audit that isn't passed, with its category and figure."""


def audit(address: str, categories: tuple[str, ...] = CATEGORIES) -> Audit:
    """Look at a page once, with the throttling of Lighthouse's own: it is computed, so it takes no time."""
    done = subprocess.run(
        [
            "node",
            _LIGHTHOUSE,
            address,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
        ],
        env={**os.environ, "CHROME_PATH": executable()},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    faults = [
        f"{name}: {said['title']} {said.get('displayValue', '')}".strip()
        for name, category in told["categories"].items()
        for each in category["auditRefs"]
        if each["weight"]
        and (said := told["audits"][each["id"]])["score"] is not None
        and said["score"] < 0.9
    ]
    return Audit({name: round(each["score"] * 100) for name, each in told["categories"].items()}, faults)
