"""`eval "$(python -m snippets env)"`: leads a shell into the world that `make serve` has opened.

Standard library only: it answers on a bare Python, before anything is installed.
"""

import json
import shlex
import sys
from pathlib import Path

from snippets import reader
from snippets.settings import Settings

__all__ = ["advertise", "env", "house", "withdraw"]


def house(settings: Settings) -> Path:
    """The folder that `make serve` furnishes for readers' shells."""
    return settings.report.parent / "reader"


def advertise(settings: Settings, port: int, ca_pem: bytes, keys: dict[str, str]) -> None:
    """Furnishes the house: from now on `env` leads shells to the API at `port`."""
    folder = house(settings)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    reader.furnish(folder, settings.hosts, port, ca_pem, alone=False)
    (folder / "open.json").write_text(json.dumps({"port": port, "keys": keys}), "utf-8")


def withdraw(settings: Settings) -> None:
    """The API is gone; `env` says so."""
    (house(settings) / "open.json").unlink(missing_ok=True)


def env(settings: Settings) -> int:
    """Prints the shell lines; exit status 1 with a line on standard error when nothing is served."""
    try:
        served = json.loads((house(settings) / "open.json").read_text("utf-8"))
    except OSError:
        print("nothing is served here: run `make serve` in another terminal first", file=sys.stderr)
        return 1
    values = {
        **reader.variables(
            house(settings), settings.hosts, served["port"], settings.root / "node_modules", alone=False
        ),
        **served["keys"],
    }
    print(reader.exports(values, settings.root / ".venv" / "bin"))
    led = shlex.quote(f"Led to your own machine in this shell: {', '.join(settings.hosts)}")
    print(f"echo {led} >&2")
    return 0
