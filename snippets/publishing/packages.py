"""What a program of a page has to have installed, by its imports and the project's lock files."""

import ast
import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from snippets.reading.install import locked_npm, locked_pip
from snippets.runners.language import Language

__all__ = ["Packages"]

_JAVASCRIPT = re.compile(
    r"""\brequire\(\s*['"]([^'"]+)['"]|\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]"""
)


class Packages:
    """The packages of a project's examples, each with the version that the project's lock file has."""

    def __init__(self, root: Path) -> None:
        self._locked = {"javascript": locked_npm(root), "python": locked_pip(root)}

    def used(self, language: Language, source: str) -> list[str]:
        """Those that a source imports, in their order by name."""
        if language.name == "javascript":
            # A module that is in no lock file is one of Node's own.
            return sorted(_javascript(source) & self._locked["javascript"].keys())
        return sorted(self._python(source)) if language.name == "python" else []

    def version(self, language: Language, package: str) -> str:
        """The locked version; empty when there is none."""
        return self._locked[language.name].get(package, "")

    def _python(self, source: str) -> set[str]:
        modules: set[str] = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
        return {self._distribution(module) for module in modules - sys.stdlib_module_names}

    def _distribution(self, module: str) -> str:
        """The package that has a module: most have the same name."""
        if module.lower() in self._locked["python"]:
            return module.lower()
        return next(iter(_distributions().get(module, [module]))).lower()


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Module → the installed packages that have it; it takes a second to find out."""
    return packages_distributions()


def _javascript(source: str) -> set[str]:
    """The packages that are named: `axios` of `axios/dist/x`, `@scope/name` of `@scope/name/x`."""
    named = (next(filter(None, found)) for found in _JAVASCRIPT.findall(source))
    return {"/".join(name.split("/")[: 2 if name.startswith("@") else 1]) for name in named}
