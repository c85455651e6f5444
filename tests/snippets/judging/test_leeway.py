"""What may differ from the page at another time: valid times, and nothing else.

The pages here are of `clocked_api`, which tells times in every way; they were right on 2025-05-13.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from snippets.check import Checker
from snippets.page import Reader
from snippets.report import load as load_report
from snippets.settings import load
from tests.snippets.conftest import Project

Run = Callable[..., subprocess.CompletedProcess[str]]

PYPROJECT = """\
[tool.snippets]
hosts = ["api.launch.example.com"]
app = "tests.snippets.clocked_api:open_scene"
openapi = "/openapi.json"
"""
PYTHON = """\
```python
import requests

print(requests.get("https://api.launch.example.com/v1/launch").text)
```
"""
BODY = """\
```json
{
  "name": "Ada",
  "at": "2025-05-13T10:30:00Z",
  "day": "2025-05-13",
  "epoch": 1747132200,
  "landedAt": null,
  "note": ...,
  "tests": [
    {"at": "2025-05-06T10:30:00Z", "crew": 2}
  ]
}
```
"""
PAGE = PYTHON + "\n" + BODY
HEADERS = """\
```python
import requests

answer = requests.get("https://api.launch.example.com/v1/launch")
print(answer.status_code)
print("X-Until:", answer.headers["X-Until"])
print("Last-Modified:", answer.headers["Last-Modified"])
print(answer.text)
```

```http
HTTP/1.1 200 OK
X-Until: 2025-05-14T10:30:00Z
Last-Modified: Tue, 13 May 2025 10:30:00 GMT

{"name": "Ada", ...}
```
"""
TEXT = """\
```python
import requests

launch = requests.get("https://api.launch.example.com/v1/launch").json()
print(f"{launch['name']} flies on {launch['day']}, at {launch['at']}.")
```

```text
Ada flies on 2025-05-13, at 2025-05-13T10:30:00Z.
```
"""


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project whose worlds stand two years after the pages were right."""
    root = tmp_path_factory.mktemp("later")
    (root / "docs").mkdir()
    (root / "pyproject.toml").write_text(PYPROJECT)
    settings = load(root)
    with Checker(settings, "2027-05-13T10:30:00Z") as checker:
        yield Project(root, settings, checker, Reader(None))


@pytest.mark.parametrize("page", [PAGE, HEADERS, TEXT], ids=["body", "headers", "text"])
def test_times_may_differ(later: Project, page: str) -> None:
    assert later.told(page) == ""


@pytest.mark.parametrize("page", [PAGE, HEADERS, TEXT], ids=["body", "headers", "text"])
def test_at_the_documented_time_none_may(later: Project, page: str) -> None:
    wrong = page.replace("2025-05-13T", "2025-05-14T").replace("Until: 2025-05-14T", "Until: 2025-05-15T")
    with Checker(later.settings) as checker:
        exact = Project(later.root, later.settings, checker, Reader(None))
        assert exact.told(page) == ""
        assert "differs  " in exact.told(wrong)


@pytest.mark.parametrize(
    ("shown", "wrong", "told"),
    [
        ('"name": "Ada"', '"name": "Bob"', 'name: page "Bob", API "Ada"'),
        ('"crew": 2', '"crew": 3', "tests[0].crew: page 3, API 2"),
        ('"at": "2025-05-13T', '"at": "2025-05-33T', 'at: page "2025-05-33T10:30:00Z", API "2027-'),
        ('"day": "2025-05-13"', '"day": "2025-05-13T10:30:00Z"', 'day: page "2025-05-13T10:30:00Z", API "20'),
        ('"epoch": 1747132200', '"epoch": "soon"', 'epoch: page "soon", API 1810204200'),
        ('"landedAt": null', '"landedAt": "2025-05-13T10:30:00Z"', "landedAt: page"),
        ('"note": ...', '"note": "planned on 2025-05-13T10:30:00Z"', "note: page"),
    ],
)
def test_a_value_that_is_no_time_is_compared(later: Project, shown: str, wrong: str, told: str) -> None:
    said = later.told(PAGE.replace(shown, wrong))
    assert said.startswith("docs/page.md:1 [python] the answer differs\n")
    assert f"differs  {told}" in said
    assert said.count("differs  ") == 1


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        ("X-Until: 2025-05-14T10:30:00Z\n", "X-Until: 2025-05-14\n"),
        ("Last-Modified: Tue, 13", "Last-Modified: Wed, 13"),
        ("X-Until: 2025-05-14T10:30:00Z\n", "X-Pad: 2025-05-13T10:30:00Z\n"),
    ],
    ids=["another format", "no such day", "not said to be a time"],
)
def test_a_header_that_is_no_time_is_compared(later: Project, shown: str, wrong: str) -> None:
    _, fence, answer = HEADERS.partition("\n```http")
    said = later.told(HEADERS.replace(fence + answer, fence + answer.replace(shown, wrong)))
    assert said.startswith("docs/page.md:1 [python] the answer differs\n")


@pytest.mark.parametrize(
    "wrong", ["Ada flies on 2025-05-13, at noon.", "Bob flies on 2025-05-13, at 2025-05-13T10:30:00Z."]
)
def test_a_line_that_differs_in_more_than_times_is_told(later: Project, wrong: str) -> None:
    said = later.told(re.sub("(?<=```text\n).*", wrong, TEXT))
    assert f"differs  line 1: page {wrong!r}, output " in said


def test_what_a_snippet_prints_of_a_body_is_held_to_its_types(later: Project) -> None:
    made_up = PAGE.replace(
        'print(requests.get("https://api.launch.example.com/v1/launch").text)',
        'text = requests.get("https://api.launch.example.com/v1/launch").text\n'
        'print(text.replace("2027-05-06T10:30:00Z", "a week ago"))',
    )
    assert 'differs  tests[0].at: page "2025-05-06T10:30:00Z", output "a week ago"' in later.told(made_up)


def test_what_no_operation_answers_has_the_types_of_http_alone(later: Project) -> None:
    elsewhere = HEADERS.replace("/v1/launch", "/v1/other")
    said = later.told(elsewhere)
    assert "differs  X-Until: page 2025-05-14T10:30:00Z, API 2027-05-14T10:30:00Z" in said
    assert said.count("differs  ") == 1


def test_a_run_at_another_time_says_so_and_records_nothing(run_pytest: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    assert run_pytest({"a.md": PAGE}).returncode == 0
    report = tmp_path / "build" / "verification.json"
    kept = report.read_bytes()
    done = run_pytest({}, "docs", "--clock", "2027-05-13T10:30:00Z")
    assert done.returncode == 0, done.stdout
    assert "at 2027-05-13T10:30:00Z, with times compared by type; nothing is recorded\n" in done.stdout
    assert report.read_bytes() == kept
    assert load_report(report).pages


@pytest.mark.parametrize(
    ("openapi", "spec", "said"),
    [
        ("/openapi.json", "noon", "ERROR: --clock noon: this names no time; write now, "),
        (
            "",
            "now",
            "ERROR: --clock now: an OpenAPI document has to say which values are times; name the path",
        ),
    ],
)
def test_a_clock_that_can_not_be_is_refused_in_one_line(
    openapi: str, spec: str, said: str, run_pytest: Run, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace("/openapi.json", openapi))
    done = run_pytest({"a.md": PAGE}, "docs", "--clock", spec)
    assert done.returncode == 4
    assert done.stderr.startswith(said)
    assert done.stderr.strip().count("\n") == 0
