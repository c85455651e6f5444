"""`[tool.snippets]` in `pyproject.toml`: the one place where a project says what its docs speak of.

Standard library only: `python -m snippets env` runs on a bare Python.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import normpath
from pathlib import Path
from typing import Any

__all__ = ["Settings", "SettingsError", "find", "load"]


class SettingsError(Exception):
    """`[tool.snippets]` is missing or wrong; the message says where and what to write."""


@dataclass(frozen=True)
class Settings:
    """What `[tool.snippets]` says, with its defaults filled in."""

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
    browse: Mapping[str, str] = field(default_factory=dict)
    """What the app has for people → its path. `serve` prints each with its address."""
    openapi: str = ""
    """The path at which the app answers its OpenAPI document; empty: there is none, and no coverage."""
    coverage: str = "operations"
    """What of the document snippets must meet: `operations`, or each of their `statuses` as well."""
    unmet: Mapping[str, str] = field(default_factory=dict)
    """What no snippet meets → why; see `snippets.reporting.unmet`."""
    reference: Path | None = None
    """The folder of the pages that `python -m snippets reference` makes of the document."""


_TYPES = {
    "docs": "a string",
    "hosts": "a list of strings",
    "app": "a string",
    "languages": "a list of strings",
    "placeholders": "a table of strings",
    "env": "a table of strings",
    "report": "a string",
    "mkdocs": "a string",
    "timeout": "a number",
    "browse": "a table of strings",
    "openapi": "a string",
    "coverage": '"operations" or "statuses"',
    "unmet": "a table of reasons",
    "reference": "a string",
}


def find(start: Path) -> Settings | None:
    """The settings of the project that holds `start`; None when no `[tool.snippets]` is above it.

    Raises SettingsError as `load` does.
    """
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file() and "snippets" in _read(file).get("tool", {}):
            return load(folder)
    return None


def load(root: Path) -> Settings:
    """The settings in `root/pyproject.toml`.

    Raises SettingsError when the table is missing or can't be read, an option is unknown or of another
    type, or a needed one is not there.
    """
    root = root.resolve()
    file = root / "pyproject.toml"
    table = _read(file).get("tool", {}).get("snippets") if file.is_file() else None
    if table is None:
        raise SettingsError(f"{file}: there is no [tool.snippets] table")
    _must_fit(table, file)
    mkdocs = root / table.get("mkdocs", "mkdocs.yml")
    return Settings(
        root=root,
        docs=root / table.get("docs", "docs"),
        hosts=tuple(host.lower() for host in table["hosts"]),
        app=table["app"],
        languages=tuple(table.get("languages", ())),
        placeholders=dict(table.get("placeholders", {})),
        env=dict(table.get("env", {})),
        report=root / table.get("report", "build/verification.json"),
        mkdocs=mkdocs if mkdocs.is_file() else None,
        timeout=float(table.get("timeout", 20)),
        browse=dict(table.get("browse", {})),
        openapi=table.get("openapi", ""),
        coverage=table.get("coverage", "operations"),
        unmet=dict(table.get("unmet", {})),
        reference=Path(normpath(root / table["reference"])) if "reference" in table else None,
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: {error}") from None


def _must_fit(table: dict[str, Any], file: Path) -> None:
    if unknown := set(table) - set(_TYPES):
        names, known = ", ".join(sorted(unknown)), ", ".join(sorted(_TYPES))
        raise SettingsError(f"{file}: [tool.snippets] has no option {names}; it has {known}")
    for name, value in table.items():
        if not _fits(value, _TYPES[name]):
            raise SettingsError(f"{file}: [tool.snippets] {name} must be {_TYPES[name]}, not {value!r}")
    for needed in ("hosts", "app"):
        if not table.get(needed):
            raise SettingsError(f"{file}: [tool.snippets] needs {needed!r}")
    for name in ("coverage", "unmet"):
        if name in table and not table.get("openapi"):
            raise SettingsError(f"{file}: [tool.snippets] {name} needs 'openapi', the path of the document")


def _fits(value: Any, kind: str) -> bool:
    if kind == "a number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "a list of strings":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "a table of strings":
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if kind == "a table of reasons":
        return _fits(value, "a table of strings") and all(map(str.strip, value.values()))
    if kind == '"operations" or "statuses"':
        return value in ("operations", "statuses")
    return isinstance(value, str)
