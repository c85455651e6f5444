"""`pytest docs`, as contributors and CI call it: a process of its own on a project of its own."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets.page import Reader
from snippets.report import load

Run = Callable[..., subprocess.CompletedProcess[str]]

GOOD = """# Notes

```bash
curl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"
```

```python
import requests

url = "https://api.notes.example.com/v1/notes"
print(requests.get(url, headers={"Authorization": "Bearer YOUR_KEY"}).text)
```

```json
{"notes": [{"id": 1, "text": "Buy milk"}]}
```
"""
BAD = GOOD.replace("Bearer YOUR_KEY", "Token YOUR_KEY", 1)
RAISES = "# Raises\n\n```python\nprint(1)\nraise ValueError('no')\n```\n\n" + GOOD
SKIPS = '# Skips\n\n<!-- snippet: skip never because="it is only a sketch" -->\n```go\npackage main\n```\n'


def records(root: Path, name: str) -> dict[int, str]:
    page = Reader(None).read(root / "docs" / name, root)
    kept = load(root / "build" / "verification.json").records(page.path, page.digest)
    return {ordinal: record.outcome for ordinal, record in kept.items()}


def test_a_right_page_is_green_and_the_summary_counts(run_pytest: Run, tmp_path: Path) -> None:
    done = run_pytest({"a.md": GOOD, "b.md": SKIPS})
    assert done.returncode == 0, done.stdout
    assert "2 snippets of 1 examples in 2 languages (1 bash, 1 python); 1 distinct exchanges" in done.stdout
    assert "1 skipped: it is only a sketch" in done.stdout
    assert records(tmp_path, "a.md") == {0: "passed", 1: "passed", 2: "compared"}
    assert records(tmp_path, "b.md") == {0: "skipped"}


def test_a_wrong_page_is_red_at_its_line_with_both_values(run_pytest: Run, tmp_path: Path) -> None:
    done = run_pytest({"a.md": BAD, "b.md": GOOD})
    assert done.returncode == 1
    assert "docs/a.md:4 [bash] the answer differs" in done.stdout
    assert "got      401" in done.stdout
    assert "line 4: the other languages send Bearer YOUR_KEY" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert records(tmp_path, "a.md") == {0: "failed", 1: "passed", 2: "failed"}
    assert set(records(tmp_path, "b.md").values()) == {"passed", "compared"}


def test_a_snippet_that_raises_is_a_failure_at_its_line_and_no_internal_error(run_pytest: Run) -> None:
    done = run_pytest({"a.md": RAISES})
    assert done.returncode == 1
    assert "docs/a.md:5 [python] raised ValueError: no" in done.stdout
    assert "INTERNALERROR" not in done.stdout + done.stderr
    assert "1 failed, 2 passed" in done.stdout


def test_a_problem_of_the_page_is_a_failure_at_its_line(run_pytest: Run) -> None:
    done = run_pytest({"a.md": GOOD.replace("```bash", "```bsh")})
    assert done.returncode == 1
    assert "docs/a.md:3 `bsh` is not a language" in done.stdout
    assert "1 failed, 1 passed" in done.stdout


ALL = {0: "passed", 1: "passed", 2: "compared"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(("docs/a.md",), ALL), (("docs", "-k", "python"), {1: "passed"}), (("docs", "-n", "2"), ALL)],
)
def test_pages_names_and_workers_may_be_chosen(
    arguments: tuple[str, ...], expected: dict[int, str], run_pytest: Run, tmp_path: Path
) -> None:
    done = run_pytest({"a.md": GOOD, "b.md": GOOD}, *arguments)
    assert done.returncode == 0, done.stdout
    assert records(tmp_path, "a.md") == expected


def test_a_selected_item_is_named_by_page_line_and_language(run_pytest: Run) -> None:
    done = run_pytest({"a.md": GOOD}, "docs/a.md::a.md:7[python]", "-v")
    assert "docs/a.md::a.md:7[python] PASSED" in done.stdout


def test_partial_runs_add_up(run_pytest: Run, tmp_path: Path) -> None:
    run_pytest({"a.md": GOOD}, "docs", "-k", "python")
    run_pytest({}, "docs", "-k", "bash")
    assert records(tmp_path, "a.md") == {0: "passed", 1: "passed", 2: "compared"}


def test_an_edited_page_is_unproved_until_it_runs_again(run_pytest: Run, tmp_path: Path) -> None:
    run_pytest({"a.md": GOOD})
    (tmp_path / "docs" / "a.md").write_text(GOOD + "\nOne more word.\n")
    assert records(tmp_path, "a.md") == {}
    run_pytest({})
    assert len(records(tmp_path, "a.md")) == 3


def test_workers_tell_failures_as_one_process_does(run_pytest: Run, tmp_path: Path) -> None:
    done = run_pytest({"a.md": BAD, "b.md": GOOD}, "docs", "-n", "2")
    assert done.returncode == 1
    assert "docs/a.md:4 [bash] the answer differs" in done.stdout
    assert records(tmp_path, "a.md") == {0: "failed", 1: "passed", 2: "failed"}


def test_a_project_without_the_table_is_left_alone(run_pytest: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'a'\nversion = '1'\n")
    assert "no tests ran" in run_pytest({"a.md": GOOD}).stdout
