"""`--update-docs` on this project's own pages: every answer made wrong, and given back byte for byte."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from snippets.model import Block
from snippets.page import Reader
from snippets.rewriting.rewrite_json import rewritten_json
from snippets.settings import load
from tests.copies import ROOT, lay

GUIDE = "docs/getting-started/authentication.md"
FULL = os.environ.get("FULL") == "1"
PAGES = [GUIDE, "docs/core-concepts/error-handling.md", "docs/resources/api-keys.md"]
ON_ONE_LINE = re.compile(r"\[[^\[\]\n]+\]")
MEMBER = re.compile(r'( *)"\w+": ("[^"]*"|-?\d+|true|false|null),')


@pytest.mark.slow
@pytest.mark.skipif(not FULL, reason="runs whole guides, twice: FULL=1")
def test_every_answer_made_wrong_is_given_back_byte_for_byte(tmp_path: Path) -> None:
    originals = {page: (ROOT / page).read_text("utf-8") for page in PAGES}
    lay(tmp_path)
    reader = Reader(load(tmp_path).mkdocs)
    for page, text in originals.items():
        wrong = broken(reader, text, page, random.Random(4))
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page).write_text(wrong, "utf-8")
    done = update(tmp_path)
    assert done.returncode == 0, done.stdout
    for page, text in originals.items():
        assert (tmp_path / page).read_text("utf-8") == text
        assert f"{page}: rewrote the answers at lines " in done.stdout
    assert "nothing to rewrite" in update(tmp_path).stdout


def test_every_json_answer_comes_back_whatever_becomes_of_its_members_and_items() -> None:
    reader = Reader(load(ROOT).mkdocs)
    chance = random.Random(4)
    pages = [reader.read(path, ROOT) for path in sorted((ROOT / "docs").rglob("*.md"))]
    answers = [block for page in pages for block in page.blocks if block.language == "json"]
    for source in (answer.source for answer in answers if "..." not in answer.source):
        value = json.loads(source)
        for _ in range(10):
            wrong = rewritten_json(source, otherwise(value, chance))
            back = rewritten_json(wrong, value)
            # The last list on one line takes with it that lists stand on one line here.
            kept = bool(ON_ONE_LINE.search(wrong)) or not ON_ONE_LINE.search(source)
            assert back == source if kept else json.loads(back) == value


def otherwise(value: Any, chance: random.Random) -> Any:
    """The value with members and items that have gone, come or changed."""
    if isinstance(value, dict):
        made = {name: otherwise(part, chance) for name, part in value.items() if chance.random() > 0.1}
        return made | ({"unheardOf": chance.choice([1, [1], {"of": 1}])} if chance.random() < 0.3 else {})
    if isinstance(value, list):
        items = [otherwise(item, chance) for item in value if chance.random() > 0.1]
        return [*items, *items[:1]] if chance.random() < 0.3 else items
    return chance.choice([value, value, "not this", 7, None])


def broken(reader: Reader, text: str, page: str, chance: random.Random) -> str:
    """The page with each answer that is compared made wrong; what can't be observed stays as it is."""
    laid = reader.read_text(text, page)
    answers = [
        answer
        for example in laid.examples
        for answer in (*(answer for group in example.groups for answer in group.answers), *example.extra)
        if answer.language != "http" or answer.source.startswith("HTTP/")
    ]
    lines = text.split("\n")
    for block in sorted(answers, key=lambda block: block.line, reverse=True):
        lines[block.line : block.end - 1] = wrong(block, lines[block.line : block.end - 1], chance)
    return "\n".join(lines)


def wrong(block: Block, lines: list[str], chance: random.Random) -> list[str]:
    """The lines of an answer with something changed, something gone and something added."""
    if block.language == "text":
        return ["Nobody printed this", *lines[1:]]
    made = list(lines)
    if block.language == "http":
        # The status of an error stays an error's, so that no success becomes one.
        status = int(made[0].split()[1])
        made[0] = f"HTTP/1.1 {'202 Accepted' if status < 400 else '418 I am a teapot'}"
        made = [re.sub(r"^([\w-]+): .*", r"\1: nothing of the kind", line) for line in made]
    members = [index for index, line in enumerate(made) if MEMBER.fullmatch(line)]
    if members:
        gone, changed, after = (chance.choice(members) for _ in range(3))
        indent = made[after][: len(made[after]) - len(made[after].lstrip())]
        made[changed] = re.sub(": .*", ': "not this",', made[changed])
        made.insert(after, f'{indent}"unheardOf": [true],')
        del made[gone + (gone >= after)]
    elif '"' in "".join(made):
        made = [re.sub(r': ("[^"]*"|\d+)$', ': "not this"', line) for line in made]
    return made


def update(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "docs", "--update-docs", *arguments],
        cwd=root,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
            "PYTHONPATH": os.pathsep.join([str(root), str(ROOT)]),
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
