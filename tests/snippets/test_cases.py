"""Case folders: a page, and what the engine says of it. `UPDATE_CASES=1` writes what it says now.

`expect/NAME/page.md` is right: nothing is said, and `expect/NAME/outcomes.txt` holds each block's outcome.
What such a page needs beside it is in `expect/NAME/assets/`.
`failure/NAME/page.md` is wrong: `failure/NAME/said.txt` holds the failure as it is printed.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from snippets.reporting.ledger import fold, record
from tests.snippets.conftest import Project

HERE = Path(__file__).parent


def folders(kind: str) -> list[Path]:
    return sorted(path.parent for path in (HERE / kind).glob("*/page.md"))


def names(kind: str) -> list[str]:
    return [folder.name for folder in folders(kind)]


@pytest.mark.parametrize("folder", folders("expect"), ids=names("expect"))
def test_a_right_page_passes(folder: Path, project: Project) -> None:
    text = (folder / "page.md").read_text("utf-8")
    if (folder / "assets").is_dir():
        shutil.copytree(folder / "assets", project.settings.docs / "assets", dirs_exist_ok=True)
    assert project.told(text) == ""
    assert_is(folder / "outcomes.txt", outcomes(project, text))


@pytest.mark.parametrize("folder", folders("failure"), ids=names("failure"))
def test_a_wrong_page_fails_in_these_words(folder: Path, project: Project) -> None:
    said = project.told((folder / "page.md").read_text("utf-8"))
    assert said
    # What curl measures, and how its versions word it, is not ours.
    said = re.sub(r"(curl: \(7\) Failed to connect to \S+ port \d+) .*", r"\1 …", said)
    assert_is(folder / "said.txt", said)


def outcomes(project: Project, text: str) -> str:
    page = project.page(text)
    verdicts = {verdict.block.ordinal: record(verdict) for verdict in project.verdicts(page)}
    report = fold(project.settings, {page.path: page}, {page.path: verdicts}, project.checker.api)
    records = report.records(page.path, page.digest)
    return "".join(
        f"{block.line} {block.language}: {records[block.ordinal].outcome}\n" for block in page.blocks
    )


def assert_is(file: Path, text: str) -> None:
    if os.environ.get("UPDATE_CASES"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
