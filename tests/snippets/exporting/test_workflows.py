"""Which sequences become workflows, and why the others don't."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from snippets.api.operation import Operation
from snippets.exporting.workflows import LeftOut, Workflow, workflows
from snippets.model import Step
from snippets.page import Layout, Reader
from snippets.report import PageReport, Record, Report
from snippets.reporting.flow import OWN
from snippets.settings import load
from tests.snippets.conftest import lay

TOUR = """\
---
title: A tour
description: From start to end.
sequence: true
---

<!-- snippet: example=make{scenario} -->
```bash
1
```

```python
1
```

<!-- snippet: example=read -->
```bash
2
```

```python
2
```
"""
MADE = Step("POST", "/notes", status=201)
READ = Step("GET", "/notes/{$0}", status=200)
OPERATIONS = (Operation("POST", "/notes", "make"), Operation("GET", "/notes/{id}", "read"))


def found(
    root: Path,
    *steps: tuple[Step, ...],
    scenario: str = "",
    pages: tuple[str, ...] = ("tour",),
    **change: Any,
) -> tuple[list[Workflow], list[LeftOut]]:
    """The workflows of pages whose blocks, in their order, did `steps`."""
    text = TOUR.format(scenario=scenario)
    lay(root, {f"{name}.md": text for name in pages})
    settings = load(root)
    layouts: list[Layout] = []
    entries = {}
    for name in pages:
        path = f"docs/{name}.md"
        layouts.append(Reader(None).lay((root / path).read_bytes(), path))
        records = tuple(
            replace(Record(n, 1, "", "passed", steps=each), **change.get(f"block_{n}", {}))
            for n, each in enumerate(steps)
        )
        entries[path] = PageReport(layouts[-1].page.digest, records)
    return workflows(layouts, Report(pages=entries, operations=OPERATIONS), settings)


def test_a_page_is_a_workflow_of_the_steps_of_one_language(tmp_path: Path) -> None:
    (workflow,), out = found(tmp_path, (MADE,), (MADE,), (READ, READ), (READ, READ))
    assert (workflow.id, workflow.title, workflow.description) == ("tour", "A tour", "From start to end.")
    assert [(each.id, each.operation.id) for each in workflow.steps] == [
        ("make", "make"),
        ("read-1", "read"),
        ("read-2", "read"),
    ]
    assert out == []


def test_the_language_that_is_verified_furthest_is_taken(tmp_path: Path) -> None:
    (workflow,), _ = found(tmp_path, (MADE,), (MADE,), (READ,), (READ,), block_0={"outcome": "failed"})
    assert [each.id for each in workflow.steps] == ["make", "read"]


def test_pages_that_name_steps_alike_are_told_apart(tmp_path: Path) -> None:
    two, _ = found(tmp_path, (MADE,), (), (READ,), pages=("a", "b"))
    assert [step.id for each in two for step in each.steps] == ["a-make", "a-read", "b-make", "b-read"]


def test_pages_of_one_stem_are_told_apart(tmp_path: Path) -> None:
    two, _ = found(tmp_path, (MADE,), pages=("a/index", "b/index"))
    assert [each.id for each in two] == ["a", "b"]


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ((), "sends no request"),
        ((MADE,) * 51, "repeats requests: it sends 51"),
        ((replace(MADE, status=429),), "uses up a limit and waits, which depends on the clock"),
        ((replace(MADE, headers=(("cookie", OWN),)),), "sends a credential of its own with POST /notes"),
        (
            (replace(MADE, body="<the key x>"),),
            "sends a key with POST /notes that the pages have no placeholder for",
        ),
        ((replace(MADE, path="/x"),), "sends POST /x, which the OpenAPI document has no operation for"),
        (
            (replace(READ, method="HEAD"),),
            "sends HEAD /notes/{$0}, which the OpenAPI document has no operation for",
        ),
    ],
)
def test_what_steps_can_not_express_is_left_out(tmp_path: Path, steps: tuple[Step, ...], reason: str) -> None:
    assert found(tmp_path, steps) == ([], [LeftOut("docs/tour.md", reason)])


def test_a_state_that_no_request_brings_about_is_left_out(tmp_path: Path) -> None:
    _, (out,) = found(tmp_path, (MADE,), scenario=" scenario=full")
    assert out.reason == "starts in a state of the API that no request brings about: full"


def test_a_page_that_is_no_sequence_or_not_verified_has_none(tmp_path: Path) -> None:
    assert found(tmp_path, (MADE,), pages=()) == ([], [])
    assert found(tmp_path) == ([], [])
