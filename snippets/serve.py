"""`make serve`: the site with live reload, the API over TLS, and a check of each page that is saved.

MkDocs is a process of its own, so that the page is up before the verdicts; the API is served from a
thread; this one waits for saved pages, runs their examples, and writes the report that MkDocs watches.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from watchfiles import watch

from snippets.check import Checker, judged
from snippets.env import advertise, withdraw
from snippets.model import Page, Verdict
from snippets.page import Reader, page_files
from snippets.report import Report, load, save
from snippets.reporting.ledger import fold, record
from snippets.reporting.show import failure_lines, painted
from snippets.reporting.style import PLAIN, Style
from snippets.settings import Settings
from snippets.world import World, scene_factory
from snippets.worlds.host import Host, PortInUse, bound

__all__ = ["Watcher", "for_browsers", "serve", "told"]

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "SNIPPETS_GATE": ""}


def serve(settings: Settings, port: int, api_port: int, http_port: int) -> int:
    """Serves until it is interrupted; exit status 2 when a port is in use."""
    # A shell starts what it puts in the background with SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        host = stack.enter_context(Host(settings.hosts))
        # People may also call the API by the names of this machine.
        ports = (api_port, http_port)
        here = tuple(f"{name}:{number}" for name in ("localhost", "127.0.0.1") for number in ports)
        world = World(scene_factory(settings)(clock="now"), settings, here, keep=0)
        try:
            bound(port).close()
        except PortInUse as error:
            return _in_use(error, "--port")
        try:
            stack.enter_context(host.serving(world, api_port))
        except PortInUse as error:
            return _in_use(error, "--api-port")
        web = for_browsers(stack, host, world, http_port) or f"https://127.0.0.1:{api_port}"
        advertise(settings, api_port, host.ca_pem, world.env)
        stack.callback(withdraw, settings)
        if not settings.report.is_file():
            save(Report(), settings.report)  # MkDocs gives up on a watched file that isn't there
        print(_banner(settings, world, port, api_port, web), flush=True)
        site = _mkdocs(settings, port)
        stack.callback(_end, site)
        with Checker(settings) as checker:
            try:
                return _until_interrupted(Watcher(settings, checker), settings, site)
            except KeyboardInterrupt:
                return 0


def for_browsers(stack: ExitStack, host: Host, world: World, port: int) -> str | None:
    """Serves the API without TLS as well, and gives its address; None where the port is in use.

    A browser can do without, once its user has accepted the certificate, so nothing ends for it.
    """
    try:
        stack.enter_context(host.serving(world, port, tls=False))
    except PortInUse as error:
        print(f"{error}: browsers are served over TLS only (--http-port takes another)", file=sys.stderr)
        return None
    return f"http://127.0.0.1:{port}"


def _in_use(error: PortInUse, option: str) -> int:
    print(f"{error}: stop it, or take another: python -m snippets serve {option} N", file=sys.stderr)
    return 2


def _until_interrupted(watcher: "Watcher", settings: Settings, site: subprocess.Popen[str]) -> int:
    """Checks what has no verdicts, then each page that is saved; ends when the site's server does."""
    # A change only wakes it early: what to check is told by the files, so that none is missed.
    for _ in watch(settings.docs, debounce=50, step=20, rust_timeout=500, yield_on_timeout=True):
        if site.poll() is not None:
            print("the site's server has ended; start `make serve` again", file=sys.stderr)
            return 1
        watcher.check_changed()
    return 0


class Watcher:
    """Checks pages as they are saved, and tells in the terminal what came of it."""

    def __init__(self, settings: Settings, checker: Checker) -> None:
        self._settings = settings
        self._checker = checker
        self._reader = Reader(settings.mkdocs)
        self._seen: dict[Path, tuple[int, int]] = {}

    def check_changed(self) -> None:
        """Checks the pages that were written since the last call, unless their text has its verdicts."""
        for path in page_files(self._settings.docs):
            with suppress(FileNotFoundError):  # an editor may replace it right now
                status = path.stat()
                written = (status.st_mtime_ns, status.st_size)
                if self._seen.get(path) != written:
                    self._seen[path] = written
                    self._check_unproved(self._reader.read(path, self._settings.root))

    def _check_unproved(self, page: Page) -> None:
        known = load(self._settings.report).records(page.path, page.digest)
        proved = sum(entry.proved for entry in known.values())
        if page.problems or proved < len(page.blocks):
            self._check(page)

    def _check(self, page: Page) -> None:
        started = time.monotonic()
        verdicts = [self._checker.verdict(page, block) for block in judged(page)]
        fold(
            self._settings,
            {page.path: page},
            {page.path: {verdict.block.ordinal: record(verdict) for verdict in verdicts}},
            self._checker.api,
            operations=self._checker.operations,
        )
        self._checker.forget()
        for line in told(page, verdicts, time.monotonic() - started, Style.of()):
            print(line, flush=True)


def told(page: Page, verdicts: list[Verdict], seconds: float, style: Style = PLAIN) -> list[str]:
    """What the terminal says of a page that was checked: one line when all is well."""
    lines = [style("failure", f"{page.path}:{problem.line} {problem.message}") for problem in page.problems]
    for verdict in verdicts:
        if verdict.failure is not None:
            failure = failure_lines(page, verdict.block, verdict.example, verdict.failure)
            lines += painted(failure, style)
    failed = sum(verdict.failure is not None for verdict in verdicts) + len(page.problems)
    mark = style("bad", "✗") if failed else style("good", "✓")
    blocks = f"{len(verdicts)} block{'' if len(verdicts) == 1 else 's'}"
    count = f"{failed} of {blocks} failed" if failed else f"{blocks} verified"
    return [*lines, f"{mark} {page.path}: {count} in {seconds:.1f} s"]


def _mkdocs(settings: Settings, port: int) -> subprocess.Popen[str]:
    site = subprocess.Popen(
        [
            *(sys.executable, "-m", "mkdocs", "serve", "--livereload"),
            *("--dev-addr", f"127.0.0.1:{port}", "--watch", str(settings.report)),
        ],
        cwd=settings.root,
        env={**os.environ, **_QUIET},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C is this process's to handle
    )
    threading.Thread(target=_relay, args=(site.stdout,), daemon=True).start()
    return site


def _relay(said: IO[str]) -> None:
    """Prints what MkDocs warns of, and when the site is up; the rest is its own business."""
    with said:
        for line in said:
            if " Serving on " in line:
                print(f"{Style.of()('good', '✓')} the site is up: {line.split()[-1]}", flush=True)
            elif not line.startswith(("INFO", "DEBUG", "[")) and line.strip():
                print(line, end="", flush=True)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()


def _banner(settings: Settings, world: World, port: int, api_port: int, web: str) -> str:
    python = "python" if shutil.which("python") else "python3"
    keys = "\n".join(f"  key      {key}   ({name} in a shell so led)" for name, key in world.env.items())
    pages = "".join(f"  {name:<8} {web}{path}\n" for name, path in settings.browse.items())
    missing = (
        "" if shutil.which("node") else "\n  Node is not installed: JavaScript examples are not checked here"
    )
    return (
        f"\n  site     http://127.0.0.1:{port}\n  API      https://127.0.0.1:{api_port}\n{pages}{keys}\n"
        f'  shell    eval "$({python} -m snippets env)"   then each copied example works unedited{missing}\n'
    )
