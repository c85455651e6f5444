"""Every module says what others may use of it."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import mock_server

MODULES = [
    "mock_server",
    *(module.name for module in pkgutil.walk_packages(mock_server.__path__, "mock_server.")),
]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_names_its_surface_and_documents_itself(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    assert all(hasattr(module, public) for public in module.__all__)
    defined_here = {
        public
        for public, value in vars(module).items()
        if getattr(value, "__module__", None) == name
        and not public.startswith("_")
        and isinstance(value, type)
        and "[" not in public  # a generic page that pydantic keeps where it was first filled in
    }
    assert defined_here <= {*module.__all__, *ALIASES.get(name, ())}


ALIASES = {
    "mock_server.routes.api_keys": ["KeyPage"],
    "mock_server.routes.tasks": ["TaskPage"],
    "mock_server.routes.users": ["UserPage", "Deletion"],
    "mock_server.routes.root": ["Health"],
}
"""Shapes of one resource, which only its routes use."""


@pytest.mark.parametrize("name", MODULES)
def test_a_module_fits_in_the_head(name: str) -> None:
    path = importlib.import_module(name).__file__
    assert path is not None
    with open(path, encoding="utf-8") as file:
        assert len(file.readlines()) < 300
