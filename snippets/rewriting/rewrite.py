"""Documented answers, made to show what was observed: pure functions from text and observation to text.

What still holds stays to the letter, elisions (`...`) too. An empty block is filled in.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus

from snippets.judging.notation import ELISION
from snippets.model import Answer
from snippets.rewriting.align import align
from snippets.rewriting.rewrite_json import json_of, rewritten_json, written_json

__all__ = ["Unfit", "rewritten_http", "rewritten_json_block", "rewritten_texts", "status_line"]

_STATUS = re.compile(r"(HTTP/[\d.]+ )(\d{3})( .*)?$")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([ \t]*)(.*?)([ \t]*)$")
_RENAMED = {413: "Content Too Large", 416: "Range Not Satisfiable", 422: "Unprocessable Content"}
"""The phrases of RFC 9110 §15.5 that Pythons before 3.13 don't have."""


class Unfit(ValueError):
    """A block of this kind can't show what was observed; the message says why."""


def rewritten_json_block(text: str, answer: Answer) -> str:
    """A `json` block that shows the body of `answer`. Raises Unfit, and NotJson when the page's is none."""
    try:
        value = json_of(answer.body.decode())
    except ValueError:
        what = "a body that is not JSON" if answer.body else "no body"
        raise Unfit(f"the API answers {answer.status} with {what}") from None
    return rewritten_json(text, value) if text.strip() else written_json(value)


def rewritten_http(text: str, answer: Answer) -> str:
    """An `http` block, which begins with a status line or is empty, that shows `answer`.

    Raises NotJson when the page's body looks like JSON and is none.
    """
    if not text.strip():
        return _with_body(f"HTTP/1.1 {status_line(answer.status)}", "", answer)
    head, _, body = text.partition("\n\n")
    first, *rest = head.split("\n")
    return _with_body("\n".join([_status(first, answer.status), *_fields(rest, answer)]), body, answer)


def status_line(status: int) -> str:
    """`401 Unauthorized`: a status with the phrase of RFC 9110; a number alone where there is none."""
    try:
        return f"{status} {_RENAMED.get(status) or HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def rewritten_texts(texts: Sequence[str], output: str) -> list[str]:
    """`text` blocks below one snippet that show its output, one after the other."""
    shown = [(block, line) for block, text in enumerate(texts) for line in text.split("\n")]
    while shown and not shown[-1][1].strip():
        shown.pop()
    printed = [line.rstrip() for line in output.rstrip().splitlines()]
    blocks: list[list[str]] = [[] for _ in texts]
    block = 0
    for part, index in align([line for _, line in shown], printed, _line_distance, _elided):
        page = None
        if part is not None:
            block, page = shown[part]
        if page is not None and (index is None or page.rstrip() == printed[index]):
            blocks[block].append(page)
        elif index is not None:
            blocks[block].append(printed[index])
    return ["\n".join(lines) for lines in blocks]


def _elided(line: str) -> bool:
    return line.strip() == ELISION


def _line_distance(page: str, printed: str) -> float:
    return 0.0 if page.rstrip() == printed else 1.0


def _status(line: str, status: int) -> str:
    found = _STATUS.match(line)
    if found is None or int(found[2]) == status:
        return line
    return found[1] + (status_line(status) if found[3] else str(status))


def _fields(lines: Sequence[str], answer: Answer) -> list[str]:
    """The header lines: each name keeps its place and spelling, and goes where the answer has none."""
    shown: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if field := _FIELD.match(line):
            shown.setdefault(field[1].lower(), []).append(index)
    written: dict[int, str | None] = {}
    for name, indices in shown.items():
        values = [found[3] for index in indices if (found := _FIELD.match(lines[index]))]
        given = answer.header(name)
        if given is None:
            written.update(dict.fromkeys(indices))
        elif values not in ([given], [ELISION]) and ", ".join(values) != given:
            each = [value for key, value in answer.headers if key.lower() == name]
            # As many lines as the page has; the last has what is left, as RFC 9110 §5.3 joins it.
            last = len(indices) - 1
            each = [*each[:last], ", ".join(each[last:])] if len(each) > last else each
            for index, value in zip(indices, [*each, *[None] * len(indices)], strict=False):
                written[index] = None if value is None else _with_value(lines[index], value)
    new = [written.get(index, line) for index, line in enumerate(lines)]
    return [line for line in new if line is not None]


def _with_value(line: str, value: str) -> str:
    return _FIELD.sub(lambda field: f"{field[1]}:{field[2] or ' '}{value}{field[4]}", line)


def _with_body(head: str, body: str, answer: Answer) -> str:
    """A head and, below an empty line, the answer's body, written as the page's is. Raises NotJson."""
    given = answer.body.decode("utf-8", "replace")
    if body.strip() == ELISION:
        return f"{head}\n\n{body}"
    if not given:
        return head
    return f"{head}\n\n{_body(body, given)}"


def _body(shown: str, given: str) -> str:
    """A body as JSON where both are, or where only the answer is; else line by line."""
    of_json = shown.lstrip()[:1] in ("{", "[")
    try:
        value = json_of(given)
    except ValueError:
        return given.strip("\n") if of_json else _text(shown, given)
    if of_json:
        return rewritten_json(shown, value)
    return written_json(value) if isinstance(value, dict | list) else _text(shown, given)


def _text(shown: str, given: str) -> str:
    leading = shown[: len(shown) - len(shown.lstrip("\n"))]
    return leading + rewritten_texts([shown.lstrip("\n")], given)[0]
