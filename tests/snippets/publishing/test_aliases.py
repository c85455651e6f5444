"""Pages at the paths that a page had before: they lead to it, and never take the place of another."""

from collections.abc import Mapping

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from snippets.publishing.aliases import Stubs, stubs
from snippets.publishing.site_pages import SitePage


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> MkDocsConfig:
    root = tmp_path_factory.mktemp("site")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: A site\nsite_url: https://docs.example.com/v1\n")
    return load_config(str(root / "mkdocs.yml"))


def made(config: MkDocsConfig, aliases: Mapping[str, object]) -> Stubs:
    pages = [
        SitePage(File(name, None, "site", config.use_directory_urls), "", front, in_nav=True)
        for name, front in ((name, {"title": "A & B", "aliases": each}) for name, each in aliases.items())
    ]
    return stubs(pages, Files([page.file for page in pages]), config)


def test_a_stub_leads_to_the_page_from_wherever_it_is(config: MkDocsConfig) -> None:
    found = made(config, {"guide/new.md": ["old.md", "a/b/index.md"]})

    assert found.faults == []
    assert [(path, html.partition("url=")[2].partition('"')[0]) for path, html in found.html.items()] == [
        ("old/index.html", "../guide/new/"),
        ("a/b/index.html", "../../guide/new/"),
    ]


def test_what_a_stub_says(config: MkDocsConfig) -> None:
    (html,) = made(config, {"new.md": ["old.md"]}).html.values()

    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert '<link rel="canonical" href="https://docs.example.com/v1/new/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<p>This page has moved to <a href="../new/">A &amp; B</a>.</p>' in html
    # The script first: it keeps the fragment, which the refresh would lose.
    script, refresh = html.index("location.replace("), html.index('http-equiv="refresh"')
    assert script < refresh
    assert "location.search + location.hash" in html


def test_a_site_whose_pages_are_files_has_files(
    config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(config.data, "use_directory_urls", False)
    (entry,) = made(config, {"guide/new.md": ["old.md"]}).html.items()

    assert entry[0] == "old.html"
    assert 'url=guide/new.html"' in entry[1]


def test_a_page_without_aliases_has_no_stub(config: MkDocsConfig) -> None:
    assert made(config, {"new.md": []}) == Stubs()


@pytest.mark.parametrize(
    ("aliases", "fault"),
    [
        (
            {"new.md": ["other.md"], "other.md": []},
            "new.md: at the alias other.md stands other.md; remove one of the two",
        ),
        ({"new.md": ["new.md"]}, "new.md: at the alias new.md stands new.md; remove one of the two"),
        (
            {"a.md": ["old.md"], "b.md": ["old/index.md"]},
            "b.md: the alias old/index.md is that of a.md too; take it from one of them",
        ),
        (
            {"new.md": ["old/"]},
            "new.md: the alias 'old/' is not the path of a page; "
            "write it as seen from the folder of the pages, such as guides/old-name.md",
        ),
    ],
)
def test_a_fault_names_page_alias_and_remedy(
    aliases: Mapping[str, object], fault: str, config: MkDocsConfig
) -> None:
    assert made(config, aliases).faults == [fault]


@pytest.mark.parametrize("alias", ["/old.md", "../old.md", "a/../../old.md", "old.html", 7, None])
def test_what_is_no_path_of_a_page_is_refused(alias: object, config: MkDocsConfig) -> None:
    found = made(config, {"new.md": [alias]})

    assert found.html == {}
    assert [f"the alias {alias!r} is not the path" in fault for fault in found.faults] == [True]


def test_one_alias_needs_no_list(config: MkDocsConfig) -> None:
    assert list(made(config, {"new.md": "old.md"}).html) == ["old/index.html"]
