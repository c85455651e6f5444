"""What is known of the pages of a site before one of them is rendered."""

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from snippets.publishing.site_pages import SitePage, address, copy_path, site_pages
from tests.snippets.conftest import lay


def laid(root: Path, nav: str, pages: dict[str, str]) -> dict[str, SitePage]:
    """Name → page, in order, of a site with this navigation."""
    lay(root, pages)
    (root / "mkdocs.yml").write_text(f"site_name: A site\n{nav}plugins: []\n")
    config = load_config(str(root / "mkdocs.yml"))
    files = get_files(config)
    set_exclusions(files, config)
    get_navigation(files, config)
    return {page.file.src_uri: page for page in site_pages(files)}


def test_they_are_in_the_order_of_the_navigation_then_the_others(tmp_path: Path) -> None:
    nav = "nav: [z.md, {S: [y.md, {T: [x.md]}]}]\nnot_in_nav: /a.md\n"
    pages = laid(tmp_path, nav, {f"{name}.md": "" for name in "axyz"})

    assert {name: (page.in_nav, page.section) for name, page in pages.items()} == {
        "z.md": (True, "Z"),
        "y.md": (True, "S"),
        "x.md": (True, "S / T"),
        "a.md": (False, "A"),
    }
    assert list(pages) == ["z.md", "y.md", "x.md", "a.md"]


@pytest.mark.parametrize("names", [["only.md"], ["a.md", "b.md", "index.md"]])
def test_without_a_navigation_all_are_in_it(names: list[str], tmp_path: Path) -> None:
    pages = laid(tmp_path, "", dict.fromkeys(names, "# A\n"))

    assert sorted(pages) == names
    assert all(page.in_nav for page in pages.values())


@pytest.mark.parametrize(
    ("nav", "text", "title"),
    [
        ("nav: [{Nav: a-page.md}]\n", "---\ntitle: Front\n---\n# Heading\n", "Front"),
        ("nav: [{Nav: a-page.md}]\n", "# Heading\n", "Heading"),
        ("nav: [{Nav: a-page.md}]\n", "Text.\n", "Nav"),
        ("nav: [a-page.md]\n", "Text.\n", "A page"),
    ],
)
def test_a_title_is_the_most_exact_that_there_is(nav: str, text: str, title: str, tmp_path: Path) -> None:
    assert laid(tmp_path, nav, {"a-page.md": text})["a-page.md"].title == title


def test_a_page_by_itself_is_a_section_with_its_name_in_the_navigation(tmp_path: Path) -> None:
    page = laid(tmp_path, "nav: [{Start: a.md}]\n", {"a.md": "# A\n"})["a.md"]

    assert (page.section, page.title) == ("Start", "A")


def test_a_page_that_is_not_utf_8_is_left_out(tmp_path: Path) -> None:
    lay(tmp_path, {"a.md": "# A\n"})
    (tmp_path / "docs" / "b.md").write_bytes(b"# \xff\n")

    assert list(laid(tmp_path, "", {})) == ["a.md"]


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        ("a/b.md", "a/b.md"),
        ("a/index.md", "a/index.md"),
        ("a/README.md", "a/index.md"),
        ("b.markdown", "b.md"),
    ],
)
def test_a_copy_is_where_its_page_is(source: str, copy: str) -> None:
    assert copy_path(File(source, None, "site", True)) == copy


@pytest.mark.parametrize(
    ("site_url", "path", "whole"),
    [
        ("https://a.example.com/v1", "b/", "https://a.example.com/v1/b/"),
        ("https://a.example.com/v1/", "./", "https://a.example.com/v1/"),
        ("https://a.example.com/", "b c.md", "https://a.example.com/b%20c.md"),
        ("https://a.example.com/", "b%20c/", "https://a.example.com/b%20c/"),
        ("", "b.md", "/b.md"),
    ],
)
def test_an_address(site_url: str, path: str, whole: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\nsite_url: '{site_url}'\n")

    assert address(load_config(str(tmp_path / "mkdocs.yml")), path) == whole
