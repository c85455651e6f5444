"""The project in a folder of its own, where a test may break it."""

import re
import shutil
from pathlib import Path

__all__ = ["ROOT", "lay"]

ROOT = Path(__file__).resolve().parents[1]

_COVERAGE = re.compile(
    r"^(?:openapi|coverage) = .*\n|^\[tool\.snippets\.unmet\]\n(?:[^\[\n].*\n)*", re.MULTILINE
)


def lay(root: Path, *pages: str) -> None:
    """Copies server, theme, pictures and settings, and of the pages those that are named.

    A copy has no OpenAPI document to cover: with a few of the pages it could not.
    """
    shutil.copytree(ROOT / "mock_server", root / "mock_server")
    for folder in ("assets", "theme"):
        shutil.copytree(ROOT / "docs" / folder, root / "docs" / folder)
    for name in ("pyproject.toml", "mkdocs.yml", "package-lock.json", "requirements.lock", *pages):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    settings = root / "pyproject.toml"
    settings.write_text(_COVERAGE.sub("", settings.read_text("utf-8")), "utf-8")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
