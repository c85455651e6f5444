"""A site has its pages as Markdown, `llms.txt`, the OpenAPI document and its aliases, however it is built."""

import json
import logging
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.snippets.conftest import APP, lay

PAGES = {
    "index.md": '---\ndescription: "Where to\n  begin"\n---\n\n# Home\n\n[The guide](guide/one.md#part)\n',
    "guide/one.md": "---\ntitle: The first\n---\n\n# One\n\n## Part\n\n"
    "[Home](../index.md), [a picture](../a.svg), [two](<two words.md>), <a href='../two words/'>two</a>\n",
    "guide/two words.md": "# Two\n",
    "guide/deep/README.md": "# Three\n",
    "loose.md": "# In no navigation\n",
    "a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
}
SITE = """\
site_name: A site
site_url: https://docs.example.com/v1/
site_description: What it is about
nav:
  - Start: index.md
  - Guides:
      - guide/one.md
      - guide/two words.md
      - Deeper: [guide/deep/README.md]
not_in_nav: loose.md
plugins: []
strict: true
markdown_extensions: [pymdownx.superfences, snippets.markdown]
"""
BASE = "https://docs.example.com/v1/"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SNIPPETS_GATE", raising=False)
    lay(tmp_path, PAGES)
    (tmp_path / "mkdocs.yml").write_text(SITE)
    return tmp_path


def built(root: Path, *, dirty: bool = False) -> Path:
    build(load_config(str(root / "mkdocs.yml"), strict=not dirty), dirty=dirty)
    return root / "site"


def read(site: Path, name: str) -> str:
    return (site / name).read_text("utf-8")


def with_document(root: Path, path: str = "/openapi.json") -> None:
    (root / "pyproject.toml").write_text(
        f'[tool.snippets]\nhosts = ["api.notes.example.com"]\napp = "{APP}"\nopenapi = "{path}"\n'
    )


def test_each_page_is_markdown_beside_its_html(project: Path) -> None:
    site = built(project)

    assert {path.relative_to(site).as_posix() for path in site.rglob("*.md")} == {
        "index.md",
        "guide/one.md",
        "guide/two words.md",
        "guide/deep/index.md",
        "loose.md",
    }
    assert read(site, "guide/one.md") == (
        f"# One\n\nSource: {BASE}guide/one/\n\n## Part\n\n"
        f"[Home]({BASE}index.md), [a picture]({BASE}a.svg), [two](<{BASE}guide/two%20words.md>), "
        f"<a href='{BASE}guide/two words/'>two</a>\n"
    )
    assert f"]({BASE}guide/one.md#part)" in read(site, "index.md")


def test_llms_txt_lists_the_pages_of_the_navigation(project: Path) -> None:
    assert read(built(project), "llms.txt") == (
        "# A site\n\n> What it is about\n\n"
        "Each page is here as Markdown too: take its address without the slash at its end, and add `.md`. "
        f"[llms-full.txt]({BASE}llms-full.txt) has all of them in one file.\n\n"
        f"## Start\n\n- [Home]({BASE}index.md): Where to begin\n\n"
        f"## Guides\n\n- [The first]({BASE}guide/one.md)\n- [Two]({BASE}guide/two%20words.md)\n\n"
        f"## Guides / Deeper\n\n- [Three]({BASE}guide/deep/index.md)\n"
    )


def test_llms_full_txt_has_them_whole(project: Path) -> None:
    site = built(project)
    names = ("index.md", "guide/one.md", "guide/two words.md", "guide/deep/index.md")

    assert read(site, "llms-full.txt") == "\n---\n\n".join(
        ["# A site\n\n> What it is about\n", *(read(site, name) for name in names)]
    )


def test_a_site_that_knows_no_address_has_addresses_from_its_root(project: Path) -> None:
    (project / "mkdocs.yml").write_text(SITE.replace("site_url: https://docs.example.com/v1/\n", ""))
    site = built(project)

    assert "- [The first](/guide/one.md)" in read(site, "llms.txt")
    assert "Source: /guide/one/" in read(site, "guide/one.md")


def test_a_build_of_one_changed_page_has_them_all(project: Path) -> None:
    site = built(project)
    before = read(site, "llms.txt")
    page = project / "docs" / "guide" / "one.md"
    page.write_text(page.read_text() + "\nMore.\n")
    built(project, dirty=True)

    assert read(site, "llms.txt") == before
    assert read(site, "guide/one.md").endswith("\nMore.\n")
    assert "\nMore.\n" in read(site, "llms-full.txt")
    assert read(site, "guide/deep/index.md").startswith("# Three\n")


def test_a_page_may_link_to_what_the_app_says_of_itself(project: Path) -> None:
    with_document(project)
    (project / "docs" / "loose.md").write_text("# A\n\n[It](openapi.json), [all](llms.txt)\n")
    site = built(project)

    assert json.loads(read(site, "openapi.json"))["info"]["title"] == "Notes API"
    assert 'href="../openapi.json"' in read(site, "loose/index.html")
    assert f"[It]({BASE}openapi.json), [all]({BASE}llms.txt)" in read(site, "loose.md")
    assert f"\n## Files\n\n- [openapi.json]({BASE}openapi.json): " in read(site, "llms.txt")


def test_a_file_of_the_docs_is_left_alone(project: Path) -> None:
    (project / "docs" / "llms.txt").write_text("By hand\n")

    assert read(built(project), "llms.txt") == "By hand\n"


def test_an_alias_is_a_page_that_leads_on(project: Path) -> None:
    (project / "docs" / "loose.md").write_text("---\naliases: [old/name.md]\n---\n\n# A\n")
    site = built(project)

    assert "url=../../loose/" in read(site, "old/name/index.html")
    assert not (site / "old" / "name.md").exists()
    assert "old" not in read(site, "sitemap.xml")


@pytest.mark.parametrize(
    ("alias", "openapi", "said"),
    [
        (
            "index.md",
            "/openapi.json",
            "loose.md: at the alias index.md stands index.md; remove one of the two",
        ),
        ("old.md", "/lost.json", "the app answers 401 there; name the path of its OpenAPI document"),
    ],
)
def test_a_fault_stops_a_strict_build(
    alias: str, openapi: str, said: str, project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with_document(project, openapi)
    (project / "docs" / "loose.md").write_text(f"---\naliases: [{alias}]\n---\n\n# A\n")
    with caplog.at_level(logging.WARNING, "mkdocs.snippets"), pytest.raises(SystemExit):
        built(project)

    assert [record.getMessage().endswith(said) for record in caplog.records] == [True]


def test_settings_that_cannot_be_read_are_the_command_lines_to_say(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.snippets]\nhosts = 1\n")

    assert not (built(project) / "openapi.json").exists()
