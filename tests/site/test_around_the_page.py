"""What the theme puts around a page's text, for people and for machines, and the page that is not there."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

BASE = "https://docs.taskmanagement.example.com/"
FRONT = (
    "---\ntitle: '</script> & \"more\"'\ndescription: What it says\ntags: [one]\n"
    "lastUpdated: 2026-06-30\naliases: [old.md]\n---\n\n# A\n\nText.\n"
)


@pytest.fixture(scope="module")
def site(build: Callable[[dict[str, str]], Path]) -> Path:
    return build({"index.md": "# Home\n", "page.md": FRONT})


def links(html: str) -> dict[str, str]:
    """`rel` → address of each link in the head."""
    return {rel.strip(): href for rel, href in re.findall(r'<link rel="([^"]+)"[^>]*? href="([^"]+)">', html)}


def structured(html: str) -> dict[str, dict[str, object]]:
    """Type → what is said to search engines."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return {each["@type"]: each for each in map(json.loads, found)}


@pytest.mark.parametrize(("page", "copy"), [("index.html", "index.md"), ("page/index.html", "../page.md")])
def test_a_page_leads_to_its_markdown(page: str, copy: str, site: Path) -> None:
    html = (site / page).read_text("utf-8")

    assert links(html)["alternate"] == copy
    assert f'data-copy-page="{copy}"' in html
    assert f'<a href="{copy}" type="text/markdown">View<span> as Markdown</span></a>' in html
    assert (site / page).parent.joinpath(copy).is_file()


def test_the_theme_takes_no_page_for_a_site_in_another_language(site: Path) -> None:
    """Its script fetches a sitemap beside each `link[rel=alternate]`, which would not be there."""
    assert 'rel="alternate"' not in (site / "page" / "index.html").read_text("utf-8")


def test_what_search_engines_read_is_what_the_front_matter_says(site: Path) -> None:
    html = (site / "page" / "index.html").read_text("utf-8")
    article, crumbs = structured(html)["TechArticle"], structured(html)["BreadcrumbList"]

    assert article["headline"] == '</script> & "more"'
    assert article["description"] == "What it says"
    assert article["keywords"] == ["one"]
    assert article["dateModified"] == "2026-06-30"
    assert article["url"] == links(html)["canonical"] == f"{BASE}page/"
    assert [item["item"] for item in crumbs["itemListElement"]] == [BASE, f"{BASE}page/"]  # type: ignore[attr-defined]


def test_it_says_nothing_of_what_the_front_matter_leaves_out(site: Path) -> None:
    found = structured((site / "index.html").read_text("utf-8"))

    assert set(found) == {"TechArticle"}  # the home page has no way to it
    assert not {"description", "keywords", "dateModified"} & set(found["TechArticle"])


def test_the_sitemap_has_the_pages_and_says_when_they_changed(site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = ElementTree.parse(site / "sitemap.xml").getroot().findall(f"{space}url")

    assert {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in urls} == {
        BASE: None,
        f"{BASE}page/": "2026-06-30",
    }


def test_robots_txt_leads_to_the_sitemap_and_to_what_models_read(site: Path) -> None:
    lines = (site / "robots.txt").read_text("utf-8").splitlines()

    assert lines[:2] == ["User-agent: *", "Allow: /"]
    assert f"Sitemap: {BASE}sitemap.xml" in lines
    named = re.findall(rf"{BASE}(\S+)", "\n".join(lines))
    assert all((site / name).is_file() for name in named)
    assert {"llms.txt", "llms-full.txt"} <= set(named)


def test_the_page_that_is_not_there_works_at_any_depth(site: Path) -> None:
    """A host answers it at the address that was asked for, so each address in it begins at the root."""
    html = (site / "404.html").read_text("utf-8")
    article = html[html.index("<article") : html.index("</article")]
    local = re.findall(r'(?:href|src)="(?!https://|javascript:|#)([^"]*)"', html)

    assert local
    assert [each for each in local if not each.startswith("/")] == []
    assert [unescape(each) for each in re.findall(r'<a href="([^"]*)"', article)] == ["/"]
    assert '<meta name="robots" content="noindex">' in html
    assert "<title>Page not found - Task Management API</title>" in html
