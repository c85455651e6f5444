"""A diagram is shown as the picture of its present text, and says in words what it shows."""

from pathlib import Path

import pytest

from snippets.model import Block
from snippets.reading.diagram import check, picture, title

DRAWING = "flowchart LR\n    accTitle: A way\n    accDescr: From a to b.\n    a --> b"


def block(source: str) -> Block:
    return Block(0, "mermaid", source, 1, 9)


def test_another_text_has_another_picture() -> None:
    assert picture(DRAWING) == picture(DRAWING)
    assert picture(DRAWING) != picture(DRAWING + " ")
    assert picture(DRAWING).parent == Path("assets/diagrams")


def test_a_picture_that_is_there_proves_the_block(tmp_path: Path) -> None:
    file = tmp_path / picture(DRAWING)
    file.parent.mkdir(parents=True)
    file.write_text("<svg/>")

    assert check(block(DRAWING), tmp_path) is None
    assert check(block(DRAWING.replace("a --> b", "b --> a")), tmp_path) is not None


@pytest.mark.parametrize(
    "source",
    [
        DRAWING.replace("    accTitle: A way\n", ""),
        DRAWING.replace(" A way", ""),
        DRAWING.replace("    accDescr: From a to b.\n", ""),
        DRAWING.replace(" From a to b.", " "),
    ],
)
def test_a_diagram_without_words_fails_even_when_it_is_drawn(source: str, tmp_path: Path) -> None:
    file = tmp_path / picture(source)
    file.parent.mkdir(parents=True)
    file.write_text("<svg/>")
    failure = check(block(source), tmp_path)

    assert failure is not None
    assert failure.message == "has no words for those who can't see the picture"


def test_words_in_several_lines_are_words(tmp_path: Path) -> None:
    source = DRAWING.replace("accDescr: From a to b.", "accDescr {\n        From a\n        to b.\n    }")
    failure = check(block(source), tmp_path)

    assert failure is not None
    assert failure.message == "has no picture of its present text"


def test_its_title_is_what_it_is_called() -> None:
    assert title(DRAWING) == "A way"
    assert title("flowchart LR\n    a --> b") == ""
