"""Documented answers: the HTTP messages and JSON bodies that a page shows, read and compared.

An `http` block is a status line, the headers that the page speaks of, an empty line and a body
(RFC 9112 §2.1). Without a status line it is a piece of a request.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from snippets.model import Answer, Block, Headers, Request, joined

__all__ = [
    "Documented",
    "Malformed",
    "answer_differs",
    "bodies_differ",
    "json_differences",
    "parse",
    "request_differs",
    "same_text",
]

_STATUS = re.compile(r"HTTP/[\d.]+ (\d{3})(?: .*)?$")
_REQUEST = re.compile(r"([A-Z]+) (\S+)(?: HTTP/[\d.]+)?$")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$")


class Malformed(ValueError):
    """A documented answer can't be read; the message says why."""


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

    @property
    def of_request(self) -> bool:
        return self.block.language == "http" and self.status is None


def parse(block: Block) -> Documented:
    """Reads a `json` or `http` block. Raises Malformed, with the line inside the block's text."""
    if block.language == "json":
        _must_be_json(block.source)
        return Documented(block, body=block.source)
    head, _, body = block.source.partition("\n\n")
    lines = head.splitlines()
    status = method = target = None
    if lines and (found := _STATUS.match(lines[0])):
        status = int(found[1])
        del lines[0]
    elif lines and (asked := _REQUEST.match(lines[0])):
        method, target = asked[1], asked[2]
        del lines[0]
    headers = []
    for line in lines:
        field = _FIELD.match(line)
        if field is None:
            raise Malformed(
                f"{line!r} is neither a status line nor a header (an empty line goes before the body)"
            )
        headers.append((field[1], field[2].strip()))
    if not (status or method or headers):
        raise Malformed("an http block shows a status line, headers or both")
    if body.lstrip()[:1] in ("{", "["):
        _must_be_json(body)
    return Documented(block, status, method, target, tuple(headers), body.strip("\n") or None)


def _must_be_json(text: str) -> None:
    """Refuses a body in which a name stands twice, too: of two the reader can't tell which holds."""
    try:
        json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except ValueError as error:
        raise Malformed(f"this is not JSON: {error}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"the name {name!r} stands twice in one object")
        made[name] = value
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def bodies_differ(documented: str, body: str) -> list[str]:
    """How a body differs from the documented one: as JSON when it is, else as text; empty when equal."""
    try:
        expected = json.loads(documented)
    except ValueError:
        return (
            [] if same_text(documented, body) else [f"page {documented.strip()!r}, answer {body.strip()!r}"]
        )
    try:
        given = json.loads(body)
    except ValueError:
        return [f"the body is not JSON: {body.strip()[:200]!r}"]
    return list(json_differences(expected, given))


def same_text(expected: str, given: str) -> bool:
    """Equal to the letter, but for blanks at the ends of lines and empty lines at the end."""
    return [line.rstrip() for line in expected.rstrip().splitlines()] == [
        line.rstrip() for line in given.rstrip().splitlines()
    ]


def json_differences(page: Any, api: Any, path: str = "") -> Iterator[str]:
    """Each place where two JSON values differ, by path: `data[0].title: page "a", API "b"`."""
    if isinstance(page, dict) and isinstance(api, dict):
        for name in {**page, **api}:
            where = f"{path}.{name}" if path else str(name)
            if name not in api:
                yield f"{where}: the page has it, the API doesn't"
            elif name not in page:
                yield f"{where}: the API has it ({_short(api[name])}), the page doesn't"
            else:
                yield from json_differences(page[name], api[name], where)
    elif isinstance(page, list) and isinstance(api, list) and len(page) == len(api):
        for index, (left, right) in enumerate(zip(page, api, strict=True)):
            yield from json_differences(left, right, f"{path}[{index}]")
    elif page != api or isinstance(page, bool) is not isinstance(api, bool):
        # `True == 1` in Python, not in JSON
        yield f"{path or 'the body'}: page {_short(page)}, API {_short(api)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"


def answer_differs(documented: Documented, answer: Answer) -> list[str]:
    """How an answer differs from what the page says of it: status, each header shown, body."""
    found = []
    if documented.status is not None and documented.status != answer.status:
        found.append(f"status: page {documented.status}, API {answer.status}")
    found += _headers_differ(documented.headers, answer.headers, "API")
    if documented.body is not None:
        found += bodies_differ(documented.body, answer.body.decode("utf-8", "replace"))
    elif documented.status is not None and answer.body:
        found.append(
            f"the API sends a body, the page shows none: {answer.body.decode('utf-8', 'replace')[:200]}"
        )
    return found


def request_differs(documented: Documented, request: Request) -> list[str]:
    """How a request differs from the piece of it that the page shows."""
    found = []
    if documented.method is not None and documented.method != request.method:
        found.append(f"method: page {documented.method}, sent {request.method}")
    if documented.target is not None and documented.target != request.target:
        found.append(f"target: page {documented.target}, sent {request.target}")
    found += _headers_differ(documented.headers, request.headers, "sent")
    if documented.body is not None:
        found += bodies_differ(documented.body, request.body.decode("utf-8", "replace"))
    return found


def _headers_differ(shown: Headers, given: Headers, giver: str) -> list[str]:
    found = []
    for name in dict.fromkeys(name for name, _ in shown):
        page, other = joined(shown, name), joined(given, name)
        if page != other:
            found.append(f"{name}: page {page}, {giver} {'none' if other is None else other}")
    return found
