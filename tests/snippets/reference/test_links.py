"""Links into the site itself become relative ones."""

from pathlib import Path

import pytest

from snippets.reference.links import Links
from snippets.settings import Settings

SITE = "https://docs.example.com/v2/"


@pytest.fixture
def links(tmp_path: Path) -> Links:
    for name in ("index.md", "errors.md", "a/b.md", "a/g_(b).md", "guide/index.md"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    settings = Settings(tmp_path, tmp_path / "docs", ("api.example.com",), "app:scene")
    return Links(settings, SITE, tmp_path / "docs" / "reference")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (f"{SITE}errors/#gone", "../errors.md#gone"),
        (f"{SITE}a/b", "../a/b.md"),
        (f"{SITE}a/b.html", "../a/b.md"),
        (f"{SITE}a/b/?lang=python#c", "../a/b.md?lang=python#c"),
        (f"{SITE}a/g_(b)/", "../a/g_(b).md"),
        (f"{SITE}guide/", "../guide/index.md"),
        (f"{SITE}openapi.json", f"{SITE}openapi.json"),
        (f"{SITE}reference/all.zip", f"{SITE}reference/all.zip"),
        (f"{SITE}lost/", f"{SITE}lost/"),
        (SITE, "../index.md"),
        (f"{SITE}reference/list/", "list.md"),
        ("https://docs.example.com/v20/a/", "https://docs.example.com/v20/a/"),
        ("https://elsewhere.example.com/", "https://elsewhere.example.com/"),
    ],
)
def test_a_link(links: Links, url: str, link: str) -> None:
    assert links.page(url) == link
    assert links.within(f'See [it]({url}) and [it]({url} "title").') == (
        f'See [it]({link}) and [it]({link} "title").'
    )
    assert links.within(f"[`it`](<{url}>)") == f"[`it`]({f'<{url}>' if link == url else link})"


def test_an_address_alone_becomes_a_link_that_shows_it(links: Links) -> None:
    assert links.within(f"<{SITE}a/b/>") == f"[{SITE}a/b/](../a/b.md)"
    assert links.within(f"<{SITE}openapi.json>") == f"<{SITE}openapi.json>"


@pytest.mark.parametrize(
    "text",
    [
        f"`{SITE}a/b/`",
        f"``Link: <{SITE}a/b/>; `rel` ``",
        f"```http\nLink: <{SITE}a/b/>; rel=help\n```\n",
        f"\\]({SITE}a/b/)",
    ],
)
def test_text_that_is_no_link_stays(links: Links, text: str) -> None:
    assert links.within(text) == text


def test_a_backtick_alone_begins_no_code(links: Links) -> None:
    assert links.within(f"A ` here.\n\n[It]({SITE}a/b/) has ` too.") == (
        "A ` here.\n\n[It](../a/b.md) has ` too."
    )


def test_without_an_address_of_the_site_every_link_stays(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path / "docs", ("api.example.com",), "app:scene")
    assert Links(settings, "", tmp_path / "docs" / "r").page(f"{SITE}a/") == f"{SITE}a/"
