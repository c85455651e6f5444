"""Who is measured: the mock in the clear and over TLS, Prism, json-server, a server that does nothing, and a
call in process. All answer with the same ten tasks, and take the same new one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from mock_server.scenarios import open_scene
from tests.bench import in_process
from tests.bench.child import ROOT, Child, running
from tests.bench.load import HOST, Call, requests_per_second
from tests.bench.rounds import Contestant, Entrant

__all__ = [
    "FULL",
    "GET",
    "IN_PROCESS",
    "JSON_SERVER",
    "NOTHING",
    "OURS",
    "OVER_TLS",
    "POST",
    "PRISM",
    "PRISM_LOGGING",
    "START",
    "TINY",
    "Size",
    "contestants",
]

OURS, OVER_TLS, IN_PROCESS = "the mock server", "the mock server, over TLS", "calls in process"
PRISM, PRISM_LOGGING, JSON_SERVER = "Prism", "Prism, logging", "json-server"
NOTHING = "a server that does nothing"

GET, POST, START = in_process.GET, in_process.POST, "start"

_TASK = {
    "title": "Write the page about errors",
    "description": "One table, with a row for each error.",
    "priority": "HIGH",
    "dueDate": "2031-06-02T17:00:00Z",
    "tags": ["docs"],
}
_TASKS = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked of each server in one round.

    All of it must stay below the 6,000 requests that the plan Enterprise allows in a minute.
    """

    requests: int
    """In one turn."""
    warm_up: int
    """Turns of each measure that don't count."""
    turns: int
    """Turns of each measure that count."""
    calls: int
    """In process, of each kind."""


FULL = Size(requests=100, warm_up=15, turns=10, calls=200)
TINY = Size(requests=8, warm_up=1, turns=1, calls=2)


def contestants(folder: Path, size: Size) -> dict[str, Contestant]:
    """Everybody who is measured; their documents and data go into the folder.

    A server starts anew in each round, on the data of the start: no round sees what another left.
    """
    key = open_scene("enterprise").keys["reader"]
    get = Call("GET", "/v1/tasks", 200, key)
    post = Call("POST", "/v1/tasks", 201, key, json.dumps(_TASK).encode())
    document, database, ca_file = folder / "openapi.json", folder / "tasks.json", folder / "ca.pem"
    made, page = _prepare(get, post, document)

    def server(command: Callable[[int], Sequence[str]], made: int = 0) -> Contestant:
        return lambda: _entered(command, get, post, size, made)

    @contextmanager
    def json_server() -> Iterator[Entrant]:
        database.write_text(json.dumps({"tasks": page["data"]}), "utf-8")
        command = _node("json-server", "--quiet", "--host", HOST, str(database))
        with _entered(command, replace(get, path="/tasks"), replace(post, path="/tasks"), size) as entrant:
            yield entrant

    @contextmanager
    def over_tls() -> Iterator[Entrant]:
        ca_file.unlink(missing_ok=True)
        command = _python("mock_server", "--scenario", "enterprise", "--ca-file", str(ca_file), "--port")
        with _entered(command, get, post, size, made, ca_file) as entrant:
            yield entrant

    return {
        OURS: server(_IN_THE_CLEAR, made),
        PRISM: server(_node("prism", "mock", "--verboseLevel", "silent", str(document))),
        PRISM_LOGGING: server(_node("prism", "mock", str(document))),
        JSON_SERVER: json_server,
        OVER_TLS: over_tls,
        NOTHING: server(_python("tests.bench.nothing")),
        IN_PROCESS: lambda: nullcontext(Entrant(in_process.measure(_TASK, made, size.calls))),
    }


def _python(module: str, *options: str) -> Callable[[int], Sequence[str]]:
    return lambda port: [sys.executable, "-m", module, *options, str(port)]


_IN_THE_CLEAR = _python("mock_server", "--scenario", "enterprise", "--port", "0", "--http-port")
"""The mock on its plain port: what it is compared with speaks no TLS."""


def _node(program: str, *options: str) -> Callable[[int], Sequence[str]]:
    # Not through npx, which starts a process of its own between this one and the server.
    return lambda port: [str(ROOT / "node_modules" / ".bin" / program), *options, "--port", str(port)]


@contextmanager
def _entered(
    command: Callable[[int], Sequence[str]],
    get: Call,
    post: Call,
    size: Size,
    made: int = 0,
    ca_file: Path | None = None,
) -> Iterator[Entrant]:
    with running(command, get, ca_file) as child:

        def speed(call: Call, requests: int = size.requests) -> float:
            return requests_per_second(call, child.port, requests, context=child.context)

        if made:
            speed(post, made)
        yield Entrant({START: child.start}, {GET: lambda: speed(get), POST: lambda: speed(post)})


def _prepare(get: Call, post: Call, document: Path) -> tuple[int, Mapping[str, Any]]:
    """Write the document from which Prism answers, with the ten tasks as the example of the list.

    Gives how many tasks must be made for there to be ten, and the page with all of them.
    """
    with running(_IN_THE_CLEAR, get) as child:
        made = _TASKS - _fetched(child, get)["pagination"]["total"]
        requests_per_second(post, child.port, made)
        page = _fetched(child, get)
        openapi = _fetched(child, Call("GET", "/openapi.json", 200))
    answer = openapi["paths"][get.path]["get"]["responses"]["200"]["content"]["application/json"]
    answer.pop("examples", None)
    answer["example"] = page
    document.write_text(json.dumps(openapi), "utf-8")
    return made, page


def _fetched(child: Child, call: Call) -> Any:
    request = Request(
        f"http://{HOST}:{child.port}{call.path}", headers={"Authorization": f"Bearer {call.key}"}
    )
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)
