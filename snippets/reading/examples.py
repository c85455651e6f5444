"""Groups the blocks of a page into examples: what stands side by side, and the answers below it."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from snippets.directive import Comment
from snippets.languages import ANSWERS, LANGUAGES, language_of
from snippets.model import Block, Example, Group, Problem
from snippets.reading.fences import Fence
from snippets.reading.install import is_install

__all__ = ["Placed", "Side", "examples_of", "side_by_side"]

_HEADING = re.compile(r"[> ]*(?:#{1,6}(?:\s|\w)|<h[1-6]\b)", re.I)
_UNDERLINE = re.compile(r"[> ]*(?:=+|-+) *")


@dataclass(frozen=True)
class Placed:
    """A block and the fence that it was read from."""

    block: Block
    fence: Fence


@dataclass
class Side:
    """Fences side by side: adjacent, at one indent, each in another language. The site shows them as tabs."""

    members: list[Placed]
    answers: list[Block] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        """The example that one of them names."""
        names = (placed.block.directive.example for placed in self.members)
        return next((name for name in names if name), None)

    @property
    def run(self) -> tuple[Block, ...]:
        """Those that are not skipped."""
        return tuple(placed.block for placed in self.members if placed.block.directive.skip is None)


def side_by_side(placed: Sequence[Placed], lines: Sequence[str], comments: Sequence[Comment]) -> list[Side]:
    """The runnable blocks of a page, in sets of those that stand side by side."""
    between = {line for comment in comments for line in range(comment.first, comment.last + 1)}
    sides: list[Side] = []
    previous: Placed | None = None
    for here in placed:
        if _runs(here.block):
            if previous is not None and sides and sides[-1].members[-1] is previous:
                gap = range(previous.fence.end + 1, here.fence.start)
                adjacent = all(line in between or not lines[line].strip("> ") for line in gap)
                if adjacent and previous.fence.prefix == here.fence.prefix and _joins(sides[-1], here.block):
                    sides[-1].members.append(here)
                    previous = here
                    continue
            sides.append(Side([here]))
        previous = here
    return sides


def examples_of(
    placed: Sequence[Placed], lines: Sequence[str], sides: Sequence[Side]
) -> tuple[tuple[Example, ...], list[Problem]]:
    """The examples of a page, in its order, and what is wrong with their parts."""
    problems: list[Problem] = []
    elsewhere = _attach_answers(placed, lines, sides, problems)
    named: dict[str, list[Side]] = {}
    taken = {side.name for side in sides if side.name}
    for side in sides:
        named.setdefault(side.name or _unique(f"line-{side.members[0].block.line}", taken), []).append(side)
    examples: list[Example] = []
    for name, parts in named.items():
        snippets = [block for side in parts for block in side.run]
        problems += _twice(name, snippets)
        problems += _scenarios(name, snippets)
        extra = tuple(answer for answer in elsewhere if answer.directive.response_to == name)
        groups = tuple(Group(side.run, tuple(side.answers)) for side in parts if side.run)
        for answer in [*extra, *(answer for group in groups for answer in group.answers)]:
            problems += _titled(answer, snippets)
        if groups:
            examples.append(Example(name, groups, extra, snippets[0].directive.scenario))
    known = [example.name for example in examples]
    problems += [
        _lost(answer, taken & set(known)) for answer in elsewhere if answer.directive.response_to not in known
    ]
    return tuple(examples), problems


def _runs(block: Block) -> bool:
    return language_of(block.language) is not None and not is_install(block)


def _joins(side: Side, block: Block) -> bool:
    languages = {language_of(placed.block.language) for placed in side.members}
    name = block.directive.example
    return language_of(block.language) not in languages and (not name or not side.name or name == side.name)


def _attach_answers(
    placed: Sequence[Placed], lines: Sequence[str], sides: Sequence[Side], problems: list[Problem]
) -> list[Block]:
    """Gives each answer to the nearest side above it under its heading; returns those that name theirs."""
    side_of = {id(member): side for side in sides for member in side.members}
    elsewhere: list[Block] = []
    nearest: Side | None = None
    last = 0
    for here in placed:
        if nearest is not None and any(_is_heading(lines, line) for line in range(last, here.fence.start)):
            nearest = None
        last = here.fence.end + 1
        block = here.block
        nearest = side_of.get(id(here), nearest)
        if block.language not in ANSWERS or block.directive.skip is not None:
            continue
        if block.directive.response_to is not None:
            elsewhere.append(block)
        elif nearest is None:
            problems.append(
                Problem(
                    block.line,
                    f"this `{block.language}` block is no example's answer: none stands above it under its "
                    "heading; put it below one, or say whose it is: `<!-- snippet: response-to=NAME -->`",
                )
            )
        elif not nearest.run:
            problems.append(
                Problem(
                    block.line,
                    f"this `{block.language}` block is the answer of an example that is skipped (line "
                    f'{nearest.members[0].block.line}); skip it too: `<!-- snippet: skip because="…" -->`',
                )
            )
        else:
            nearest.answers.append(block)
    return elsewhere


def _is_heading(lines: Sequence[str], line: int) -> bool:
    if _HEADING.match(lines[line]):
        return True
    return line > 0 and bool(_UNDERLINE.fullmatch(lines[line])) and bool(lines[line - 1].strip("> "))


def _unique(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "-unnamed"
    return name


def _lost(answer: Block, names: Iterable[str]) -> Problem:
    known = ", ".join(f"`{name}`" for name in sorted(names)) or "none; `example=NAME` above a fence gives one"
    name = answer.directive.response_to
    return Problem(
        answer.directive.line, f"`response-to={name}`: no such example here; with a name there are {known}"
    )


def _twice(name: str, snippets: Sequence[Block]) -> list[Problem]:
    problems = []
    for language in LANGUAGES:
        same = [block for block in snippets if language_of(block.language) is language]
        problems += [
            Problem(
                block.line,
                f"example `{name}` has a {language.label} snippet already, at line {same[0].line}; "
                "one name is for one snippet in each language",
            )
            for block in same[1:]
        ]
    return problems


def _scenarios(name: str, snippets: Sequence[Block]) -> list[Problem]:
    stated = snippets[0].directive.scenario if snippets else None
    return [
        Problem(
            block.directive.line,
            f"`scenario={block.directive.scenario}`: the example begins at line {snippets[0].line} "
            + (f"in `scenario={stated}`" if stated else "and states no scenario there")
            + "; an example has one scenario, which its first fence states",
        )
        for block in snippets[1:]
        if block.directive.scenario not in (None, stated)
    ]


def _titled(answer: Block, snippets: Sequence[Block]) -> list[Problem]:
    """An answer whose title names no language of its example would be compared with nothing."""
    if answer.title is None:
        return []
    here = {language_of(block.language) for block in snippets}
    labels = [language.label for language in LANGUAGES if language in here]
    if answer.title.casefold() in {label.casefold() for label in labels}:
        return []
    return [
        Problem(
            answer.line,
            f'`title="{answer.title}"`: the title of an answer limits it to a language of its example; here '
            + ", ".join(labels),
        )
    ]
