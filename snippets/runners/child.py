"""What a forked child does: lints one snippet, runs it as `__main__`, and tells how it ended.

pytest-examples lints and runs; `responses` carries `requests` to the world, in this process.
"""

import atexit
import os
import re
import socket
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests
import responses
from pytest_examples import CodeExample, EvalExample

from snippets.model import Failure, Result
from snippets.runners.sleeping import sleep_virtually
from snippets.runners.wire import Job
from snippets.settings import Settings
from snippets.world import World

__all__ = ["run"]

# Of a version's own choice of rules a page would know nothing: these are those that tell a broken
# snippet, and the order of imports.
_RULES = 'lint.select = ["E4", "E7", "E9", "F", "I"]\n'
_RULES_OF_A_CHAIN = _RULES + 'lint.ignore = ["E402"]\n'  # the imports of a later snippet are on its top


def run(job: Job, settings: Settings, world: World) -> Result:
    """Runs the job's source; everything it raises becomes a failure at its line of the page."""
    folder = Path(job.folder)
    (folder / "ruff.toml").write_text(_RULES_OF_A_CHAIN if job.continues else _RULES, "utf-8")
    (folder / "home").mkdir()
    os.chdir(folder / "home")
    path = os.environ.get("PATH", os.defpath)
    os.environ.clear()
    os.environ.update({"PATH": path, "HOME": str(folder / "home"), "LANG": "C.UTF-8", **world.env})
    sys.argv = ["snippet.py"]
    atexit._clear()  # what the zygote would do at its end is not the snippet's
    example = CodeExample.create(job.source, path=Path(job.page), start_line=job.first - 1, prefix="python")
    with _carried(world, settings):
        exit_status, failure = _evaluate(_evaluator(job), example, world)
        for thread in threading.enumerate():
            # Python waits for these at its end, and so does the reader's.
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join()
        atexit._run_exitfuncs()
    return Result(exit_status, "", tuple(world.exchanges), failure)


def _evaluator(job: Job) -> EvalExample:
    # It reads the request's config only to rewrite assertions, which no snippet wants.
    stand_in = SimpleNamespace(config=None, node=SimpleNamespace(nodeid=f"{job.page}:{job.first}[python]"))
    evaluator = EvalExample(tmp_path=Path(job.folder), pytest_request=cast(pytest.FixtureRequest, stand_in))
    evaluator.set_config(target_version=cast(Any, "py311"))
    return evaluator


def _evaluate(evaluator: EvalExample, example: CodeExample, world: World) -> tuple[int, Failure | None]:
    try:
        os.environ["RUFF_OUTPUT_FORMAT"] = "concise"  # the one that pytest-examples reads
        evaluator.lint_ruff(example)
        del os.environ["RUFF_OUTPUT_FORMAT"]
        if world.advance is not None:
            sleep_virtually(world.advance)
        evaluator.run(example, rewrite_assertions=False)
    except pytest.fail.Exception as failed:
        return 1, _lint_failure(str(failed), example)
    except SystemExit as error:
        if error.code is None or error.code == 0:
            return 0, None
        status = error.code if isinstance(error.code, int) else 1
        said = () if isinstance(error.code, int) else (("said", str(error.code)),)
        return status, Failure(f"ended with exit status {status}", _line(error, example), said)
    except BaseException as error:  # noqa: BLE001 - whatever a snippet raises is a verdict on it
        return 1, _raised(error, example)
    return 0, None


def _lint_failure(text: str, example: CodeExample) -> Failure:
    """Ruff's first complaint, at its line of the page."""
    found = re.search(rf"{re.escape(str(example.path))}:(\d+):\d+: (.+)", text)
    if found is None:
        return Failure("ruff refuses the snippet", None, (("ruff", text.strip()),))
    return Failure(f"ruff: {found[2].replace(' [*]', '')}", int(found[1]))


def _raised(error: BaseException, example: CodeExample) -> Failure:
    """An exception, at its line of the page.

    pytest can't print the traceback that pytest-examples makes on Python 3.11, so only its line is taken.
    """
    line = _line(error, example)
    if isinstance(error, SyntaxError) and error.lineno is not None:
        line = example.start_line + error.lineno
    said = str(error).strip().partition("\n")[0]
    return Failure(f"raised {type(error).__name__}" + (f": {said}" if said else ""), line)


def _line(error: BaseException, example: CodeExample) -> int | None:
    """The innermost line of the snippet in the traceback; pytest-examples gives it the page's numbers."""
    line, trace = None, error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name == str(example.path):
            line = trace.tb_lineno
        elif name.endswith(f"{example.module_name}.py"):
            line = example.start_line + trace.tb_lineno
        trace = trace.tb_next
    return line


class _Anything(responses.CallbackResponse):
    """Answers every request, in whatever method, to whatever address."""

    def matches(self, request: requests.PreparedRequest) -> tuple[bool, str]:
        return True, ""


def _carried(world: World, settings: Settings) -> responses.RequestsMock:
    """Carries what `requests` sends to the documented hosts into the world, and nothing anywhere else."""
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    hosts = "|".join(map(re.escape, settings.hosts))
    documented = re.compile(rf"https://(?:{hosts})(?::443)?(?:[/?].*)?$")

    def answer(request: requests.PreparedRequest) -> Any:
        if not documented.match(request.url or ""):
            return requests.ConnectionError(
                f"the snippet reaches for {request.url}, which is not a documented host over HTTPS"
            )
        body: Any = request.body or b""  # text, bytes, or an iterable of chunks
        if not isinstance(body, str | bytes):
            body = b"".join(body)
        given = world.call(
            request.method or "GET",
            request.url or "",
            tuple((str(name), _text(value)) for name, value in request.headers.items()),
            body.encode("utf-8") if isinstance(body, str) else body,
        )
        return given.status, list(given.headers), given.body

    mock.add(_Anything("GET", re.compile(""), answer, content_type=None))

    def no_look_up(host: object, *_args: object, **_kwargs: object) -> object:
        raise OSError(f"the snippet looks {host} up, but only `requests` is led to the documented hosts")

    def no_connection(_socket: object, address: object) -> object:
        raise OSError(f"the snippet connects to {address}, but only `requests` is led anywhere")

    cast(Any, socket).getaddrinfo = no_look_up
    cast(Any, socket.socket).connect = no_connection
    return mock


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
