"""Links into the site itself become relative ones."""

from pathlib import Path

import pytest

from snippets.reference.links import Links
from snippets.settings import Settings

SITE = "https://docs.example.com/v2/"


@pytest.fixture
def links(tmp_path: Path) -> Links:
    (tmp_path / "docs" / "guide").mkdir(parents=True)
    (tmp_path / "docs" / "guide" / "index.md").touch()
    settings = Settings(tmp_path, tmp_path / "docs", ("api.example.com",), "app:scene")
    return Links(settings, SITE, tmp_path / "docs" / "reference")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (f"{SITE}errors/#gone", "../errors.md#gone"),
        (f"{SITE}a/b", "../a/b.md"),
        (f"{SITE}a/b.html", "../a/b.md"),
        (f"{SITE}guide/", "../guide/index.md"),
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


def test_text_that_is_no_link_stays(links: Links) -> None:
    assert links.within(f"`{SITE}a/`") == f"`{SITE}a/`"


def test_without_an_address_of_the_site_every_link_stays(tmp_path: Path) -> None:
    settings = Settings(tmp_path, tmp_path / "docs", ("api.example.com",), "app:scene")
    assert Links(settings, "", tmp_path / "docs" / "r").page(f"{SITE}a/") == f"{SITE}a/"
