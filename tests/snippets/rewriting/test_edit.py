"""Only the lines that change are written; every other byte, and the file around it, stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from snippets.page import Reader
from snippets.rewriting.edit import Uneditable, edited, write
from tests.snippets.conftest import ROOT

READER = Reader(None)
PAGE = """\
---
title: Notes
---

# Notes\t

> ```json
> {
>     "a": 1,  
> \t"b": 2
> }
> ```

No line feed at the end"""  # noqa: W291 - blanks at the end of a line are what is tested


def changed(data: bytes, text: str) -> bytes:
    return edited(READER, data, "docs/page.md", {0: text})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_line_ends_marks_blanks_and_prefixes_stay(mark: str, end: str) -> None:
    page = (mark + PAGE.replace("\n", end)).encode()
    (block,) = READER.lay(page, "docs/page.md").page.blocks
    new = changed(page, block.source.replace('"b": 2', '"c": 3'))
    assert new == page.replace(b'"b": 2', b'"c": 3')


def test_a_new_line_takes_the_prefix_of_the_lines_with_its_indent() -> None:
    page = '- A list\n\n\t```json\n\t{\n\t  "a": 1\n\t}\n\t```\n'
    new = changed(page.encode(), '{\n  "a": 1,\n  "b": 2\n}')
    assert new.decode() == page.replace('"a": 1\n', '"a": 1,\n\t  "b": 2\n')


def test_an_empty_line_in_a_quote_has_the_mark_and_no_blank() -> None:
    page = "> ```http\n> HTTP/1.1 204 No Content\n> ```\n"
    new = changed(page.encode(), "HTTP/1.1 200 OK\n\n[]")
    assert new.decode() == "> ```http\n> HTTP/1.1 200 OK\n>\n> []\n> ```\n"


@pytest.mark.parametrize("inside", ["", "\n", "\n\n"], ids=repr)
def test_an_empty_block_is_filled(inside: str) -> None:
    new = changed(f"```text\n{inside}```\n".encode(), "one\ntwo")
    assert new == b"```text\none\ntwo\n```\n"


@pytest.mark.parametrize("text", ["```", "a\n```\nb", "\nb", "a\tb", "a\x00b", "\x1b[31ma"], ids=repr)
def test_a_text_that_would_not_be_read_back_is_refused(text: str) -> None:
    with pytest.raises(Uneditable):
        changed(b"```text\none\n```\n", text)


def test_a_file_is_replaced_with_its_mode_and_nothing_is_left_behind(tmp_path: Path) -> None:
    page, folder = tmp_path / "page.md", tmp_path / "build"
    page.write_bytes(b"old")
    page.chmod(0o640)
    assert write(page, b"new", instead_of=b"old", folder=folder)
    assert page.read_bytes() == b"new"
    assert page.stat().st_mode & 0o777 == 0o640
    assert list(folder.iterdir()) == []


def test_a_file_that_has_changed_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"newer")
    assert not write(page, b"new", instead_of=b"old", folder=tmp_path / "build")
    assert page.read_bytes() == b"newer"
    assert list((tmp_path / "build").iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    page, link = tmp_path / "page.md", tmp_path / "link.md"
    page.write_bytes(b"old")
    link.symlink_to(page)
    assert write(link, b"new", instead_of=b"old", folder=tmp_path / "build")
    assert link.is_symlink()
    assert page.read_bytes() == b"new"


KILLED = """
import os, sys
from pathlib import Path
import snippets.rewriting.edit as edit

step, page = sys.argv[1], Path(sys.argv[2])
when, _, name = step.partition(" ")
holder = {"mkstemp": edit.tempfile, "read_bytes": Path}.get(name, edit.os)
real = getattr(holder, name)

def kill(*arguments, **options):
    if when == "before":
        os.kill(os.getpid(), 9)
    real(*arguments, **options)
    os.kill(os.getpid(), 9)

setattr(holder, name, kill)
edit.write(page, b"new" * 9999, instead_of=b"old" * 9999, folder=page.parents[1] / "build")
"""
NAMES = ("mkstemp", "fsync", "read_bytes", "replace")
STEPS = [f"{when} {name}" for name in NAMES for when in ("before", "after")]


@pytest.mark.parametrize("step", STEPS)
def test_whoever_is_killed_leaves_the_old_page_or_the_new_one(step: str, tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_bytes(b"old" * 9999)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, step, str(page)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -9
    assert page.read_bytes() == (b"new" if step == "after replace" else b"old") * 9999
    assert list(page.parent.iterdir()) == [page]
