"""No link of the built site leads nowhere: the theme's own, the 404 page's and generated ones included.

A strict build sees only the links that stand in Markdown.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.site.links import broken, links_of
from tests.site.pages import ROOT
from tests.site.published import Published

HOST = "https://docs.example.com/"


def test_each_link_leads_somewhere(published: Published, figure: Callable[[str], None]) -> None:
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    files = published.files()
    wrong = {
        str(file.relative_to(published.folder)): found
        for file in files
        if (found := list(broken(published.folder, file, config["site_url"])))
    }
    figure(
        f"links: {sum(len(links_of(file)) for file in files):,} in {len(files)} files, {len(wrong)} broken"
    )

    assert wrong == {}


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="other/">', []),
        ('<a href="/other/#here">', []),
        ('<a href="https://elsewhere.example.com/lost">', []),
        ('<a href="mailto:a@example.com">', []),
        ('<a href="#">', []),
        ('<a href="lost/">', ["lost/: the site has no lost"]),
        ('<a href="other/#lost">', ["other/#lost: other/index.html has no #lost"]),
        ('<a href="#lost">', ["#lost: index.html has no #lost"]),
        ('<img src="lost.svg">', ["lost.svg: the site has no lost.svg"]),
        ('<img srcset="other/ 1x, lost.png 2x">', ["lost.png: the site has no lost.png"]),
        (f'<link href="{HOST}lost.css">', [f"{HOST}lost.css: the site has no lost.css"]),
    ],
)
def test_what_counts_as_broken(html: str, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/index.html").write_text('<p id="here">', "utf-8")
    page = tmp_path / "index.html"
    page.write_text(html, "utf-8")

    assert list(broken(tmp_path, page, HOST)) == said
