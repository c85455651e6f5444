"""A project of its own for the engine's tests: pages about the toy API, in a temporary folder."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from snippets.check import Checker, judged
from snippets.model import Page, Verdict
from snippets.page import Reader
from snippets.reporting.show import failure_lines
from snippets.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]

APP = "tests.snippets.toy_api:open_scene"

PYPROJECT = """\
[tool.snippets]
hosts = ["api.notes.example.com"]
app = "{app}"
languages = {languages}
timeout = {timeout}

[tool.snippets.placeholders]
YOUR_KEY = "reader"
YOUR_EXPIRED_KEY = "expired"

[tool.snippets.env]
NOTES_KEY = "reader"
"""


PYTEST = (
    sys.executable,
    "-m",
    "pytest",
    "-p",
    "no:cacheprovider",
    "-p",
    "snippets.pytest_plugin",
    "-p",
    "xdist",
)
"""pytest with the plugins that matter here; to import all that are installed takes half a second a run."""

NO_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
"""The environment in which it takes no others."""


@dataclass
class Project:
    """A folder with `pyproject.toml` and `docs/`, and the engine on it."""

    root: Path
    settings: Settings
    checker: Checker
    reader: Reader

    def page(self, text: str, name: str = "page.md") -> Page:
        path = self.root / "docs" / name
        path.write_text(text, "utf-8")
        return self.reader.read(path, self.root)

    def verdicts(self, page: Page) -> list[Verdict]:
        return [self.checker.verdict(page, block) for block in judged(page)]

    def told(self, text: str) -> str:
        """What the engine prints of a page's faults."""
        page = self.page(text)
        lines = [f"{page.path}:{problem.line} {problem.message}" for problem in page.problems]
        for verdict in self.verdicts(page):
            if verdict.failure is not None:
                lines += failure_lines(page, verdict.block, verdict.example, verdict.failure)
        return "\n".join(lines) + "\n" if lines else ""


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One project for all tests that only check pages: its checker stays warm."""
    with made_project(tmp_path_factory.mktemp("project"), languages="[]", timeout=5) as made:
        yield made


@pytest.fixture(scope="session")
def three_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project whose every example stands in three languages."""
    languages = '["bash", "javascript", "python"]'
    with made_project(tmp_path_factory.mktemp("three"), languages=languages, timeout=5) as made:
        yield made


class made_project:
    """A project, and its checker, for the length of a block."""

    def __init__(self, root: Path, languages: str, timeout: float, app: str = APP) -> None:
        (root / "docs").mkdir()
        (root / "pyproject.toml").write_text(
            PYPROJECT.format(languages=languages, timeout=timeout, app=app), "utf-8"
        )
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        settings = load(root)
        self._checker = Checker(settings)
        self.made = Project(root, settings, self._checker, Reader(settings.mkdocs))

    def __enter__(self) -> Project:
        return self.made

    def __exit__(self, *error: object) -> None:
        self._checker.close()


def lay(root: Path, pages: dict[str, str]) -> None:
    """Makes a project of `root`, unless it is one, and writes its pages."""
    if not (root / "pyproject.toml").exists():
        (root / "pyproject.toml").write_text(PYPROJECT.format(languages="[]", timeout=5, app=APP), "utf-8")
        (root / "node_modules").symlink_to(ROOT / "node_modules")
    for name, text in pages.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def config() -> MkDocsConfig:
    """This site's own."""
    return load_config(str(ROOT / "mkdocs.yml"))


@pytest.fixture(scope="session")
def reader(config: MkDocsConfig) -> Reader:
    """Reads pages as this site shows them."""
    return Reader(config)


@pytest.fixture
def run_pytest(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs pytest on a project of its own: `run_pytest({"a.md": text}, "-k", "python")`."""

    def run(pages: dict[str, str], *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        lay(tmp_path, pages)
        return subprocess.run(
            [*PYTEST, *(arguments or ("docs",))],
            cwd=tmp_path,
            env={
                **NO_PLUGINS,
                "PATH": str(Path(sys.executable).parent) + ":" + _path(),
                "COLUMNS": "160",
                **env,
            },
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
        )

    return run


def _path() -> str:
    node = shutil.which("node")
    folders = [Path(sys.executable).parent, *([Path(node).parent] if node else []), "/usr/bin", "/bin"]
    return ":".join(map(str, folders))
