"""Colour is for terminals whose user wants it."""

import io

import pytest

from snippets.model import Block, Failure, Page, Verdict
from snippets.reporting.show import failure_lines
from snippets.reporting.style import PLAIN, Style
from snippets.serve import told

BLOCK = Block(0, "bash", "ls", 3, 5)
PAGE = Page("docs/a.md", "", (BLOCK,), ())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "no_color", "expected"),
    [
        (Terminal(), None, "\033[31mx\033[0m"),
        (Terminal(), "", "\033[31mx\033[0m"),
        (Terminal(), "1", "x"),
        (io.StringIO(), None, "x"),
    ],
)
def test_a_terminal_has_colour_unless_no_color_is_set(
    stream: io.StringIO, no_color: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert Style.of(stream)("bad", "x") == expected


def test_an_empty_text_stays_empty() -> None:
    assert Style(True)("bad", "") == ""


def test_what_serve_tells_of_a_failure_is_the_same_text_in_colour() -> None:
    verdict = Verdict(BLOCK, "failed", failure=Failure("fails", detail=(("fix", "mend it"),)))
    assert told(PAGE, [verdict], 1.0, PLAIN) == [
        "docs/a.md:3 [bash] fails",
        "  fix      mend it",
        "✗ docs/a.md: 1 of 1 block failed in 1.0 s",
    ]
    assert told(PAGE, [verdict], 1.0, Style(True)) == [
        "\033[1;31mdocs/a.md:3 [bash] fails\033[0m",
        "\033[2m  fix      \033[0mmend it",
        "\033[31m✗\033[0m docs/a.md: 1 of 1 block failed in 1.0 s",
    ]


def test_a_control_character_that_a_snippet_prints_is_shown_and_does_nothing() -> None:
    failure = Failure("raised \x1b[31m", detail=(("said", "a\rb\tc\x9b\nd"),))
    assert failure_lines(PAGE, BLOCK, None, failure) == [
        "docs/a.md:3 [bash] raised ␛[31m",
        "  said     a␍b\tc\ufffd",
        "           d",
    ]
