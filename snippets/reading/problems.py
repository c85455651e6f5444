"""What is wrong with a page as written, before anything runs: all of it, each with its line and a remedy."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from snippets.directive import Comment
from snippets.languages import ANSWERS, DATA, DRAWN, LANGUAGES, language_of
from snippets.model import Block, Problem
from snippets.reading.examples import Placed
from snippets.reading.fences import LEFT, LISTED, UNCLOSED, UNKNOWN, Reading
from snippets.reading.install import is_install
from snippets.reading.marker import FIGURES, asked

__all__ = ["problems_of"]

_OPENING = re.compile(r" *(`{3,}|~{3,})[ \t]*[\w.{]")
_RUN = ", ".join(f"`{language.name}`" for language in LANGUAGES)
_READ = ", ".join(f"`{name}`" for name in (*sorted(ANSWERS), *sorted(DATA), *sorted(DRAWN)))
_SKIP = '`<!-- snippet: skip because="…" -->`'
_REMEDIES = {
    UNKNOWN: "leave the option out; exceptions are stated in a `<!-- snippet: … -->` above the fence",
    LEFT: "close it before line {line}, or indent that line as much as the fence",
    UNCLOSED: "end it with the same marker at the same indent",
    LISTED: "put it on a line of its own, indented by 4",
}
_UNFENCED = {
    "indented": "code by indent alone has no language, so it can't be checked; make it a fence with one",
    "pre": "a raw `<pre>` has no language, so it can't be checked; make it a fence with one",
    "hidden": "the raw HTML that begins here is never closed, and hides the rest of the page; close it",
}
_FITS = {
    "snippet": {"scenario", "example", "continues", "skip", "no-request"},
    "answer": {"response-to", "skip"},
    "install line": {"skip"},
    "data": {"skip"},
    "other": {"skip"},
}


def problems_of(
    placed: Iterable[Placed], reading: Reading, offset: int, stray: Iterable[Comment]
) -> Iterator[Problem]:
    """The problems of a page, whose text begins at line `offset`; `stray`: the directives above no fence."""
    yield from _unread(reading, offset, stray)
    yield from _blocks(placed, reading, offset)
    yield from _continuing(placed)
    for number, name in asked(reading).items():
        if name not in FIGURES:
            valid = ", ".join(f"`{figure}`" for figure in FIGURES)
            yield Problem(number + offset, f"`verification` has no figure `{name}`; it has {valid}")


def _unread(reading: Reading, offset: int, stray: Iterable[Comment]) -> Iterator[Problem]:
    """What is shown and not checked: refused fences, code outside fences, stray directives."""
    for refusal in reading.refused:
        cause = refusal.cause
        remedy = _REMEDIES[cause].format(line=refusal.given_up + offset)
        yield Problem(refusal.line + offset, f"MkDocs doesn't take this line as a fence: {cause}; {remedy}")
    for number, kind in reading.unfenced:
        yield Problem(number + offset, _UNFENCED[kind])
    refused = {refusal.line for refusal in reading.refused}
    for comment in stray:
        rest = range(comment.last + 1, len(reading.lines))
        below = next((number for number in rest if reading.lines[number].strip("> ")), None)
        if comment.fault or below not in refused:
            yield Problem(
                comment.first + offset,
                comment.fault
                or "this directive stands above no fence: at its indent, with only blank lines between",
            )


def _blocks(placed: Iterable[Placed], reading: Reading, offset: int) -> Iterator[Problem]:
    for here in placed:
        block = here.block
        if here.fence.start in reading.astray:
            continue
        for number, line in enumerate(block.source.split("\n")):
            if (match := _OPENING.match(line)) and match[1].startswith(here.fence.marker):
                next_one = here.fence.start + number + 1 + offset
                marker = here.fence.marker
                yield Problem(
                    block.line,
                    f"this fence is not closed before the next one opens, at line {next_one}; end it with "
                    f"{marker}, or begin and end it with {marker}{marker[0]} to show fences in it",
                )
                break
        kind = _kind(block)
        if not block.language:
            remedy = f"say one: {_RUN} run, {_READ} are read"
            yield Problem(block.line, f"a fence without a language can't be checked; {remedy}")
        elif kind == "other" and block.directive.skip is None:
            # What its directive says may fit the language that was meant.
            yield Problem(block.line, _unknown(block.language))
            continue
        yield from _unfit(block, kind)


def _kind(block: Block) -> str:
    if is_install(block):
        return "install line"
    if language_of(block.language):
        return "snippet"
    if block.language in ANSWERS:
        return "answer"
    return "data" if block.language in DATA | DRAWN else "other"


def _unknown(language: str) -> str:
    valid = [alias for runs in LANGUAGES for alias in runs.aliases] + [*ANSWERS, *DATA, *DRAWN]
    near = get_close_matches(language, valid, n=1, cutoff=0.8)
    return (
        f"`{language}` is not a language that this project runs or reads"
        + (f"; did you mean `{near[0]}`?" if near else ";")
        + f" {_RUN} run, {_READ} are read, and any other is skipped with a reason: {_SKIP}"
    )


def _unfit(block: Block, kind: str) -> Iterator[Problem]:
    directive = block.directive
    said = {
        "scenario": directive.scenario,
        "example": directive.example,
        "continues": directive.continues,
        "response-to": directive.response_to,
        "skip": directive.skip,
        "no-request": directive.no_request,
    }
    other = f"`{block.language}` block" if block.language else "block without a language"
    what = other if kind in {"other", "data"} else kind
    for word, value in said.items():
        if value and word not in _FITS[kind]:
            fitting = ", ".join(f"`{name}`" for name in said if name in _FITS[kind])
            article = "an" if what[0] in "aeiou" else "a"
            message = f"`{word}` says nothing of {article} {what}; above one may stand {fitting}"
            yield Problem(directive.line, message)
    if directive.continues and directive.scenario:
        message = "`continues` goes on in the state above it, so it can't have a `scenario`"
        yield Problem(directive.line, message)


def _continuing(placed: Iterable[Placed]) -> Iterator[Problem]:
    above: set[str] = set()
    for here in placed:
        language = language_of(here.block.language)
        if language is None or is_install(here.block):
            continue
        if here.block.directive.continues and language.name not in above:
            message = f"`continues`: no {language.label} snippet stands above to go on from"
            yield Problem(here.block.directive.line, message)
        if here.block.directive.skip is None:
            above.add(language.name)
