"""Snippets that go on from those above them in their language: `continues`, and pages that are one sequence.

The snippets of such a chain run as one program, in one world. Between them stand as many empty lines as
there are lines between them on the page, so that a line that the program names is the page's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from snippets.languages import language_of
from snippets.model import Block, Directive, Example, Exchange, Failure, Page, Problem, Result
from snippets.reading.install import is_install

__all__ = ["chain", "declared", "in_sequence", "joined", "redundant", "rest"]

_A_DATE = "Thu, 01 Jan 1970 00:00:00 GMT"
_DATE = re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")
"""What the field `Date` of an answer says (RFC 9110 §5.6.7): another second in another run, and as long."""


def declared(front: Mapping[str, Any], text: str) -> tuple[bool, list[Problem]]:
    """Whether a page's front matter says that it is one sequence; a problem when it says neither.

    `text` is the whole page, for the line.
    """
    said = front.get("sequence", False)
    if isinstance(said, bool):
        return said, []
    lines = enumerate(text.split("\n"), start=1)
    at, line = next(((at, line) for at, line in lines if re.match(r"sequence\s*:", line)), (1, "sequence:"))
    message = "write `sequence: true` when each snippet continues the one above it, or delete the line"
    return False, [Problem(at, f"`{line.strip()}` is neither true nor false; {message}")]


def redundant(blocks: Iterable[Block]) -> list[Problem]:
    """The directives that say again what the front matter of a page that is one sequence has said."""
    message = "`continues` is what the page's `sequence: true` says of each snippet; delete it here"
    return [Problem(block.directive.line, message) for block in blocks if block.directive.continues]


def in_sequence(
    blocks: Sequence[Block], examples: Sequence[Example]
) -> tuple[tuple[Block, ...], tuple[Example, ...]]:
    """The blocks and examples of a page that is one sequence, with what that means for each directive.

    A snippet continues the one above it in its language. An example that states a scenario begins a new
    sequence, in each of its languages; a language that joins in later begins in the sequence's scenario.
    """
    of = {snippet.ordinal: example for example in examples for snippet in example.snippets}
    known: dict[str, str | None] = {}
    begun: set[str] = set()
    now: str | None = None
    made: dict[int, Block] = {}
    for block in blocks:
        language = language_of(block.language)
        if language is None or is_install(block):
            made[block.ordinal] = block
            continue
        example = of.get(block.ordinal)
        stated = example.scenario if example else block.directive.scenario
        if stated and (example is None or example.name not in known):
            now = stated
            begun.clear()
        scenario = known.setdefault(example.name, now) if example else now
        goes_on = stated is None and language.name in begun
        if example is not None:  # what is skipped can't be gone on from
            begun.add(language.name)
        made[block.ordinal] = replace(block, directive=_resolved(block.directive, goes_on, scenario))
    return tuple(made.values()), tuple(_remade(example, made) for example in examples)


def _resolved(directive: Directive, goes_on: bool, scenario: str | None) -> Directive:
    return replace(directive, continues=goes_on, scenario=None if goes_on else scenario)


def _remade(example: Example, made: Mapping[int, Block]) -> Example:
    groups = tuple(
        replace(group, snippets=tuple(made[snippet.ordinal] for snippet in group.snippets))
        for group in example.groups
    )
    return replace(example, groups=groups)


def chain(page: Page, snippet: Block) -> tuple[Block, ...]:
    """The snippets that `snippet` goes on from, itself last; only itself when it continues nothing."""
    found = [snippet]
    for above in reversed(page.blocks[: snippet.ordinal]):
        if not found[0].directive.continues:
            break
        same = language_of(above.language) is language_of(snippet.language)
        if same and above.directive.skip is None:
            found.insert(0, above)
    return tuple(found)


def joined(blocks: tuple[Block, ...]) -> Block:
    """One block of the blocks' texts, each at its own distance from the first."""
    first = blocks[0]
    lines: list[str] = []
    for block in blocks:
        lines += [""] * (block.first - first.first - len(lines))
        lines += block.source.split("\n")
    return replace(blocks[-1], source="\n".join(lines), line=first.line, blank=first.blank)


def rest(whole: Result, before: Result, snippet: Block) -> Result:
    """What the last snippet of a chain added to what came of those before it."""
    if before.failure is not None:
        line = before.failure.line or snippet.directive.line
        fix = (("fix", "mend that one first"),)
        return replace(whole, exchanges=(), failure=Failure("continues a snippet that fails", line, fix))
    count = len(before.exchanges)
    apart = _outline(whole.exchanges[:count]) == _outline(before.exchanges)
    apart = apart and _DATE.sub(_A_DATE, whole.output).startswith(_DATE.sub(_A_DATE, before.output))
    if apart:
        output, own = whole.output[len(before.output) :], whole.exchanges[count:]
        whole = replace(whole, output=output, exchanges=own, earlier=whole.exchanges[:count])
    if whole.failure is not None:
        return _broken(whole if apart else replace(whole, exchanges=()), whole.failure, snippet)
    if apart:
        return whole
    fix = (("fix", "let each snippet wait for what it starts, so that the next begins after it"),)
    message = "can't be told apart from the snippet that it continues: they run into each other"
    return replace(whole, exchanges=(), failure=Failure(message, None, fix))


def _broken(result: Result, failure: Failure, snippet: Block) -> Result:
    """A failure, which may be at a line above: in a snippet that ran well until this one was added."""
    if failure.line is None or failure.line >= snippet.line:
        return result
    why = f"line {failure.line} runs well without this snippet: one of the two must fit the other"
    failure = replace(failure, line=snippet.line, detail=(*failure.detail, ("fix", why)))
    return replace(result, exchanges=(), failure=failure)


def _outline(exchanges: tuple[Exchange, ...]) -> list[tuple[str, str, int]]:
    """What is the same each time: a key or a boundary that is made by chance is not."""
    return [(met.request.method, met.request.target, met.answer.status) for met in exchanges]
