"""What other programs read of a run: JUnit XML, GitHub's annotations, and the terminal's own list."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets.reporting.annotations import Lines, Spot, annotations

Run = Callable[..., subprocess.CompletedProcess[str]]

PAGE = """\
<!-- snippet: example=list -->
```bash
curl https://api.notes.example.com/v1/notes
```

```json
{"notes": []}
```

Text.

```python
print("\\x1b[31mred, 100 %")
raise ValueError("a\\x1b[31m, b: 100 %")
```

<!-- snippet: skip never because="a sketch" -->
```go
package main
```

```bsh
ls
```
"""
SUMMARY = (
    "2 of 2 snippets failed (1 bash, 1 python): 1 raised ValueError: a␛[31m, b: 100 %, 1 the answer differs"
)
BOTH = pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "with workers"])


@BOTH
def test_a_run_is_told_alike_to_the_terminal_junit_and_github(
    run_pytest: Run, tmp_path: Path, workers: tuple[str, ...]
) -> None:
    file = tmp_path / "junit.xml"
    done = run_pytest(
        {"a.md": PAGE}, "docs", "-ra", f"--junitxml={file}", "-ojunit_family=xunit1", *workers,
        GITHUB_ACTIONS="true",
    )  # fmt: skip
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + file.read_text("utf-8")
    terminal_names_pages(done.stdout)
    junit_names_pages(ElementTree.parse(file))
    github_names_pages(done.stdout)


def terminal_names_pages(said: str) -> None:
    assert "SKIPPED [1] docs/a.md:18: a sketch" in said
    assert "FAILED docs/a.md::a.md:2[bash] - the answer differs" in said
    assert SUMMARY in said
    assert "1 problem of pages as they are written" in said


def junit_names_pages(tree: "ElementTree.ElementTree[ElementTree.Element]") -> None:
    cases = {case.get("name"): case for case in tree.iter("testcase")}
    assert len(cases) == 4
    bash = cases["a.md:2[bash]"]
    assert (bash.get("file"), bash.get("line")) == ("docs/a.md", "1")  # from 0, as everywhere in pytest's XML
    assert properties(bash) == {"page": "docs/a.md", "line": "2", "language": "bash", "example": "list"}
    failure = bash.find("failure")
    assert failure is not None
    assert failure.get("message") == "docs/a.md:2 the answer differs"
    assert (failure.text or "").startswith("docs/a.md:2 [bash] example list: the answer differs\n  sent ")
    assert properties(cases["a.md:18[go]"]) == {"page": "docs/a.md", "line": "18", "language": "go"}
    assert properties(cases["a.md:22[page]"]) == {"page": "docs/a.md", "line": "22"}


def properties(case: ElementTree.Element) -> dict[str | None, str | None]:
    return {each.get("name"): each.get("value") for each in case.iter("property")}


def github_names_pages(said: str) -> None:
    commands = re.findall(r"^::error file=(.*?),line=(\d+),title=([^,:]*)::(.*)$", said, re.MULTILINE)
    found = {int(line): (file, title, message) for file, line, title, message in commands}
    assert sorted(found) == [2, 14, 22]
    assert found[2][:2] == ("docs/a.md", "[bash] example list%3A the answer differs")
    assert found[2][2].startswith("  sent     GET /v1/notes   no Authorization header%0A  got      401 ")
    assert found[14][1] == "[python] raised ValueError%3A a␛[31m%2C b%3A 100 %25"
    assert found[22][1].endswith("…")


def test_a_file_is_named_from_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    failed = [(Spot("docs/a, b.md", 3, message="fails"), "docs/a, b.md:3 fails")]
    assert annotations(failed, tmp_path / "site") == [
        "::error file=site/docs/a%2C b.md,line=3,title=fails::fails"
    ]


@BOTH
def test_colour_is_for_those_who_force_it_and_annotations_are_for_workflows(
    run_pytest: Run, workers: tuple[str, ...]
) -> None:
    said = run_pytest({"a.md": PAGE}, "docs", "--color=yes", *workers).stdout
    assert "\x1b[31m\x1b[1mdocs/a.md:2 [bash] example list: the answer differs\x1b[0m\n" in said
    assert "\x1b[2m  sent     \x1b[0mGET /v1/notes   no Authorization header\n" in said
    assert "::error" not in said


def test_lines_are_one_text_where_there_is_no_terminal() -> None:
    assert str(Lines("docs/a.md", 3, "fails", ["docs/a.md:3 fails", "  fix      mend it"])) == (
        "docs/a.md:3 fails\n  fix      mend it"
    )
