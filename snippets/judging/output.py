"""What a snippet prints, held against the answers that stand under it.

Under a `json` block a program prints that JSON; under an `http` block it prints all that the block
shows: the status, each header, the body. `curl -i` does; a program may print `401` or `401 Unauthorized`,
`Name: value` or the bare value, one a line, of the headers that the block shows. Under a `text` block it
prints that text, to the letter.
"""

import http.client
import json
import re
from dataclasses import dataclass

from snippets.judging.difference import body_differences
from snippets.judging.leeway import UNTYPED, Types
from snippets.judging.message import Documented
from snippets.model import Answer

__all__ = ["output_differs"]

_STATUS = re.compile(r"(?:HTTP/[\d.]+ )?(\d{3})(?: (.*))?$")
_PHRASES = {
    413: {"Content Too Large", "Payload Too Large"},
    422: {"Unprocessable Content", "Unprocessable Entity"},
}
"""Phrases beside those of this Python: RFC 9110 has renamed some, and clients have not all followed."""
_CONNECTIONS_OWN = {
    "connection": re.compile("(?i)keep-alive|close"),
    "date": re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"),
    "keep-alive": re.compile(r"timeout=\d+"),
    "transfer-encoding": re.compile("(?i)chunked"),
}
"""Fields that the server's HTTP layer adds, outside the app (RFC 9110 §6.6.1 and §7.6.1)."""
_decoder = json.JSONDecoder()


@dataclass(frozen=True)
class _Printed:
    """One message as printed: the lines before the body, and the body."""

    head: tuple[str, ...]
    body: str


def output_differs(
    output: str, documented: list[Documented], answers: list[Answer], types: list[Types] | None = None
) -> list[str]:
    """How the output differs from the documented messages, in their order; `answers` are the real ones.

    `types`: those of each answer's values, where times may differ.
    """
    found: list[str] = []
    rest = output
    types = types or [UNTYPED] * len(answers)
    for message, answer, known in zip(documented, answers, types, strict=True):
        printed, rest = _next(rest, message.body is not None, last=message is documented[-1])
        if message.body is not None and not printed.body:
            shown = printed.head[0] if printed.head else ""
            found.append(
                f"prints no JSON body, but the page shows one{f' (printed: {shown})' if shown else ''}"
            )
            continue
        found += _head_differs(printed.head, message, answer)
        if message.body is not None:
            found += body_differences(message.body, printed.body, "output", known.body)
    if rest.strip():
        found.append(f"prints more than the page shows: {rest.strip().splitlines()[0][:120]}")
    return found


def _next(text: str, with_body: bool, last: bool) -> tuple[_Printed, str]:
    """The first message in the text, and what comes after it; all of it when no other is to come."""
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
        begins = _STATUS.match(line.strip()) or line.lstrip()[:1] in ("{", "[")
        if not with_body and not last and head and begins:
            break
        if line.strip():
            head.append(line.strip())
        rest = after
    return _Printed(tuple(head), ""), rest


def _head_differs(head: tuple[str, ...], message: Documented, answer: Answer) -> list[str]:
    """The head is the answer's status and headers and nothing else, and has all that the page shows."""
    if message.status is None:
        return [f"prints more than the JSON that the page shows: {line[:120]}" for line in head]
    found = []
    shown = {name.lower() for name, _ in message.headers}
    # A whole head has more than a page shows. Who prints headers one by one has chosen them.
    any_header = message.open or any(line.startswith("HTTP/") for line in head[:1])
    printed: set[str] = set()
    said_status = False
    for line in head:
        if names := _names(line, answer):
            printed |= names
            if not any_header and not names & (shown | set(_CONNECTIONS_OWN)):
                found.append(f"prints a header that the page doesn't show: {line[:120]}")
        elif status := _STATUS.match(line):
            said_status = True
            found += _status_differs(int(status[1]), status[2], answer)
        else:
            found.append(f"prints a line that the answer doesn't have: {line[:120]}")
    if not said_status:
        found.append(f"doesn't print the status {message.status} that the page shows")
    for name, value in message.headers:
        if name.lower() not in printed:
            found.append(f"doesn't print what the page shows: {name}: {value}")
    return found


def _status_differs(status: int, phrase: str | None, answer: Answer) -> list[str]:
    if status != answer.status:
        return [f"prints status {status}, but the answer has {answer.status}"]
    known = _PHRASES.get(status, set()) | {http.client.responses.get(status, "")}
    return [] if not phrase or phrase in known else [f"prints {phrase!r}, which is no phrase of {status}"]


def _names(line: str, answer: Answer) -> set[str]:
    """The headers of the answer that a printed line shows, in lower case."""
    name, colon, value = line.partition(":")
    own = _CONNECTIONS_OWN.get(name.strip().lower())
    if colon and own is not None and own.fullmatch(value.strip()):
        return {name.strip().lower()}
    if colon and answer.header(name.strip()) == value.strip():
        return {name.strip().lower()}
    return {key.lower() for key, given in answer.headers if given == line}
