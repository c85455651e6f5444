"""Each field of a page's front matter changes the page that is built from it."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.utils import meta

from tests.site.pages import ROOT

FIELDS: dict[str, object] = {
    "title": "Authentication",
    "description": "How to authenticate.",
    "tags": ["security", "bearer token"],
    "categories": ["getting-started"],
    "importance": 8,
    "parent": "Getting Started with the Task Management API",
    "ai-generated": True,
    "ai-generated-by": "Claude 3.7 Sonnet",
    "ai-generated-date": "2025-05-13",
    "nav_order": "3",
    "layout": "default",
    "method": "GET",
    "version": "v1.0.0",
    "lastUpdated": "2025-05-13",
    "sequence": True,
}
CHANGES: dict[str, object] = {
    "title": "Who are you? & more",
    "description": 'Another "description" <here>',
    "tags": ["other tag"],
    "categories": ["core-concepts", "api-reference"],
    "importance": 3,
    "ai-generated": False,
    "ai-generated-by": "Another Model",
    "ai-generated-date": "2026-12-01",
    "layout": "wide",
    "version": "v2.1.0",
    "lastUpdated": "2026-06-30",
}
HELD_BY_THE_NAV = {"parent", "nav_order"}
TESTED_BELOW = {"aliases", "generated-by"}  # one page's alone: two pages can't have the same alias
READ_BY_ONE_LAYOUT = {"method"}  # test_the_reference_layout_colours_a_page_by_its_method
READ_BY_THE_ENGINE = {"sequence"}  # tests/snippets/expect/sequence*


class Built:
    """A built page, and what the search knows of it."""

    def __init__(self, site: Path, name: str) -> None:
        self.html = (site / name / "index.html").read_text("utf-8")
        index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
        self.search = next(entry for entry in index["docs"] if entry["location"] == f"{name}/")

    def meta(self, name: str) -> str | None:
        match = re.search(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', self.html)
        return unescape(match[1]) if match else None

    def text(self, name: str) -> list[str]:
        """The text of each element with the class `name`."""
        found = re.findall(
            rf'<(\w+)[^>]*class="(?:[^"]* )?{name}(?: [^"]*)?"[^>]*>(.*?)</\1>', self.html, re.S
        )
        return [unescape(" ".join(re.sub(r"<[^>]+>", "", inner).split())) for _, inner in found]

    @property
    def title(self) -> str:
        return unescape(re.findall(r"<title>(.*?)</title>", self.html)[0])


@pytest.fixture(scope="module")
def page(build: Callable[[dict[str, str]], Path]) -> Callable[[str], Built]:
    """A page with all fields; one for each field, in which that one is changed; one with none."""
    fields = {"all": FIELDS, "none": {}, **{key: {**FIELDS, key: value} for key, value in CHANGES.items()}}
    site = build({f"{name}.md": written(each) for name, each in fields.items()})
    return lambda name: Built(site, name)


def written(fields: dict[str, Any]) -> str:
    return (
        f"---\n{yaml.safe_dump(fields)}---\n\n# A heading\n\nText.\n" if fields else "# A heading\n\nText.\n"
    )


def test_every_field_of_every_page_has_an_effect_that_is_tested_here() -> None:
    fields = {key for path in (ROOT / "docs").rglob("*.md") for key in front_matter(path)}

    assert fields <= set(FIELDS) | TESTED_BELOW
    assert set(FIELDS) <= fields
    assert set(CHANGES) | HELD_BY_THE_NAV | READ_BY_ONE_LAYOUT | READ_BY_THE_ENGINE == set(FIELDS)


def test_title(page: Callable[[str], Built]) -> None:
    assert page("all").title == "Authentication - Task Management API"
    assert page("title").title == "Who are you? & more - Task Management API"
    assert page("title").meta("og:title") == "Who are you? & more"
    assert page("none").title == "A heading - Task Management API"
    assert page("none").meta("og:title") == "A heading"


def test_description(page: Callable[[str], Built]) -> None:
    for name in ("description", "og:description"):
        assert page("all").meta(name) == "How to authenticate."
    assert page("description").meta("og:description") == 'Another "description" <here>'
    assert page("none").meta("og:description") is None


def test_tags(page: Callable[[str], Built]) -> None:
    assert page("all").text("md-tag") == ["bearer token", "security"]
    assert page("all").search["tags"] == ["security", "bearer token"]
    assert page("all").meta("keywords") == "security, bearer token"
    assert page("tags").text("md-tag") == page("tags").search["tags"] == ["other tag"]
    assert page("none").text("md-tag") == []
    assert page("none").meta("keywords") is None


def test_categories(page: Callable[[str], Built]) -> None:
    assert page("all").text("eyebrow__category") == ["getting started"]
    assert page("categories").text("eyebrow__category") == ["core concepts", "API reference"]
    assert page("none").text("eyebrow__category") == page("none").text("eyebrow") == []


def test_importance(page: Callable[[str], Built]) -> None:
    assert page("all").search["boost"] == 1.6
    assert page("importance").search["boost"] == 0.6
    assert "boost" not in page("none").search


def test_ai_generated(page: Callable[[str], Built]) -> None:
    assert page("all").text("authorship") == [
        "Written with the AI model Claude 3.7 Sonnet on 13 May 2025. "
        "Every example on this page is run before it is published."
    ]
    assert page("all").text("eyebrow__written") == ["Written with AI"]
    assert 'href="#authorship"' in page("all").html
    for name in ("ai-generated", "none"):
        assert page(name).text("authorship") == page(name).text("eyebrow__written") == []


def test_ai_generated_by(page: Callable[[str], Built]) -> None:
    (said,) = page("ai-generated-by").text("authorship")

    assert said.startswith("Written with the AI model Another Model on 13 May 2025.")


def test_ai_generated_date(page: Callable[[str], Built]) -> None:
    (said,) = page("ai-generated-date").text("authorship")

    assert said.startswith("Written with the AI model Claude 3.7 Sonnet on 1 December 2026.")
    assert '<time datetime="2026-12-01">' in page("ai-generated-date").html


def test_layout(page: Callable[[str], Built]) -> None:
    assert '<div class="layout layout--default">' in page("all").html
    assert '<div class="layout layout--wide">' in page("layout").html
    assert '<div class="layout layout--default">' in page("none").html


def test_the_reference_layout_colours_a_page_by_its_method(build: Callable[[dict[str, str]], Path]) -> None:
    site = build({"page.md": written({"layout": "reference", "method": "PATCH"})})
    html = (site / "page" / "index.html").read_text("utf-8")

    assert '<div class="layout layout--default operation operation--patch">' in html


def test_a_layout_that_does_not_exist_stops_the_build(build: Callable[[dict[str, str]], Path]) -> None:
    from jinja2 import TemplateNotFound

    with pytest.raises(TemplateNotFound, match="layouts/lost"):
        build({"page.md": written({"layout": "lost"})})


def test_version(page: Callable[[str], Built]) -> None:
    assert (page("all").text("eyebrow__version"), page("all").meta("api-version")) == (
        ["API v1.0.0"],
        "v1.0.0",
    )
    assert (page("version").text("eyebrow__version"), page("version").meta("api-version")) == (
        ["API v2.1.0"],
        "v2.1.0",
    )
    assert (page("none").text("eyebrow__version"), page("none").meta("api-version")) == ([], None)


def test_last_updated(page: Callable[[str], Built]) -> None:
    assert page("all").text("eyebrow__updated") == ["Updated 13 May 2025"]
    assert page("lastUpdated").text("eyebrow__updated") == ["Updated 30 June 2026"]
    assert page("lastUpdated").meta("article:modified_time") == "2026-06-30"
    assert page("none").text("eyebrow__updated") == []
    assert page("none").meta("article:modified_time") is None


def test_aliases(build: Callable[[dict[str, str]], Path]) -> None:
    site = build({"page.md": written({"title": "A page", "aliases": ["old/name.md"]})})

    assert 'content="0; url=../../page/"' in (site / "old" / "name" / "index.html").read_text("utf-8")


def test_generated_by(build: Callable[[dict[str, str]], Path]) -> None:
    site = build(
        {"by-hand.md": written({"title": "A"}), "made.md": written({"generated-by": "python -m reference"})}
    )

    assert Built(site, "by-hand").text("source-line") == ["Edit this page"]
    assert "/docs/edit/main/docs/by-hand.md" in Built(site, "by-hand").html
    assert Built(site, "made").text("source-line") == [
        "This page is written by python -m reference. To change it, change what it is made from."
    ]
    assert 'rel="edit"' not in Built(site, "made").html


def test_a_day_without_quotes_is_the_same_day(build: Callable[[dict[str, str]], Path]) -> None:
    site = build(
        {
            "day.md": "---\nlastUpdated: 2026-06-30\n---\n\n# A\n",
            "other.md": "---\nlastUpdated: May\n---\n\n# A\n",
        }
    )

    assert Built(site, "day").text("eyebrow__updated") == ["Updated 30 June 2026"]
    assert Built(site, "other").text("eyebrow__updated") == ["Updated May"]


def test_parent_and_nav_order_are_the_pages_place_in_the_nav() -> None:
    places = {}
    waiting = list(load_config(str(ROOT / "mkdocs.yml")).nav or [])
    while waiting:
        ((title, pages),) = waiting.pop().items()
        for order, path in enumerate(pages if isinstance(pages, list) else [pages], start=1):
            if isinstance(path, dict):  # a section in a section
                waiting.append(path)
            else:
                places[path] = (title, str(order))
    stated = {
        path.relative_to(ROOT / "docs").as_posix(): (
            front_matter(path).get("parent"),
            front_matter(path).get("nav_order"),
        )
        for path in (ROOT / "docs").rglob("*.md")
    }

    assert stated == places


def front_matter(path: Path) -> dict[str, Any]:
    return meta.get_data(path.read_text("utf-8"))[1]
