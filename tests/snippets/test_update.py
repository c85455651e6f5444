"""Case folders: `update/NAME/before.md` is a page whose answers are wrong, `after.md` what becomes of it.

`UPDATE_CASES=1` writes what becomes of it now. What is refused stands below, in the words that are printed.
"""

import os
from pathlib import Path

import pytest

from snippets.check import judged
from snippets.model import Page
from snippets.show import failure_lines
from snippets.update import Update, Updater
from tests.snippets.conftest import Project

HERE = Path(__file__).parent / "update"
CASES = sorted(path.parent for path in HERE.glob("*/before.md"))


def update(project: Project, page: Page, **options: bool) -> Update:
    updater = Updater(project.settings, project.reader, project.checker, **options)
    return updater.update(page, {block.ordinal for block in judged(page)})


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_a_wrong_page_becomes_right_and_stays_so(folder: Path, project: Project) -> None:
    page = project.page((folder / "before.md").read_text("utf-8"))
    first = update(project, page)
    assert first.refusals == ()
    text = (project.root / page.path).read_bytes().decode()
    if os.environ.get("UPDATE_CASES"):
        (folder / "after.md").write_bytes(text.encode())
    assert text == (folder / "after.md").read_bytes().decode()
    assert project.told(text) == ""
    second = update(project, first.page)
    assert (second.page, second.rewritten) == (first.page, ())
    assert (project.root / page.path).read_bytes().decode() == text
