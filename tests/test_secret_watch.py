"""The watch over the test run can fail: each way in which a secret may show is found, and told without it.

By default pytest runs with a worker, as `make test` does; `FULL=1` also runs it as one process.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from mock_server.keys import make_secret
from mock_server.scenarios import open_scene
from snippets.settings import load
from snippets.world import World
from tests.mock_server.driver import Client
from tests.secret_watch import PASSWORD_MARK, has_a_repr_of_ours, masked, secrets_in

ROOT = Path(__file__).parents[1]
FULL = os.environ.get("FULL") == "1"

KEY = make_secret(bytes(32))
NAMED = make_secret(bytes(31) + b"\1")
"""The key in the name of a test: what prints names, such as pytest itself, shows that one."""
PASSWORD = f"{PASSWORD_MARK}-battery"

CONFTEST = """
from tests.secret_watch import SecretWatch


def pytest_configure(config):
    config.pluginmanager.register(SecretWatch(config))
"""

TESTS = """
import asyncio
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from mock_server.clock import StandingClock
from mock_server.outermost import Outermost
from mock_server.store import Store

BODY, CHECKSUM = {body!r}, {checksum!r}
KEY = BODY + CHECKSUM
PASSWORD = "correct-" + "horse-battery"


@dataclass
class Ours:
    secret: str

    __module__ = "mock_server.made_up"


@dataclass
class OursAndMute(Ours):
    secret: str = field(repr=False)

    __module__ = "mock_server.made_up"


def answer(status, headers, body):
    async def app(scope, receive, send):
        await send({{"type": "http.response.start", "status": status, "headers": headers}})
        await send({{"type": "http.response.body", "body": body}})

    async def send(message):
        pass

    scope = {{"type": "http", "method": "POST", "path": "/x", "query_string": b"", "headers": []}}
    asyncio.run(Outermost(app, Store(StandingClock()))(scope, None, send))


NO_STORE = [(b"cache-control", b"no-store")]


def test_leak_log():
    logging.getLogger("some.where").warning("sent %s", KEY)


def test_leak_password_in_a_log():
    logging.getLogger("some.where").warning("logged in with %s", PASSWORD)


def test_leak_logger_that_tells_nobody():
    logger = logging.getLogger("apart")
    logger.propagate = False
    logger.warning("sent %s", KEY)


def test_leak_traceback_in_a_log():
    try:
        raise ValueError(KEY)
    except ValueError:
        logging.getLogger("some.where").exception("no")


def test_leak_print():
    print("the key is", KEY)


def test_leak_stderr():
    print(KEY, file=sys.stderr)


def test_leak_child():
    subprocess.run([sys.executable, "-c", f"print({{KEY!r}})"], check=True)


def test_leak_assertion():
    assert KEY == "another"


def test_leak_exception():
    raise RuntimeError(f"no {{PASSWORD}}")


def test_leak_skip():
    pytest.skip(f"because of {{KEY}}")


@pytest.fixture
def talkative():
    print(KEY)
    yield
    print(PASSWORD)


def test_leak_fixture(talkative):
    pass


@pytest.mark.parametrize("key", ["{named}"])
def test_leak_name(key):
    pass


@pytest.fixture
def kept():
    return [Ours(KEY)]


def test_leak_repr(kept):
    pass


def test_leak_error_page():
    answer(404, NO_STORE, KEY.encode())


def test_leak_answer_that_may_be_stored():
    answer(201, [], KEY.encode())


def test_leak_header():
    answer(302, [(b"location", KEY.encode())], b"")


def test_leak_password_in_an_answer():
    answer(200, NO_STORE, PASSWORD.encode())


def test_fine_new_key():
    answer(201, NO_STORE, KEY.encode())


def test_fine_shown_part(kept_mute=OursAndMute(KEY)):
    print(KEY[:8], KEY[-4:], BODY + "000000")


