"""Documented answers: the HTTP messages and JSON bodies that a page shows, read and compared.

An `http` block is a status line, the headers that the page speaks of, an empty line and a body
(RFC 9112 §2.1). Without a status line it is a piece of a request. Its headers are a choice, with or without a
line `...` among them; a value `...` is any value.
"""

import re
from dataclasses import dataclass

from snippets.judging.difference import body_differences
from snippets.judging.leeway import UNTYPED, Types
from snippets.judging.notation import ELISION, NotJson, read
from snippets.model import Answer, Block, Headers, Request, joined

__all__ = [
    "Documented",
    "Malformed",
    "answer_differs",
    "parse",
    "request_differs",
]

_STATUS = re.compile(r"HTTP/[\d.]+ (\d{3})(?: .*)?$")
_REQUEST = re.compile(r"([A-Z]+) (\S+)(?: HTTP/[\d.]+)?$")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$")


class Malformed(ValueError):
    """A documented answer can't be read; the message says why."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """Line of the page."""


@dataclass(frozen=True)
class Documented:
    """What a page says of one message."""

    block: Block
    status: int | None = None
    """None: the block shows a body only, or is a piece of a request."""
    method: str | None = None
    target: str | None = None
    headers: Headers = ()
    body: str | None = None
    """The text of the body; None when the block shows none."""
    open: bool = False
    """A line `...` among the headers says that there are others."""

    @property
    def of_request(self) -> bool:
        return self.block.language == "http" and self.status is None


def parse(block: Block) -> Documented:
    """Reads a `json` or `http` block. Raises Malformed."""
    if block.language == "json":
        _must_be_json(block.source, block.first)
        return Documented(block, body=block.source)
    head, _, body = block.source.partition("\n\n")
    lines = head.splitlines()
    status = method = target = None
    if lines and (found := _STATUS.match(lines[0])):
        status = int(found[1])
    elif lines and (asked := _REQUEST.match(lines[0])):
        method, target = asked[1], asked[2]
    headers = []
    more = any(line.strip() == ELISION for line in lines)
    for number, line in enumerate(lines):
        if (number == 0 and (status or method)) or line.strip() == ELISION:
            continue
        field = _FIELD.match(line)
        if field is None:
            raise Malformed(
                f"{line!r} is neither a status line nor a header (an empty line goes before the body)",
                block.first + number,
            )
        headers.append((field[1], field[2].strip()))
    if not (status or method or headers):
        raise Malformed("an http block shows a status line, headers or both", block.line)
    if body.lstrip()[:1] in ("{", "["):
        _must_be_json(body, block.first + len(lines) + 1)
    return Documented(block, status, method, target, tuple(headers), body.strip("\n") or None, more)


def _must_be_json(text: str, first: int) -> None:
    try:
        read(text)
    except NotJson as error:
        raise Malformed(f"this is not JSON: {error}", first + error.line - 1) from None


def answer_differs(documented: Documented, answer: Answer, types: Types = UNTYPED) -> list[str]:
    """How an answer differs from what the page says of it: status, each header shown, body.

    `types`: those of its values, where times may differ.
    """
    found = []
    if documented.status is not None and documented.status != answer.status:
        found.append(f"status: page {documented.status}, API {answer.status}")
    found += _headers_differ(documented.headers, answer.headers, "API", types)
    if documented.body is not None:
        body = answer.body.decode("utf-8", "replace")
        found += body_differences(documented.body, body, kind=types.body)
    elif documented.status is not None and answer.body:
        found.append(
            f"the API sends a body, the page shows none: {answer.body.decode('utf-8', 'replace')[:200]}"
        )
    return found


def request_differs(documented: Documented, request: Request) -> list[str]:
    """How a request differs from the piece of it that the page shows."""
    found = []
    if documented.method is not None and documented.method != request.method:
        found.append(f"method: page {documented.method}, request {request.method}")
    if documented.target is not None and documented.target != request.target:
        found.append(f"target: page {documented.target}, request {request.target}")
    found += _headers_differ(documented.headers, request.headers, "request")
    if documented.body is not None:
        found += body_differences(documented.body, request.body.decode("utf-8", "replace"), "request")
    return found


def _headers_differ(shown: Headers, given: Headers, giver: str, types: Types = UNTYPED) -> list[str]:
    found = []
    for name in dict.fromkeys(name for name, _ in shown):
        page, other = joined(shown, name) or "", joined(given, name)
        if other is None or not (page == ELISION or types.same_header(name, page, other)):
            found.append(f"{name}: page {page}, {giver} {'none' if other is None else other}")
    return found
