"""How a failure reads: place, cause, both values, remedy. The same words in pytest and in `make serve`."""

import re

from snippets.languages import language_of
from snippets.model import Block, Failure, Page
from snippets.reporting.style import Style

__all__ = [
    "failure_lines",
    "headline",
    "is_unnamed",
    "item_name",
    "label_and_text",
    "language_name",
    "painted",
    "visible",
]

_LABEL = 9
_UNNAMED = re.compile(r"line-\d+(?:-unnamed)*")
"""What the page reader calls an example that has no name of its own: the line is told anyway."""


def item_name(page: Page, block: Block) -> str:
    """The name of a block in reports: `authentication.md:88[javascript]`."""
    return f"{page.path.rpartition('/')[2]}:{block.line}[{language_name(block)}]"


_VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
_VISIBLE |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
"""Control characters → pictures of them: what a snippet prints may not steer the terminal that shows it."""


def visible(text: str) -> str:
    """`text` with a picture in the place of each control character but tabs and line ends."""
    return text.translate(_VISIBLE)


def is_unnamed(example: str) -> bool:
    """Whether the name of an example is one that the page reader made, because the page gives none."""
    return _UNNAMED.fullmatch(example) is not None


def headline(page: Page, block: Block, example: str | None, failure: Failure) -> str:
    """`docs/page.md:88 [javascript] example list-tasks: the answer differs`."""
    line = failure.line or block.line
    of = f"example {example}: " if example and not is_unnamed(example) else ""
    return f"{page.path}:{line} [{language_name(block)}] {of}{failure.message}"


def failure_lines(page: Page, block: Block, example: str | None, failure: Failure) -> list[str]:
    """The headline, and a row for each thing to know, the label in a column of its own."""
    lines = [visible(headline(page, block, example, failure))]
    for label, text in failure.detail:
        first, *rest = visible(text).split("\n")
        lines.append(f"  {label:<{_LABEL}}{first}")
        lines += [f"  {'':<{_LABEL}}{line}" for line in rest]
    return lines


def label_and_text(line: str) -> tuple[str, str]:
    """The two columns of a row below a headline."""
    return line[: _LABEL + 2], line[_LABEL + 2 :]


def painted(lines: list[str], style: Style) -> list[str]:
    """The lines of a failure in colour: the headline stands out, the labels step back."""
    rows = (label_and_text(line) for line in lines[1:])
    return [style("failure", lines[0]), *(style("soft", label) + text for label, text in rows)]


def language_name(block: Block) -> str:
    """The name of its language, whatever its fence calls it."""
    language = language_of(block.language)
    return language.name if language else block.language
