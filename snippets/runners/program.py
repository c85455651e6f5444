"""Runs a source as a program of its own, in a sandbox that is led to its world over TLS."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from snippets import reader
from snippets.model import Block, Failure, Result
from snippets.runners import process
from snippets.settings import Settings
from snippets.world import OpenScene, World
from snippets.worlds import virtual_time
from snippets.worlds.host import Host

__all__ = ["Program"]


class Program:
    """The runner of a language whose module says `FILE`, `command`, `line_in` and `complaint`."""

    def __init__(self, language: ModuleType, settings: Settings, open_scene: OpenScene, host: Host) -> None:
        self._language = language
        self._settings = settings
        self._open_scene = open_scene
        self._host = host

    @contextmanager
    def running(self, snippet: Block, page: str, scenario: str | None) -> Iterator[Callable[[], Result]]:
        """Starts the snippet as it stands on the page, in a fresh world of `scenario`.

        Gives the function that waits for its end. Raises UnknownScenario.
        """
        world = World(self._open_scene(scenario), self._settings)
        app = world if world.advance is None else virtual_time.clocked(world, world.advance)
        with (
            tempfile.TemporaryDirectory(prefix="snippet-", ignore_cleanup_errors=True) as name,
            self._host.serving(app) as port,
        ):
            folder = Path(name)
            home = folder / "home"
            home.mkdir()
            file = folder / self._language.FILE
            file.write_text(snippet.source + "\n", "utf-8")
            env = self._environment(folder, home, port, world)
            argv = self._language.command(file)
            with process.running(argv, home, env, self._settings.timeout, folder / "output") as ended:
                yield lambda: self._result(ended(), folder, world, snippet)

    def _environment(self, folder: Path, home: Path, port: int, world: World) -> dict[str, str]:
        modules = self._settings.root / "node_modules"
        if modules.is_dir():
            # `import` looks in folders above the file only; NODE_PATH is for `require`.
            (folder / "node_modules").symlink_to(modules)
        house, hosts = folder / "reader", self._settings.hosts
        reader.furnish(house, hosts, port, self._host.ca_pem, alone=True)
        path = os.environ.get("PATH", os.defpath)
        return {
            "PATH": path,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
            **reader.variables(house, hosts, port, modules, alone=True),
            **({} if world.advance is None else virtual_time.furnish(house, port, path)),
            **world.env,
        }

    def _result(self, ended: process.Ended, folder: Path, world: World, snippet: Block) -> Result:
        output = ended.output.replace(f"{folder}{os.sep}", "")
        failure = self._failure(ended, output, snippet)
        return world.masked(Result(ended.exit, output, tuple(world.exchanges), failure, ended.seconds))

    def _failure(self, ended: process.Ended, output: str, snippet: Block) -> Failure | None:
        if ended.timed_out:
            message = f"did not end within {self._settings.timeout:g} s"
        elif ended.exit < 0:
            message = f"was ended by signal {-ended.exit}"
        elif ended.exit > 0:
            message = f"ended with exit status {ended.exit}"
        else:
            return None
        line = self._language.line_in(output)
        said = self._language.complaint(output).strip()[-1000:]
        detail = (("said", said),) if said else ()
        return Failure(message, None if line is None else snippet.first + line - 1, detail)
