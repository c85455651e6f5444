"""What a program has to have installed."""

from pathlib import Path

import pytest

from snippets.languages import language_of
from snippets.publishing.packages import Packages
from snippets.runners.language import Language

NPM = """{"packages": {
  "": {}, "node_modules/axios": {"version": "1.2.3"}, "node_modules/@a/b": {"version": "4"}
}}"""
PIP = "requests==2.1 \\\n    --hash=sha256:0\nurllib3==1.0 ; python_version < '3'\nurllib3==2.0\n"


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    (tmp_path / "package-lock.json").write_text(NPM)
    (tmp_path / "requirements.lock").write_text(PIP)
    return Packages(tmp_path)


def of(name: str) -> Language:
    language = language_of(name)
    assert language is not None
    return language


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("js", "const axios = require('axios'); require('fs'); require('node:net')", ["axios"]),
        ("js", 'import axios from "axios";\nimport "@a/b/c";\nawait import("./d.js")', ["@a/b", "axios"]),
        ("js", "fetch('https://x')", []),
        ("python", "import json, requests\nfrom urllib3.util import Retry", ["requests", "urllib3"]),
        ("python", "import yaml", ["pyyaml"]),
        ("python", "from . import here", []),
        ("bash", "curl https://x", []),
    ],
)  # fmt: skip
def test_the_packages_are_those_that_it_imports(
    packages: Packages, language: str, source: str, expected: list[str]
) -> None:
    assert packages.used(of(language), source) == expected


def test_the_version_is_that_of_the_lock_file(packages: Packages) -> None:
    assert packages.version(of("js"), "axios") == "1.2.3"
    assert packages.version(of("python"), "requests") == "2.1"
    assert packages.version(of("python"), "pyyaml") == ""


def test_where_markers_choose_among_versions_none_is_named(packages: Packages) -> None:
    assert packages.version(of("python"), "urllib3") == ""


def test_a_project_without_lock_files_has_no_versions(tmp_path: Path) -> None:
    packages = Packages(tmp_path)
    assert packages.used(of("python"), "import requests") == ["requests"]
    assert packages.version(of("python"), "requests") == ""
