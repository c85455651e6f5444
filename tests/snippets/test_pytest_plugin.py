"""`pytest docs`, as contributors and CI call it: a process of its own on a project of its own."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from watchfiles import watch

from snippets.page import Reader
from snippets.report import load
from tests.snippets.conftest import NO_PLUGINS, PYTEST, lay

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
    assert "2 snippets of 1 example in 2 languages (1 bash, 1 python); 1 distinct exchange " in done.stdout
    assert "1 skipped: it is only a sketch" in done.stdout
    assert records(tmp_path, "a.md") == {0: "passed", 1: "passed", 2: "compared"}
    assert records(tmp_path, "b.md") == {0: "skipped"}


def test_a_wrong_page_is_red_at_its_line_with_both_values(run_pytest: Run, tmp_path: Path) -> None:
    done = run_pytest({"a.md": BAD, "b.md": GOOD})
    assert done.returncode == 1
    assert "docs/a.md:4 [bash] the answer differs" in done.stdout
    assert "got      401" in done.stdout
    assert "≠ Authorization: Token YOUR_KEY  Authorization: Bearer YOUR_KEY" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert records(tmp_path, "a.md") == {0: "failed", 1: "passed", 2: "failed"}
    assert set(records(tmp_path, "b.md").values()) == {"passed", "compared"}


def test_a_snippet_that_raises_is_a_failure_at_its_line_and_no_internal_error(run_pytest: Run) -> None:
    done = run_pytest({"a.md": RAISES})
    assert done.returncode == 1
    assert "docs/a.md:5 [python] raised ValueError: no" in done.stdout
    assert "INTERNALERROR" not in done.stdout + done.stderr
    assert "1 failed, 2 passed" in done.stdout


def test_what_ends_the_interpreter_early_or_never_fails_at_its_line_and_the_next_still_runs(
    run_pytest: Run,
) -> None:
    ends = [
        "import os\n\nos._exit(0)",
        "import sys\n\nimport requests\n\nsys.exit(0)\nrequests.get('https://api.notes.example.com/v1/notes')",
        "while True:\n    pass",
    ]
    page = "".join(f"```python\n{source}\n```\n\n" for source in ends) + GOOD
    done = run_pytest({"a.md": page})
    assert done.returncode == 1
    assert "docs/a.md:1 [python] ended the process itself (exit status 0)" in done.stdout
    assert "docs/a.md:7 [python] sent no request to a documented host" in done.stdout
    assert "docs/a.md:16 [python] did not end within 5 s" in done.stdout
    assert "3 failed, 2 passed" in done.stdout


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


def test_a_step_of_a_sequence_is_selected_alone(run_pytest: Run) -> None:
    steps = (
        "---\nsequence: true\n---\n\n"
        + GOOD
        + "\n```python\nanswer = requests.get(url)\nprint(answer.status_code)\nprint(answer.text)\n```\n"
    )
    answer = '\n```http\nHTTP/1.1 401 Unauthorized\n\n{"error": "unauthorized"}\n```\n'
    broken = "\n```python\nurl.nope()\n```\n"
    done = run_pytest(
        {"a.md": steps + answer + broken}, "docs/a.md::a.md:22[python]", "docs/a.md::a.md:34[python]"
    )
    assert "docs/a.md:35 [python] raised AttributeError" in done.stdout, done.stdout
    assert "1 failed, 1 passed" in done.stdout


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


def test_a_broken_engine_leaves_no_earlier_verdict(run_pytest: Run, tmp_path: Path) -> None:
    assert run_pytest({"a.md": GOOD, "b.md": GOOD}).returncode == 0
    broken = "from tests.snippets.toy_api import *\nimport tests.snippets.toy_api as toy\n\nopened = []\n\n\n"
    broken += "def open_scene(scenario=None, clock=None):\n    opened.append(1)\n"
    broken += "    if len(opened) > 1:\n        raise RuntimeError('no scene')\n"
    broken += "    return toy.open_scene(scenario)\n"
    (tmp_path / "broken_api.py").write_text(broken)
    settings = (tmp_path / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(settings.replace("tests.snippets.toy_api:", "broken_api:"))
    done = run_pytest({}, "docs/a.md")
    assert done.returncode == 1
    assert records(tmp_path, "a.md") == {}
    assert set(records(tmp_path, "b.md").values()) == {"passed", "compared"}


def test_wrong_settings_are_one_line(run_pytest: Run, tmp_path: Path) -> None:
    run_pytest({"a.md": GOOD})
    settings = (tmp_path / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(settings.replace("timeout =", "timout ="))
    done = run_pytest({})
    assert done.returncode == 4
    assert "[tool.snippets] has no option timout" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_in_another_encoding_is_a_problem_at_its_line(run_pytest: Run, tmp_path: Path) -> None:
    run_pytest({"a.md": GOOD, "b.md": GOOD})
    (tmp_path / "docs" / "b.md").write_bytes("# B\n\nübel\n".encode("latin-1"))
    done = run_pytest({})
    assert "docs/b.md:3 this line is not UTF-8" in done.stdout
    assert "1 failed, 2 passed" in done.stdout


def test_every_file_that_mkdocs_takes_for_a_page_is_checked(run_pytest: Run) -> None:
    assert "4 passed" in run_pytest({"a.markdown": GOOD, "b.mkd": GOOD}).stdout


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "snippet",
    [
        "```python\nopen('../started', 'w')\nwhile True:\n    pass\n```\n",
        "```bash\n: > ../started\nwhile :; do :; done\n```\n",
    ],
    ids=["python", "bash"],
)
def test_an_interrupted_run_leaves_nothing_behind(snippet: str, sent: signal.Signals, tmp_path: Path) -> None:
    lay(tmp_path, {"a.md": snippet})
    folder = tmp_path / "tmp"
    folder.mkdir()
    running = subprocess.Popen(
        # A shell starts what it puts in the background, perhaps these tests, with SIGINT ignored.
        ["env", "--default-signal=INT", *PYTEST, "docs"],
        cwd=tmp_path,
        env={**os.environ, **NO_PLUGINS, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in watch(folder, rust_timeout=100, yield_on_timeout=True, step=10, debounce=20):
        if list(folder.glob("snippet-*/started")):
            break
    os.killpg(running.pid, sent) if sent == signal.SIGINT else running.send_signal(sent)
    assert running.wait(30) == 2
    assert list(folder.iterdir()) == []
    assert not [pid for pid in Path("/proc").glob("[0-9]*") if str(folder) in _command(pid)]


def _command(process: Path) -> str:
    try:
        return str((process / "cwd").readlink())
    except OSError:
        return ""


def test_a_project_without_the_table_is_left_alone(run_pytest: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'a'\nversion = '1'\n")
    assert "no tests ran" in run_pytest({"a.md": GOOD}).stdout


COVERED = """\
[tool.snippets]
hosts = ["api.notes.example.com"]
app = "tests.snippets.toy_api:open_scene"
timeout = 5
openapi = "/openapi.json"

