"""Redocly's linter reads the OpenAPI document: its recommended rules, all of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.mock_server.driver import document

REDOCLY = Path(__file__).parents[2] / "node_modules" / ".bin" / "redocly"

ACCEPTED = {
    # The documented host is of a company that doesn't exist, so that nobody sends a key to one that does.
    ("no-server-example.com", "#/servers/0/url"),
    # It needs no key and takes no input: there is nothing in a request for the service to refuse.
    ("operation-4xx-response", "#/paths/~1health/get/responses"),
    # What is answered where there is no such operation, and so stands under none.
    ("no-unused-components", "#/components/responses/method_not_allowed"),
    # Operations have answers of their own for these, with their own causes; here stand all causes together.
    ("no-unused-components", "#/components/responses/invalid_request"),
    ("no-unused-components", "#/components/responses/forbidden"),
    ("no-unused-components", "#/components/responses/conflict"),
    ("no-unused-components", "#/components/responses/validation_error"),
    ("no-unused-components", "#/components/responses/idempotency_key_reused"),
}
"""Warnings that are not mended, each for a reason; there are no errors to accept."""


@pytest.mark.slow
def test_it_finds_no_error_and_warns_of_nothing_that_could_be_mended(tmp_path: Path) -> None:
    problems = lint(tmp_path)
    assert [problem for problem in problems if problem["severity"] == "error"] == []
    found = {
        (problem["ruleId"], location["pointer"]) for problem in problems for location in problem["location"]
    }
    assert found == ACCEPTED


@pytest.mark.slow
def test_it_would_find_an_error(tmp_path: Path) -> None:
    broken = json.loads(json.dumps(document()))
    del broken["paths"]["/v1/tasks"]["get"]["security"]
    assert [problem["ruleId"] for problem in lint(tmp_path, broken) if problem["severity"] == "error"] == [
        "security-defined"
    ]


def lint(folder: Path, described: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The problems of a document, which is ours unless another is given.

    The linter runs where no configuration is found, and is told to send nothing.
    """
    (folder / "openapi.json").write_text(json.dumps(described or document()), "utf-8")
    done = subprocess.run(
        [REDOCLY, "lint", "openapi.json", "--extends", "recommended", "--format", "json"],
        cwd=folder,
        env={**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    problems: list[dict[str, Any]] = json.loads(done.stdout)["problems"]
    return problems
