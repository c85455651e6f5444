"""Install lines: `npm install axios` and `pip install requests` name what the lock files hold."""

import json
import re
import shlex
from pathlib import Path

from snippets.languages import language_of
from snippets.model import Block, Failure

__all__ = ["check", "is_install", "locked_npm", "locked_pip"]

_LINE = re.compile(r"(?:npm (?:install|i)|(?:python3? -m )?pip3? install)(?: +[^\s;&|<>$`\\]+)+ *")
"""Nothing but names and options: a line with a shell operator does more, and runs."""


def is_install(block: Block) -> bool:
    """Whether each line of a shell block installs packages, and nothing else."""
    language = language_of(block.language)
    lines = [line for line in block.source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(language and language.name == "bash" and lines and all(map(_LINE.fullmatch, lines)))


def check(block: Block, root: Path) -> Failure | None:
    """A failure when a named package is in no lock file of the project: the examples don't run with it."""
    for number, line in enumerate(block.source.splitlines(), start=1):
        if not _LINE.fullmatch(line):
            continue
        try:
            words = shlex.split(line)
        except ValueError as error:
            fix = (("fix", "mend the quotes"),)
            return Failure(f"is no shell line: {error}", block.first + number - 1, fix)
        npm = words[0] == "npm"
        names = [
            word
            for word in words[words.index("install" if "install" in words else "i") + 1 :]
            if word[0] != "-"
        ]
        locked, file = (locked_npm(root), "package.json") if npm else (locked_pip(root), "pyproject.toml")
        for name in names:
            plain = re.split(r"[<>=!~\[]", name)[0].lower() if not npm else re.sub(r"(?<=.)@.*$", "", name)
            if plain not in locked:
                return Failure(
                    f"installs {plain}, which the examples of this project are not run with",
                    block.first + number - 1,
                    (("fix", f"add {plain} to {file}, or mend the name"),),
                )
    return None


def locked_npm(root: Path) -> dict[str, str]:
    """Package → version in the project's `package-lock.json`."""
    file = root / "package-lock.json"
    packages = json.loads(file.read_text("utf-8")).get("packages", {}) if file.is_file() else {}
    return {name.removeprefix("node_modules/"): entry.get("version", "") for name, entry in packages.items()}


def locked_pip(root: Path) -> dict[str, str]:
    """Package → version in the project's `requirements.lock`; empty where markers choose among several."""
    file = root / "requirements.lock"
    text = file.read_text("utf-8") if file.is_file() else ""
    found: dict[str, str] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found[name.lower()] = "" if name.lower() in found else version
    return found
