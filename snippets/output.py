"""What a snippet prints, held against the answers that stand under it.

Under a `json` block a program prints that JSON; under an `http` block it prints all that the block
shows: the status, each header, the body. `curl -i` does; a program may print `401` or `401 Unauthorized`,
`Name: value` or the bare value, one a line. Under a `text` block it prints that text, to the letter.
"""

import json
import re
from dataclasses import dataclass

from snippets.message import Documented, bodies_differ, same_text
from snippets.model import Answer

__all__ = ["output_differs", "text_differs"]

_STATUS = re.compile(r"(?:HTTP/[\d.]+ )?(\d{3})(?: [A-Za-z' -]*)?$")
_CONNECTIONS_OWN = frozenset({"connection", "date", "keep-alive", "transfer-encoding"})
"""Fields that the server's HTTP layer adds, outside the app (RFC 9110 §6.6.1 and §7.6.1)."""
_decoder = json.JSONDecoder()


@dataclass(frozen=True)
class _Printed:
    """One message as printed: the lines before the body, and the body."""

    head: tuple[str, ...]
    body: str


def text_differs(expected: str, output: str) -> list[str]:
    """How the output differs from a `text` block: its first differing line."""
    if same_text(expected, output):
        return []
    page, printed = expected.rstrip().splitlines(), output.rstrip().splitlines()
    for number in range(max(len(page), len(printed))):
        left = page[number].rstrip() if number < len(page) else None
        right = printed[number].rstrip() if number < len(printed) else None
        if left != right:
            return [f"line {number + 1}: page {_quoted(left)}, printed {_quoted(right)}"]
    return []


def output_differs(output: str, documented: list[Documented], answers: list[Answer]) -> list[str]:
    """How the output differs from the documented messages, in their order; `answers` are the real ones."""
    found: list[str] = []
    rest = output
    for message, answer in zip(documented, answers, strict=True):
        printed, rest = _next(rest, message.body is not None)
        if message.body is not None and not printed.body:
            shown = printed.head[0] if printed.head else ""
            found.append(
                f"prints no JSON body, but the page shows one{f' (printed: {shown})' if shown else ''}"
            )
            continue
        found += _head_differs(printed.head, message, answer)
        if message.body is not None:
            found += [f"printed {difference}" for difference in bodies_differ(message.body, printed.body)]
    if rest.strip():
        found.append(f"prints more than the page shows: {rest.strip().splitlines()[0][:120]}")
    return found


def _next(text: str, with_body: bool) -> tuple[_Printed, str]:
    """The first message in the text, and what comes after it."""
    head: list[str] = []
    rest = text
    while rest:
        line, _, after = rest.partition("\n")
        if with_body and line.lstrip()[:1] in ("{", "["):
            try:
                _, end = _decoder.raw_decode(rest.lstrip())
            except ValueError:
                return _Printed(tuple(head), rest), ""
            start = len(rest) - len(rest.lstrip())
            return _Printed(tuple(head), rest[: start + end]), rest[start + end :]
        if not with_body and head and _STATUS.match(line.strip()):
            break
        if line.strip():
            head.append(line.strip())
        rest = after
    return _Printed(tuple(head), ""), rest


def _head_differs(head: tuple[str, ...], message: Documented, answer: Answer) -> list[str]:
    """The head is the answer's status and headers and nothing else, and has all that the page shows."""
    found = []
    statuses = [int(match[1]) for line in head if (match := _STATUS.match(line))]
    for status in statuses:
        if status != answer.status:
            found.append(f"prints status {status}, but the answer has {answer.status}")
    if message.status is not None and not statuses:
        found.append(f"doesn't print the status {message.status} that the page shows")
    printed = set()
    for line in head:
        names = _names(line, answer)
        printed |= names
        if not names and not _STATUS.match(line):
            found.append(f"prints a line that the answer doesn't have: {line[:120]}")
    for name, value in message.headers:
        if name.lower() not in printed:
            found.append(f"doesn't print what the page shows: {name}: {value}")
    return found


def _names(line: str, answer: Answer) -> set[str]:
    """The headers of the answer that a printed line shows, in lower case."""
    name, colon, value = line.partition(":")
    if colon and name.strip().lower() in _CONNECTIONS_OWN:
        return {name.strip().lower()}
    if colon and answer.header(name.strip()) == value.strip():
        return {name.strip().lower()}
    return {key.lower() for key, given in answer.headers if given == line}


def _quoted(line: str | None) -> str:
    return "nothing" if line is None else repr(line)
