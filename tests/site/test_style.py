"""The pages keep the house style, spell right, and are clean Markdown.

`python -m tests.site.style docs/x.md` prints what a page breaks, without the other tests.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.pages import ROOT
from tests.site.prose import passages, sentences
from tests.site.style import LONGEST, WIDEST, faults, longest

FILES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_pages_keep_the_house_style(figure: Callable[[str], None]) -> None:
    wrong = [fault for file in FILES for fault in faults(file, ROOT)]
    words, where = max((longest(file), file.relative_to(ROOT).as_posix()) for file in FILES)
    figure(f"style: {len(wrong)} faults in {len(FILES)} files; longest sentence: {words} words, {where}")

    assert wrong == []


def test_the_pages_are_spelled_right(figure: Callable[[str], None]) -> None:
    """codespell knows misspellings, not words: a name that it doesn't know is no fault."""
    lines = said(sys.executable, "-m", "codespell_lib", *map(str, FILES))
    figure(f"spelling: {len(lines)} faults in {len(FILES)} files")

    assert lines == []


@pytest.mark.slow
def test_the_pages_are_clean_markdown(figure: Callable[[str], None]) -> None:
    lines = [line for line in said("node_modules/.bin/markdownlint-cli2", *map(str, FILES)) if " MD" in line]
    figure(f"Markdown lint: {len(lines)} faults in {len(FILES)} files")

    assert lines == []


def said(*command: str) -> list[str]:
    """The lines that a linter prints; its own failure is none of them."""
    done = subprocess.run(command, cwd=ROOT, text=True, check=False, capture_output=True)
    assert done.returncode in {0, 1, 65}, done.stderr
    return (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You can simply send it.", "“simply”: leave it out: it judges the reader's effort"),
        ("It will fail.", "“will”: write the present tense"),
        ("We send it.", "“We”: write to “you”"),
        ("Let's go.", "“Let's”: write to “you”"),
        ("I send it.", "“I”: write to “you”"),
        ("It goes, i.e. it runs.", "“i.e.”: write it out"),
        ("| Name | It is easy |", "“easy”: leave it out: it judges the reader's effort"),
        ("## A Title", "the heading has a capital in “Title”: only the first word and names have one"),
        (
            "word " * 31 + "end.",
            "a sentence of 32 words, “word word word word word word word word …”: make it two",
        ),
        ("```python\n" + "x" * (WIDEST + 1) + "\n```", "a line of 94 characters: break it after at most 93"),
    ],
)
def test_what_breaks_the_style(text: str, found: str, tmp_path: Path) -> None:
    (fault,) = faults(written(tmp_path, text), tmp_path)

    assert re.match(rf"page\.md:[12]: {re.escape(found)}", fault)


@pytest.mark.parametrize(
    "text",
    [
        "You send it, at once.",
        "The status is `will`, and the header says “please”.",
        '"We" is a word.',
        "```text\nWe will simply fail.\n```",
        '<!-- snippet: skip because="it will fail" -->',
        "---\ntitle: We will\n---",
        "## Rotate an API key with cURL",
        "## 201 Created",
        "## Can I try it? Do I need a card?",
        "## API Key Management",
        "It is unjust.",
        "```python\n" + "x" * WIDEST + "\n```",
        "```http\nX-Long: " + "x" * WIDEST + "\n```",
        "word " * 20 + "end. `code` " + "word " * 20,
        "| " + "word " * 40 + "|",
    ],
)
def test_what_keeps_it(text: str, tmp_path: Path) -> None:
    assert list(faults(written(tmp_path, text), tmp_path)) == []


def test_a_sentence_may_have_so_many_words(tmp_path: Path) -> None:
    assert longest(written(tmp_path, "word " * LONGEST)) == LONGEST
    assert list(faults(written(tmp_path, "word " * LONGEST), tmp_path)) == []


def test_a_passage_keeps_its_line(tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n\n# A\n\n<!-- of\ntwo lines -->\n```text\nB\n```\n- C. `d` e\n"
    found = list(passages(written(tmp_path, text)))

    assert [(each.line, each.text) for each in found] == [(5, "A"), (12, "C. Code e")]
    assert sentences(found[1]) == ["C.", "Code e"]


def written(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return page
