"""Mermaid text becomes plain SVG: the same nodes and labels, and nothing that asks for anything."""

import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets.languages import DRAWN
from snippets.page import Reader, page_files
from snippets.publishing import drawing
from snippets.publishing.drawing import UndrawableError, pictures
from snippets.reading.diagram import FOLDER, picture
from snippets.settings import SettingsError, load

ROOT = Path(__file__).parents[3]
SETTINGS = load(ROOT)
READER = Reader(SETTINGS.mkdocs)
SOURCES = {
    picture(block.source).stem: block.source
    for path in page_files(SETTINGS.docs)
    for block in READER.read(path, ROOT).blocks
    if block.language in DRAWN and not block.directive.skip
}
"""Those of this project's pages, by the names of their pictures."""

PLAIN = {"svg", "title", "desc", "marker", "g", "path", "rect", "circle", "text", "tspan"}
GOOD = "flowchart LR\n  accTitle: A way\n  accDescr: There.\n  a --> b"


def said(svg: str) -> dict[str, list[str]]:
    """What a picture holds, whatever the widths of this machine's fonts: labels by kind, and its words."""
    root = ElementTree.fromstring(svg)
    found: dict[str, list[str]] = {"edges": [], "title": [], "desc": []}
    for each in root.iter():
        kind = each.get("class", "")
        name = each.tag.rpartition("}")[2]
        if kind in {"diagram__node", "diagram__words", "diagram__dot"}:
            lines = [span.text or "" for span in each.iter("{http://www.w3.org/2000/svg}tspan")]
            found.setdefault(kind, []).append(" / ".join(lines))
        elif kind == "diagram__edge":
            found["edges"].append("arrow" if each.get("marker-end") else "line")
        elif name in {"title", "desc"}:
            found[name].append(each.text or "")
    return found


def tags(svg: str) -> set[str]:
    return {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(svg).iter()}


@pytest.fixture
def _browser() -> None:
    """A browser; without one the test is skipped, and CI fails instead."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        if os.environ.get("CI"):
            pytest.fail("no Chromium is installed, and CI does not go on without")
        pytest.skip("no Chromium is installed")


def test_the_pictures_are_those_of_the_pages() -> None:
    there = {file.stem for file in (SETTINGS.docs / FOLDER).iterdir()}

    assert there == set(SOURCES), "run: python -m snippets draw"
    assert len(SOURCES) >= 3


@pytest.mark.parametrize("name", SOURCES)
def test_a_picture_holds_shapes_and_text_and_asks_for_nothing(name: str) -> None:
    svg = (SETTINGS.docs / FOLDER / f"{name}.svg").read_text("utf-8")

    assert tags(svg) <= PLAIN
    assert "style=" not in svg
    assert set(re.findall(r"url\(([^)]*)\)", svg)) <= {f"#{name}-arrow"}
    # An id is the picture's own, so that a page can give it one that is unique there.
    assert set(re.findall(r'\bid="(\w+)-\w+"', svg)) == {name}
    assert len(svg) < 8_000


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.usefixtures("_browser")
def test_drawn_again_a_picture_is_the_same() -> None:
    drawn = pictures(SOURCES, ROOT)

    assert {name: said(svg) for name, svg in drawn.items()} == {
        name: said((SETTINGS.docs / FOLDER / f"{name}.svg").read_text("utf-8")) for name in SOURCES
    }


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.usefixtures("_browser")
def test_what_mermaid_cant_read_is_said_in_one_line() -> None:
    with pytest.raises(UndrawableError, match=r"^Parse error on line 4: .*got") as raised:
        pictures({"good": GOOD, "bad": GOOD.replace("-->", "--> -->")}, ROOT)

    assert raised.value.name == "bad"
    assert "\n" not in str(raised.value)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.usefixtures("_browser")
def test_what_says_nothing_in_words_is_not_drawn() -> None:
    with pytest.raises(UndrawableError, match=r"^it needs a line `accTitle: …` and a line `accDescr: …`$"):
        pictures({"a": "flowchart LR\n  a --> b"}, ROOT)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.usefixtures("_browser")
def test_no_text_becomes_markup() -> None:
    source = GOOD.replace("A way", "</script><b>").replace("a -->", 'a["</pre><img src=x>"] -->')
    svg = pictures({"x": source}, ROOT)["x"]

    assert tags(svg) <= PLAIN


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that has a Mermaid."""
    mermaid = tmp_path / "node_modules/mermaid/dist/mermaid.min.js"
    mermaid.parent.mkdir(parents=True)
    mermaid.touch()
    return tmp_path


def test_what_it_takes_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"Mermaid is missing\..* run: npm install"):
        pictures({"a": "flowchart LR"}, root / "node_modules")
    monkeypatch.setattr(drawing.shutil, "which", lambda _: None)
    with pytest.raises(SettingsError, match=r"Chromium is missing\. Install chromium."):
        pictures({"a": "flowchart LR"}, root)


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 1", "it ended with status 1"),
        ("echo one >&2; echo 'no display' >&2; echo >&2; exit 1", "it ended with status 1: no display"),
        ("exec sleep 600", "it was still at work after 0.1 s"),
    ],
)
def test_a_browser_that_draws_nothing_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    browser = root / "chromium"
    browser.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    browser.chmod(0o755)
    monkeypatch.setattr(drawing.shutil, "which", lambda _: str(browser))
    monkeypatch.setattr(drawing, "_SECONDS", 0.1 if "sleep" in does else drawing._SECONDS)
    with pytest.raises(SettingsError) as raised:
        pictures({"a": "flowchart LR"}, root)
    remedy = f"find out why: {browser} --headless --dump-dom about:blank"
    assert str(raised.value) == f"{browser} drew nothing; {said}; {remedy}"