def test_fine_file():
    os.makedirs("build", exist_ok=True)
    with open("build/report.json", "w") as file:
        file.write(KEY)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-n", "1"], id="a worker"),
        pytest.param(
            [], id="one process", marks=pytest.mark.skipif(not FULL, reason="the same again: FULL=1")
        ),
    ],
)
def test_each_way_to_leak_is_found_and_the_finding_leaks_nothing(
    tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "test_leaks.py").write_text(TESTS.format(body=KEY[:-6], checksum=KEY[-6:], named=NAMED))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "-p", "no:snippets"),
            *("--junitxml", "build/junit.xml", *arguments),
        ],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    outcomes = {
        (kind, name) for kind, name in re.findall(r"^(PASSED|FAILED|ERROR) \S+::test_(\w+)", said, re.M)
    }
    leaks = re.findall(r"^def test_(leak_\w+)", TESTS, re.M)
    assert {name for kind, name in outcomes if kind != "PASSED"} == set(leaks)
    assert {name for _, name in outcomes if name not in leaks} == {
        "fine_new_key",
        "fine_shown_part",
        "fine_file",
    }
    assert {("ERROR", "leak_fixture"), ("FAILED", "leak_log")} <= outcomes
    assert secrets_in(said) == {NAMED}
    for file in ("report.json", "junit.xml"):
        assert f"shows in {tmp_path / 'build' / file}" in said
    assert secrets_in((tmp_path / "build" / "junit.xml").read_text()) == {NAMED}


def test_a_secret_is_found_wherever_it_stands_and_masked() -> None:
    text = f"<{KEY}x>, {PASSWORD}&, {KEY[:-1]}, {KEY.swapcase()}"
    assert secrets_in(text) == {KEY, PASSWORD}
    assert masked(text) == f"<{KEY[:8]}…x>, <password>&, {KEY[:-1]}, {KEY.swapcase()}"


def reprs_during(action: Callable[[], object]) -> dict[str, str]:
    """The `repr` of each object of our own classes that any function held or gave back; by class."""
    seen: dict[str, str] = {}

    def look(frame: FrameType, event: str, value: Any) -> None:
        if event == "return" and frame.f_globals.get("__name__", "").startswith(
            ("mock_server.", "snippets.")
        ):
            for thing in (*frame.f_locals.values(), value):
                if has_a_repr_of_ours(type(thing)):
                    seen[type(thing).__name__] = seen.get(type(thing).__name__, "") + repr(thing)

    sys.setprofile(look)
    try:
        action()
    finally:
        sys.setprofile(None)
    return seen


def use_keys() -> None:
    """Send keys where they belong and where they don't, and make new ones."""
    client = Client(open_scene())
    reader = client.scene.keys["reader"]
    for key in client.scene.keys:
        client.get("/v1/tasks", key=key)
    client.get(f"/v1/tasks?api_key={reader}")
    client.post("/v1/tasks", {"title": "x", "api_key": reader})
    client.post("/v1/tasks", body=b"{", media_type=reader)
    client.post("/v1/api-keys", {"name": "x", "scopes": ["tasks:read"], "key": reader})
    client.post("/v1/api-keys", {"name": "x", "scopes": ["tasks:read"]})
    client.post("/v1/api-keys/key_000001/rotate", {})
    client.get("/v1/api-keys/key_000001/usage")


def use_the_world() -> None:
    """Let the engine put a key in, carry an answer that shows a new one, and send that."""
    world = World(open_scene(), load(ROOT))
    url, headers = (
        "https://api.taskmanagement.example.com/v1/api-keys",
        (("Authorization", "Bearer YOUR_API_KEY"),),
    )
    made = world.call(
        "POST",
        url,
        (*headers, ("Content-Type", "application/json")),
        b'{"name": "x", "scopes": ["tasks:read"]}',
    )
    assert made.status == 201
    new = next(iter(secrets_in(made.body.decode())))
    assert world.call("GET", url, (("Authorization", f"Bearer {new}"),), b"").status == 403
    repr([*world.exchanges])


@pytest.mark.parametrize(
    ("action", "kinds"),
    [
        (use_keys, {"ApiError", "ApiKey", "CreatedKey", "KeyRing", "NewKey", "Principal", "Scene"}),
        (use_the_world, {"Answer", "Exchange", "Request", "Settings", "World", "CreatedKey"}),
    ],
)
def test_no_object_on_the_way_of_a_key_shows_it(action: Callable[[], object], kinds: set[str]) -> None:
    seen = reprs_during(action)
    assert kinds <= set(seen), "it looked at what it was meant for"
    assert {kind for kind, text in seen.items() if secrets_in(text)} == set()
