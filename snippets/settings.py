"""`[tool.snippets]` in `pyproject.toml`: the one place where a project says what its docs speak of.

Standard library only: `python -m snippets env` runs on a bare Python.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Settings", "SettingsError", "find", "load"]


class SettingsError(Exception):
    """`[tool.snippets]` is missing or wrong; the message says where and what to write."""


@dataclass(frozen=True)
class Settings:
    root: Path
    """The folder of `pyproject.toml`; all paths below are absolute."""
    docs: Path
    hosts: tuple[str, ...]
    """The documented hosts, answered by the app over HTTPS; the first is the API's."""
    app: str
    """Import string `module:function` of the factory that opens a scene; see `world.Scene`."""
    languages: tuple[str, ...] = ()
    """The languages in which every example must stand; empty: no such rule."""
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """What a page prints for a key → which of the scene's keys the reader would have put there."""
    env: Mapping[str, str] = field(default_factory=dict)
    """Environment variable of the snippets → which of the scene's keys it holds."""
    report: Path = Path("build/verification.json")
    mkdocs: Path | None = None
    timeout: float = 20.0
    """Seconds after which a snippet that has not ended is stopped."""


_OPTIONS = {"docs", "hosts", "app", "languages", "placeholders", "env", "report", "mkdocs", "timeout"}


def find(start: Path) -> Settings | None:
    """The settings of the project that holds `start`; None when no `[tool.snippets]` is above it."""
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file() and "snippets" in tomllib.loads(file.read_text("utf-8")).get("tool", {}):
            return load(folder)
    return None


def load(root: Path) -> Settings:
    """The settings in `root/pyproject.toml`.

    Raises SettingsError when the table is missing, an option is unknown or a needed one is not there.
    """
    root = root.resolve()
    file = root / "pyproject.toml"
    try:
        table = tomllib.loads(file.read_text("utf-8"))["tool"]["snippets"]
    except (OSError, KeyError):
        raise SettingsError(f"{file}: there is no [tool.snippets] table") from None
    if unknown := set(table) - _OPTIONS:
        names = ", ".join(sorted(unknown))
        raise SettingsError(
            f"{file}: [tool.snippets] has no option {names}; it has {', '.join(sorted(_OPTIONS))}"
        )
    for needed in ("hosts", "app"):
        if needed not in table:
            raise SettingsError(f"{file}: [tool.snippets] needs {needed!r}")
    mkdocs = root / table.get("mkdocs", "mkdocs.yml")
    return Settings(
        root=root,
        docs=root / table.get("docs", "docs"),
        hosts=tuple(table["hosts"]),
        app=table["app"],
        languages=tuple(table.get("languages", ())),
        placeholders=dict(table.get("placeholders", {})),
        env=dict(table.get("env", {})),
        report=root / table.get("report", "build/verification.json"),
        mkdocs=mkdocs if mkdocs.is_file() else None,
        timeout=float(table.get("timeout", 20)),
    )
