"""The zip of the site: there once a build, linked under `--strict`, and made anew with the report."""

import io
import zipfile
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from snippets.page import Reader
from snippets.report import PageReport, Record, Report, save
from tests.snippets.conftest import lay

PAGES = {
    "a.md": "# A\n\n```bash\nls\n```\n\n[The examples](downloads/examples.zip)\n",
    "index.md": "# Home\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SNIPPETS_GATE", raising=False)
    lay(tmp_path, PAGES)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A site\nplugins: []\nstrict: true\nvalidation: {links: {not_found: warn}}\n"
        "markdown_extensions: [pymdownx.superfences, snippets.markdown]\n"
    )
    return tmp_path


def verify(root: Path) -> None:
    page = Reader(None).read(root / "docs" / "a.md", root)
    records = (Record(0, 3, "bash", "passed"),)
    save(Report(pages={page.path: PageReport(page.digest, records)}), root / "build" / "verification.json")


def built(root: Path) -> list[str]:
    """The names in the zip of a site that was built without a warning."""
    build(load_config(str(root / "mkdocs.yml")))
    data = (root / "site" / "downloads" / "examples.zip").read_bytes()
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_page_may_link_to_it_and_the_site_has_it(project: Path) -> None:
    verify(project)
    assert built(project) == ["examples/README.md", "examples/a/a.sh"]
    assert 'href="../downloads/examples.zip"' in (project / "site" / "a" / "index.html").read_text()


def test_it_follows_the_report(project: Path) -> None:
    assert built(project) == ["examples/README.md"]
    verify(project)
    assert built(project) == ["examples/README.md", "examples/a/a.sh"]
    page = project / "docs" / "a.md"
    page.write_text(page.read_text() + "\n```python\n1\n```\n")
    verify(project)
    assert built(project) == ["examples/README.md", "examples/a/a.sh"]


@pytest.mark.parametrize("text", ["", "[tool.snippets]\nhosts = 1\n"])
def test_a_site_without_settings_has_none(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)
    (project / "docs" / "a.md").write_text("# A\n")
    build(load_config(str(project / "mkdocs.yml")))
    assert not (project / "site" / "downloads").exists()
