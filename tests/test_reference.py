"""The reference pages of this project are what its OpenAPI document says."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from mock_server.scenarios import open_scene
from snippets.reference.book import differences, pages
from snippets.settings import load
from snippets.world import World

ROOT = Path(__file__).parents[1]
SETTINGS = load(ROOT)
URL = f"https://{SETTINGS.hosts[0]}{SETTINGS.openapi}"


def test_the_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "snippets", "reference", "--check"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_route_that_changes_makes_its_page_stale_and_no_other() -> None:
    document = json.loads(World(open_scene(), SETTINGS).call("GET", URL, (), b"").body)
    document["paths"]["/v1/tasks/{taskId}"]["get"]["summary"] = "Fetch a task"

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(document).encode()})

    scene = replace(open_scene(), app=app)
    found = differences(SETTINGS, lambda *_: scene, "2031-01-01")

    assert [(each.path.name, each.what) for each in found] == [("get-task.md", "stale")]


def test_every_operation_has_a_page_with_an_example_that_runs() -> None:
    made = pages(SETTINGS, open_scene)
    assert len(made) == 18
    assert [name for name, text in made.items() if "\n## Example\n" not in text] == []
