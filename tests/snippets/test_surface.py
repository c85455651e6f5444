"""What a module offers to others is its `__all__`: all of that is documented, and nothing else is used.

A name of a module is public when it has no underscore in front; constants and type aliases are no exception.
What a framework calls by a name of its own choice is not offered to anybody, and stays out.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    file
    for file in (ROOT / "snippets").rglob("*.py")
    if file.parent.name != "reader"  # a `sitecustomize`, which nobody imports
)
CALLED_BY_NAME = ("pytest_",)


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


TREES = {name_of(file): ast.parse(file.read_text("utf-8")) for file in FILES}


def offered(module: str) -> list[str] | None:
    """A module's `__all__`, or None where it has none."""
    for node in TREES[module].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return None


def defined(module: str) -> dict[str, ast.stmt]:
    """What a module defines at its top, by name."""
    found: dict[str, ast.stmt] = {}
    for node in TREES[module].body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and "TypeVar(" not in ast.unparse(node.value):
            found |= {name.id: node for target in node.targets for name in names_in(target)}
        elif isinstance(node, ast.AnnAssign):
            found |= {name.id: node for name in names_in(node.target)}
    return {name: node for name, node in found.items() if not name.startswith(("_", *CALLED_BY_NAME))}


def names_in(target: ast.expr) -> list[ast.Name]:
    return [
        node for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


@pytest.mark.parametrize("module", TREES)
def test_a_module_offers_what_it_defines_without_an_underscore(module: str) -> None:
    assert set(offered(module) or ()) == set(defined(module))


@pytest.mark.parametrize("module", TREES)
def test_what_it_offers_is_documented(module: str) -> None:
    assert ast.get_docstring(TREES[module])
    bare = [
        name
        for name, node in defined(module).items()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not ast.get_docstring(node)
    ]
    assert not bare


@pytest.mark.parametrize("module", TREES)
def test_it_uses_what_others_offer(module: str) -> None:
    modules: dict[str, str] = {}
    taken: list[tuple[str, str]] = []
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in (
            "snippets",
            "mock_server",
        ):
            for alias in node.names:
                if f"{node.module}.{alias.name}" in TREES:
                    modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                else:
                    taken.append((node.module or "", alias.name))
    taken += [
        (modules[node.value.id], node.attr)
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
    ]
    assert [f"{other}.{name}" for other, name in taken if name not in (offered(other) or ())] == []