[tool.snippets.placeholders]
YOUR_KEY = "reader"

[tool.snippets.unmet]
"""
LATER = '"POST /notes" = "written next week"\n'


def test_an_operation_that_no_snippet_meets_ends_the_run_in_failure(run_pytest: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(COVERED)
    done = run_pytest({"a.md": GOOD})
    assert done.returncode == 1
    assert "2 passed" in done.stdout
    assert (
        "/openapi.json POST /notes: no snippet meets this operation\n"
        '  fix      call it in an example, or say why not in [tool.snippets.unmet]: "METHOD /path" = "…"\n'
    ) in done.stdout
    (tmp_path / "pyproject.toml").write_text(COVERED + LATER)
    assert run_pytest({"a.md": GOOD}).returncode == 0


def test_of_what_no_snippet_meets_a_partial_or_a_failed_run_says_nothing(
    run_pytest: Run, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text(COVERED)
    done = run_pytest({"a.md": GOOD}, "docs", "-k", "python")
    assert done.returncode == 0
    assert "no snippet meets" not in done.stdout
    done = run_pytest({"a.md": BAD}, "docs")
    assert done.returncode == 1
    assert "no snippet meets" not in done.stdout


def test_a_document_that_cannot_be_had_is_told_with_its_place(run_pytest: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(COVERED.replace("/openapi.json", "/v1/openapi.json"))
    done = run_pytest({"a.md": GOOD}, "docs")
    assert done.returncode != 0
    assert "pyproject.toml: [tool.snippets] openapi = '/v1/openapi.json': the app answers 401 there" in (
        done.stdout + done.stderr
    )
