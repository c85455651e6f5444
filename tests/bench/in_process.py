"""A call in process: what a Python snippet of a page does, run by the engine as it runs the pages' own.

The program below is such a snippet. The engine carries what it sends into the app through `responses`, puts
the reader's key in, and records every exchange. It runs beside calls that `responses` answers by itself: so
much of the time is the client's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from snippets.model import Block
from snippets.runners.python import Python
from snippets.settings import load
from tests.bench.child import ROOT

__all__ = ["BARE", "GET", "POST", "SnippetFailed", "measure"]

BARE, GET, POST = "bare", "GET", "POST"

_PROGRAM = """\
import json
import time
from statistics import median

import requests
import responses

URL = "https://api.taskmanagement.example.com/v1/tasks"
HEADERS = {{"Authorization": "Bearer YOUR_API_KEY"}}
TASK = {task}


def create():
    assert requests.post(URL, headers=HEADERS, json=TASK, timeout=10).status_code == 201


def list_all():
    assert requests.get(URL, headers=HEADERS, timeout=10).status_code == 200


def seconds(call):
    taken = []
    for _ in range({calls}):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return median(taken)


for _ in range({made}):
    create()
with responses.RequestsMock() as mock:
    mock.add("GET", URL, body="{{}}", content_type="application/json")
    list_all()
    bare = seconds(list_all)
list_all()
print(json.dumps({{"bare": bare, "GET": seconds(list_all), "POST": seconds(create)}}))
"""


class SnippetFailed(Exception):
    """The program did not come to its end; the message says why."""


def measure(task: Mapping[str, object], made: int, calls: int) -> dict[str, float]:
    """The seconds that calls take, in the middle: to `responses` alone, `GET /v1/tasks` and `POST /v1/tasks`.

    Args:
        task: what to create.
        made: how many are created before the list is measured.
        calls: how many of each kind are measured.

    Raises:
        SnippetFailed: a call was answered otherwise, or the engine refuses the program.
    """
    source = _PROGRAM.format(task=json.dumps(task, indent=4), made=made, calls=calls).rstrip("\n")
    runner = Python(load(ROOT))
    try:
        block = Block(0, "python", source, 1, source.count("\n") + 3)
        with runner.running(block, "tests/bench/in_process.py", "enterprise") as result:
            done = result()
    finally:
        runner.close()
    if done.failure is not None or done.exit != 0:
        raise SnippetFailed(done.failure.message if done.failure else done.output.strip())
    figures: dict[str, float] = json.loads(done.output)
    return figures
