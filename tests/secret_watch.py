"""A pytest plugin that looks for full keys and passwords in all that a test run says, in every process of it.

It looks at the text of each log record, whatever its logger does with it; at what each test prints, and at
its report; at every answer of the app in these processes; at the ``repr`` of the objects of our own classes
that are alive after a test; and at the files that the run leaves in ``build/``. A test during which a secret
shows fails, and its report says where, without the secret. What a test keeps to itself, such as the start
banner of a server that it reads from a pipe, is its own business.

A key may be shown once, by the answer that made it: that has a status of 2xx and ``Cache-Control: no-store``.
Documentation prints such answers: the OpenAPI document does, and what the engine knows of a page may hold the
keys that stand in ``docs/``.
"""

from __future__ import annotations

import gc
import logging
import re
import time
from collections.abc import Callable, Generator, Iterable
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import pytest

from mock_server.keys import has_valid_form, prefix_of

__all__ = ["PASSWORD_MARK", "SecretWatch", "has_a_repr_of_ours", "masked", "secrets_in"]

PASSWORD_MARK = "correct-horse"
"""Every password that a test uses begins with this: ``correct-horse-battery``. So it is found, and by no test
forgotten.
"""

_PASSWORD = re.compile(rf"{PASSWORD_MARK}[\w-]*")
_KEY = re.compile(r"tmk_[0-9A-Za-z]{36}")

_OURS = ("mock_server", "snippets")


def secrets_in(text: str) -> set[str]:
    """The full keys and the passwords in a text."""
    keys = {key for key in _KEY.findall(text) if has_valid_form(key)} if "tmk_" in text else set()
    return keys | set(_PASSWORD.findall(text)) if PASSWORD_MARK in text else keys


def masked(text: str) -> str:
    """The text without its secrets."""
    for secret in secrets_in(text):
        text = text.replace(secret, f"{prefix_of(secret)}…" if _KEY.match(secret) else "<password>")
    return text


class SecretWatch:
    def __init__(self, config: pytest.Config) -> None:
        self._root = config.rootpath
        self._junit: str | None = getattr(config.option, "xmlpath", None)
        self._is_worker = hasattr(config, "workerinput")
        self._started_at = time.time()
        self._found: list[str] = []
        self._is_last = False
        self._worth_a_look: dict[type, bool] = {}
        self._undo: list[Callable[[], None]] = []

    def look(self, text: str, place: str, allowed: Iterable[str] = ()) -> None:
        """Look for secrets, and remember the place of each."""
        for secret in secrets_in(text) - set(allowed):
            at = text.index(secret)
            around = text[max(0, at - 80) : at + len(secret) + 20]
            self._found.append(f"{place}: {masked(around)!r}")

    # --- Logs ----------------------------------------------------------------------------------------------

    def pytest_sessionstart(self) -> None:
        make_record = logging.getLogRecordFactory()

        def make_and_look(*args: Any, **options: Any) -> logging.LogRecord:
            record = make_record(*args, **options)
            self.look(record.getMessage(), f"a record of the logger {record.name}")
            if record.exc_info and record.exc_info[0] is not None:
                trace = logging.Formatter().formatException(record.exc_info)
                self.look(trace, f"a traceback of the logger {record.name}")
            return record

        logging.setLogRecordFactory(make_and_look)
        self._undo.append(lambda: logging.setLogRecordFactory(make_record))

    def pytest_unconfigure(self) -> None:
        while self._undo:
            self._undo.pop()()

    # --- Answers -------------------------------------------------------------------------------------------

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if not session.items or session.config.option.collectonly:
            return
        from mock_server.outermost import Outermost

        answer, watch = Outermost.__call__, self

        @wraps(answer)
        async def answer_and_look(app: Outermost, scope: Any, receive: Any, send: Any) -> None:
            started: dict[str, Any] = {}

            async def send_and_look(message: Any) -> None:
                if message["type"] == "http.response.start":
                    started.update(message)
                elif message["type"] == "http.response.body":
                    watch._look_at_answer(scope, started, message.get("body", b""))
                await send(message)

            await answer(app, scope, receive, send_and_look)

        def undo() -> None:
            Outermost.__call__ = answer  # type: ignore[method-assign]

        Outermost.__call__ = answer_and_look  # type: ignore[method-assign]
        self._undo.append(undo)

    def _look_at_answer(self, scope: Any, start: dict[str, Any], body: bytes) -> None:
        if scope["path"] == "/openapi.json":
            return
        text = b"\n".join([*(value for _, value in start["headers"]), body]).decode("latin-1")
        may_show_a_key = start["status"] < 300 and (b"cache-control", b"no-store") in start["headers"]
        allowed = _KEY.findall(text) if may_show_a_key else ()
        self.look(text, f"the answer {start['status']} to {scope['method']} {scope['path']}", allowed)

    # --- Tests ---------------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, object, object]:
        self._is_last = nextitem is None
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "call":
            self._look_at_objects()
        allowed = self._documented if item.path.is_relative_to(self._root / "docs") else ()
        self.look(report.nodeid, "the name of the test")
        if report.longrepr is not None and secrets_in(report.longreprtext) - set(allowed):
            self.look(report.longreprtext, "the report", allowed)
            report.longrepr = masked(report.longreprtext)
        for title, text in report.sections:
            self.look(text, title)
        if self._found:
            report.sections = [(title, masked(text)) for title, text in report.sections]
            told = f"{report.longreprtext}\n\n" if report.longrepr is not None else ""
            places = "".join(f"\n  {place}" for place in self._found)
            report.longrepr = f"{told}A full key or a password shows in{places}"
            report.outcome = "failed"
            self._found.clear()
        return report

    # --- Objects -------------------------------------------------------------------------------------------

    def _look_at_objects(self) -> None:
        """Look at what the test has made; after the last one, at all that there is."""
        # Python's collector keeps what is new apart from what has been there for long, its generation 2.
        generations: list[int | None] = [None] if self._is_last else [0, 1]
        for generation in generations:
            for thing in gc.get_objects(generation):
                kind = type(thing)
                wanted = self._worth_a_look.get(kind)
                if wanted is None:
                    wanted = self._worth_a_look[kind] = has_a_repr_of_ours(kind)
                if wanted:
                    is_engine = kind.__module__.startswith("snippets.")
                    self.look(
                        _repr(thing),
                        f"the repr of a {kind.__qualname__}",
                        self._documented if is_engine else (),
                    )

    @cached_property
    def _documented(self) -> frozenset[str]:
        pages = (self._root / "docs").rglob("*.md")
        return frozenset().union(*(_KEY.findall(page.read_text("utf-8", "replace")) for page in pages))

    # --- Files ---------------------------------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        outcome = yield  # every file is written by then
        if self._is_worker:
            return outcome
        paths = {path for path in (self._root / "build").glob("*") if path.is_file()}
        for path in sorted(paths | ({Path(self._junit)} if self._junit else set())):
            if path.is_file() and path.stat().st_mtime >= self._started_at:
                self.look(path.read_text("utf-8", "replace"), str(path))
        for place in self._found:
            session.config.get_terminal_writer().line(f"A full key or a password shows in {place}", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return outcome


def has_a_repr_of_ours(kind: type) -> bool:
    """Whether the class is ours, and shows more of an object than its address."""
    return str(kind.__module__).partition(".")[0] in _OURS and kind.__repr__ is not object.__repr__


def _repr(thing: object) -> str:
    try:
        return repr(thing)
    except AttributeError:  # it is still being made
        return ""
