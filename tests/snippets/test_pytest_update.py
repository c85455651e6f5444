"""`pytest docs --update-docs`, as contributors call it: a process of its own on a project of its own."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.page import Reader
from snippets.report import load
from tests.snippets.conftest import NO_PLUGINS, PYTEST, lay

Run = Callable[..., subprocess.CompletedProcess[str]]

NOTES = "https://api.notes.example.com/v1/notes"
WRONG = f"""\
# Notes

```bash
curl {NOTES} -H "Authorization: Bearer YOUR_KEY"
```

```json
{{
  "notes": []
}}
```

## Expired

```bash
curl -i {NOTES} -H "Authorization: Bearer YOUR_EXPIRED_KEY"
```

```http
HTTP/1.1 400 Bad Request
```

```python
print("An aside")
```
"""
NOW = """\
{
  "notes": [
    {
      "id": 1,
      "text": "Buy milk"
    }
  ]
}
"""
RIGHT = WRONG.replace('{\n  "notes": []\n}\n', NOW).replace(
    "HTTP/1.1 400 Bad Request", 'HTTP/1.1 401 Unauthorized\n\n{\n  "error": "expired"\n}'
)
ASIDE = '```python\nprint("An aside")\n```\n'
FULL = os.environ.get("FULL") == "1"


def read(root: Path, name: str = "a.md") -> str:
    return (root / "docs" / name).read_text("utf-8")


def outcomes(root: Path, name: str = "a.md") -> list[str]:
    page = Reader(None).read(root / "docs" / name, root)
    records = load(root / "build" / "verification.json").records(page.path, page.digest)
    return [records[ordinal].outcome for ordinal in sorted(records)]


def test_pages_are_rewritten_by_one_process_and_then_proved(run_pytest: Run, tmp_path: Path) -> None:
    wrong, right = WRONG.replace(ASIDE, ""), RIGHT.replace(ASIDE, "")
    done = run_pytest({"a.md": wrong, "b.md": right}, "docs", "--update-docs", "-n", "2")
    assert done.returncode == 0, done.stdout
    assert "docs/a.md: rewrote the answers at lines 7, 24\n" in done.stdout
    assert "docs/b.md: rewrote" not in done.stdout
    assert "2 workers" not in done.stdout
    assert "4 passed" in done.stdout
    assert (read(tmp_path), read(tmp_path, "b.md")) == (right, right)
    assert outcomes(tmp_path) == ["passed", "compared", "passed", "compared"]
    again = run_pytest({}, "docs", "--update-docs")
    assert again.returncode == 0
    assert "nothing to rewrite\n" in again.stdout
    assert read(tmp_path) == right


CHOICES = {
    "item": ("docs/a.md::a.md:3[bash]",),
    "name": ("docs/a.md", "-k", "3"),
    "all but one": ("docs", "--deselect", "docs/a.md::a.md:15[bash]"),
}


@pytest.mark.parametrize("choice", CHOICES if FULL else ["item"])
def test_only_the_selected_examples_are_rewritten(choice: str, run_pytest: Run, tmp_path: Path) -> None:
    done = run_pytest({"a.md": WRONG.replace(ASIDE, "")}, *CHOICES[choice], "--update-docs")
    assert done.returncode == 0, done.stdout
    assert "docs/a.md: rewrote the answer at line 7\n" in done.stdout
    assert "HTTP/1.1 400 Bad Request" in read(tmp_path)


def test_what_is_refused_and_what_else_is_wrong_fails_at_the_lines_of_the_new_text(
    run_pytest: Run, tmp_path: Path
) -> None:
    done = run_pytest({"a.md": WRONG.replace("400 Bad Request", "200 OK")}, "docs", "--update-docs")
    assert done.returncode == 1
    assert "docs/a.md: rewrote the answer at line 7\n" in done.stdout
    assert "docs/a.md:24 [http] not rewritten: the page shows 200, and the API answers 401" in done.stdout
    assert "fix      mend the request or the API; if it is right, add --allow-status-change" in done.stdout
    assert "docs/a.md:28 [python] sent no request" in done.stdout
    assert "3 failed, 1 passed" in done.stdout
    allowed = run_pytest({}, "docs", "--update-docs", "--allow-status-change")
    assert "docs/a.md: rewrote the answer at line 24\n" in allowed.stdout
    assert "1 failed, 2 passed" in allowed.stdout
    assert read(tmp_path) == RIGHT


def test_the_permission_alone_is_a_usage_error(run_pytest: Run) -> None:
    done = run_pytest({"a.md": WRONG}, "docs", "--allow-status-change")
    assert done.returncode == 4
    assert "--allow-status-change says what --update-docs may do: give both" in done.stderr


def test_collecting_rewrites_nothing(run_pytest: Run, tmp_path: Path) -> None:
    run_pytest({"a.md": WRONG}, "docs", "--collect-only", "--update-docs")
    assert read(tmp_path) == WRONG


@pytest.mark.slow
def test_whenever_it_is_killed_each_page_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    wrong, right = WRONG.replace(ASIDE, ""), RIGHT.replace(ASIDE, "")
    pages = {f"{name}.md": f"{wrong}\nPage {name}.\n" for name in "abc"}
    lay(tmp_path, pages)
    begun = time.monotonic()
    assert started(tmp_path).wait(60) == 0
    took = time.monotonic() - begun
    chance = random.Random(4)
    for _ in range(20 if FULL else 3):
        lay(tmp_path, pages)
        running = started(tmp_path)
        try:
            running.wait(chance.uniform(0, took))
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        assert sorted(path.name for path in (tmp_path / "docs").iterdir()) == sorted(pages)
        for name, text in pages.items():
            assert read(tmp_path, name) in (text, text.replace(wrong, right))


def started(root: Path) -> "subprocess.Popen[bytes]":
    folder = root / "tmp"  # what a killed run leaves here goes with the test
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(
        [*PYTEST, "-q", "docs", "--update-docs"],
        cwd=root,
        env={**os.environ, **NO_PLUGINS, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
