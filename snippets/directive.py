"""The closed grammar of `<!-- snippet: … -->`: the exceptions that a page states for the fence below."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from snippets.model import Directive

__all__ = ["VALID", "Comment", "DirectiveError", "comments", "parse"]

VALID = (
    "scenario=NAME",
    "example=NAME",
    "continues",
    "response-to=NAME",
    'skip because="…"',
    'skip never because="…"',
    'no-request because="…"',
)
"""Everything that a directive may say, as it is shown to writers."""

_NAMED = ("scenario", "example", "response-to")
_REASONED = ("skip", "no-request")
_WORDS = (*_NAMED, *_REASONED, "continues", "never", "because")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_START = re.compile(r"<!--\s*(?:snippets?\s*:|snippets?\s+(?=(?:" + "|".join(_WORDS) + r")\b))", re.I)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_TOKEN = re.compile(
    r"""(?P<word>[^\s="]+)(?:=(?:"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<bare>[^\s"]*)))?(?=\s|$)"""
)


class DirectiveError(Exception):
    """A directive that is not in the grammar; the message says what is, for a writer to read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def parse(text: str, line: int, before: Directive | None = None) -> Directive:
    """What `text`, the words of the comment at `line` after `snippet:`, states.

    `before` is what the comments above it, for the same fence, stated: a word said again is an error too.
    Raises `DirectiveError`.
    """
    stated = before or Directive(line=line)
    tokens = _tokens(text, line)
    if not tokens:
        raise DirectiveError(line, _said("the directive says nothing"))
    position = 0
    while position < len(tokens):
        word, value = tokens[position]
        position += 1
        if word in _NAMED:
            stated = _name(stated, word, value, line)
        elif word == "continues":
            _bare(word, value, line)
            _once(word, stated.continues, line)
            stated = replace(stated, continues=True)
        elif word in _REASONED:
            _bare(word, value, line)
            never = word == "skip" and tokens[position : position + 1] == [("never", None)]
            position += never
            reason = _reason(f"{word} never" if never else word, tokens[position : position + 1], line)
            position += 1
            if word == "skip":
                _once(word, stated.skip, line)
                stated = replace(stated, skip=reason, never=never)
            else:
                _once(word, stated.no_request, line)
                stated = replace(stated, no_request=reason)
        elif word == "never":
            raise DirectiveError(line, _said('`never` stands after `skip`: `skip never because="…"`'))
        elif word == "because":
            raise DirectiveError(line, _said("`because` stands right after `skip` or `no-request`"))
        else:
            raise DirectiveError(line, _said(f"`{word}` is not a word of a directive{_near(word)}"))
    return stated


@dataclass(frozen=True)
class Comment:
    """A directive's comment as it stands in a text; lines count from 0."""

    first: int
    last: int
    prefix: str
    """What stands before it: blanks and `>`."""
    words: str
    """What it says after `snippet:`."""
    fault: str | None = None
    """Why it can't be read as a comment of its own."""


def comments(lines: Sequence[str], inside: Container[int]) -> Iterator[Comment]:
    """The directive comments of a page, the wrong ones included; `inside` are the lines in fences."""
    number = -1
    while (number := number + 1) < len(lines):
        line = lines[number]
        if number in inside or "<!--" not in line:
            continue
        text = line.lstrip("> ")
        prefix = line[: len(line) - len(text)]
        if not _START.match(text):
            bare = _INLINE_CODE.sub("", line)
            if _START.search(bare):
                yield Comment(
                    number, number, prefix, "", "a directive has a line of its own, above its fence"
                )
            continue
        first = number
        while "-->" not in text and number + 1 < len(lines) and number + 1 not in inside:
            number += 1
            text += "\n" + lines[number].removeprefix(prefix)
        if "-->" not in text:
            yield Comment(first, first, prefix, "", "the comment is never closed: it ends with `-->`")
            return
        rest = text
        while rest:
            start, (said, _, rest) = _START.match(rest), rest.partition("-->")
            rest = rest.strip()
            if start is None:
                yield Comment(first, number, prefix, "", "a directive's comment has its line for itself")
                break
            fault = None if start[0].endswith("snippet:") else "a directive starts with `<!-- snippet:`"
            yield Comment(first, number, prefix, said[start.end() :], fault)


def _tokens(text: str, line: int) -> list[tuple[str, str | None]]:
    tokens: list[tuple[str, str | None]] = []
    rest = text.strip()
    while rest:
        match = _TOKEN.match(rest)
        if match is None or (match["quoted"] is not None and not match["closed"]):
            raise DirectiveError(line, _said(f"`{rest}` can't be read: is a quote missing?"))
        value = match["quoted"] if match["quoted"] is not None else match["bare"]
        if match["word"] == "because" and match["quoted"] is None:
            raise DirectiveError(line, _said('a reason stands in double quotes: `because="…"`'))
        tokens.append((match["word"], value))
        rest = rest[match.end() :].strip()
    return tokens


def _name(stated: Directive, word: str, value: str | None, line: int) -> Directive:
    if value is None:
        raise DirectiveError(line, _said(f"`{word}` needs a name: `{word}=NAME`"))
    if _NAME.fullmatch(value) is None:
        raise DirectiveError(
            line, f"`{word}={value}`: a name is small letters, digits and single hyphens, as in `expired-key`"
        )
    if word == "scenario":
        _once(word, stated.scenario, line)
        return replace(stated, scenario=value)
    if word == "example":
        _once(word, stated.example, line)
        return replace(stated, example=value)
    _once(word, stated.response_to, line)
    return replace(stated, response_to=value)


def _reason(word: str, following: list[tuple[str, str | None]], line: int) -> str:
    if not following or following[0][0] != "because":
        raise DirectiveError(line, f'`{word}` needs a reason: `{word} because="…"`')
    reason = " ".join((following[0][1] or "").split())
    if not reason:
        raise DirectiveError(line, f"`{word}` needs a reason, and the one given is empty")
    return reason


def _bare(word: str, value: str | None, line: int) -> None:
    if value is not None:
        raise DirectiveError(line, _said(f"`{word}` takes no value"))


def _once(word: str, already: object, line: int) -> None:
    if already:
        raise DirectiveError(line, f"`{word}` is said twice for one fence; say it once")


def _near(word: str) -> str:
    near = get_close_matches(word.lower(), _WORDS, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _said(what: str) -> str:
    """What is wrong, and what would be right."""
    forms = ", ".join(f"`{form}`" for form in VALID)
    return f"{what} Valid are {forms}" if what.endswith("?") else f"{what}; valid are {forms}"
