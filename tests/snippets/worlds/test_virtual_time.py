"""The host that moves a world's clock, and what may be said to it."""

import asyncio
import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.world import World
from snippets.worlds.virtual_time import CLOCK, clocked, seconds
from tests.snippets import toy_api
from tests.snippets.conftest import Project, made_project

UNITS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}


@pytest.fixture
def scene() -> toy_api.Scene:
    return toy_api.open_scene()


@pytest.fixture
def tell(scene: toy_api.Scene, project: Project) -> Callable[..., int]:
    """Sends a request to the host of the clock, or to another; gives the status."""
    world = World(scene, project.settings)
    app = clocked(world, scene.advance)

    def tell(said: str, path: str = "/", host: str = CLOCK) -> int:
        statuses: list[int] = []
        parts = [
            {"type": "http.request", "body": said[:1].encode(), "more_body": True},
            {"type": "http.request", "body": said[1:].encode()},
        ]
        scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode()}
        scope |= {"query_string": b"", "headers": [(b"host", host.encode())]}

        async def receive() -> dict[str, object]:
            return parts.pop(0)

        async def send(message: dict[str, object]) -> None:
            statuses.extend([message["status"]] if "status" in message else [])  # type: ignore[list-item]

        asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
        assert len(world.exchanges) == (host != CLOCK)
        return statuses[0]

    return tell


@given(st.lists(st.tuples(st.decimals(0, 10**6, places=3), st.sampled_from(sorted(UNITS))), min_size=1))
def test_durations_add_up(parts: list[tuple[float, str]]) -> None:
    told = "\n".join(f"{number}{unit}" for number, unit in parts)
    assert math.isclose(seconds(told), sum(float(number) * UNITS[unit] for number, unit in parts))


@pytest.mark.parametrize(("said", "taken"), [(".5", 0.5), ("5.", 5), ("+1e1m\n", 600), ("1E-1h", 360)])
def test_numbers_are_written_as_in_c(said: str, taken: float) -> None:
    assert seconds(said) == taken


@pytest.mark.parametrize(
    "said",
    ["", "\n", ".", "-1", "s", "1 2", "1ms", "1S", "1 s", "1_0", "٣", "infinity", "nan", "1e999", "1\n\n2"],
)
def test_what_is_no_duration_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"interval|no end"):
        seconds(said)


@given(st.text(alphabet="0123456789.+-esmhdEinf \n", max_size=8))
def test_what_it_takes_the_real_one_takes_too(said: str) -> None:
    try:
        seconds(said)
    except ValueError:
        return
    # A first argument that no `sleep` takes: it complains of that one alone, and waits for nothing.
    arguments = said.rstrip("\n").split("\n")
    done = subprocess.run(["/bin/sleep", "x", *arguments], check=False, capture_output=True, text=True)
    assert len(done.stderr.splitlines()) == 2


def test_it_moves_the_clock(scene: toy_api.Scene, tell: Callable[..., int]) -> None:
    assert tell("1m\n30") == 204
    assert scene.now == 90


def test_what_it_does_not_understand_moves_nothing(scene: toy_api.Scene, tell: Callable[..., int]) -> None:
    assert tell("soon") == 400
    assert scene.now == 0


def test_a_short_sleep_is_left_to_the_real_one(scene: toy_api.Scene, tell: Callable[..., int]) -> None:
    assert (tell("0.9", "/sleep"), tell("0.9"), tell("1", "/sleep")) == (400, 204, 204)
    assert scene.now == 1.9


def test_the_documented_host_moves_none(scene: toy_api.Scene, tell: Callable[..., int]) -> None:
    assert tell("60", host="api.notes.example.com") == 401
    assert scene.now == 0


SLEEPS = """\
```bash
sleep 3600
```

```javascript
setTimeout(() => {}, 3600000);
```

```python
import time

time.sleep(3600)
```
"""


def test_where_no_clock_can_be_moved_a_sleep_takes_its_time(tmp_path: Path) -> None:
    app = "tests.snippets.toy_api:open_standing_scene"
    with made_project(tmp_path, languages="[]", timeout=1, app=app) as project:
        said = project.told(SLEEPS)
    assert said.count("did not end within 1 s") == 3


def test_the_sandbox_has_no_other_program_of_its_own(project: Project) -> None:
    page = '<!-- snippet: no-request because="prints" -->\n```bash\nls "${PATH%%:*}"\n```\n'
    assert project.told(page + "\n```text\nsleep\n```\n") == ""
