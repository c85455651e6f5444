"""The example of a page: one program a language, and the fence for what it is answered.

What the fence says is nothing that could be made up. It is taken over from the page as it is, as long as the
programs above it are the same; else it is left for `pytest --update-docs` to fill.
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from snippets.reference.programs import WRITERS, Printed
from snippets.reference.request import Request, is_json

__all__ = ["ANSWER", "example", "with_answer"]

ANSWER = "\x00"
"""Stands where the answer comes, in the text of a page that has not got it yet; no Markdown holds it."""

_FENCED = re.compile(r".*?(?=^```$)", re.S | re.M)
_CREATED = (201, 202, 303)
"""The statuses whose `Location` an example shows (RFC 9110 §15)."""


def example(
    name: str,
    request: Request,
    success: tuple[str, Mapping[str, Any]],
    languages: Sequence[str],
    scenario: str,
) -> list[str]:
    """The lines of an example.

    `success`: status and Response Object of what it should meet. `scenario`: the state that it starts in.
    """
    key, response = success
    status = int(key) if key.isdecimal() else 200
    content = response.get("content") or {}
    body: Any = "nothing" if not content or request.method == "HEAD" else "text"
    if body == "text" and is_json(next(iter(content))):
        body = "json"
    alone = request.method == "GET" and status == 200 and body == "json"
    shown = ("Location",) if status in _CREATED and "Location" in (response.get("headers") or {}) else ()
    printed = Printed(body, not alone, shown)
    state = f" scenario={scenario}" if scenario else ""
    lines = [f"<!-- snippet: example={name}{state} -->"]
    for language in languages:
        lines += [f"```{language}", *WRITERS[language](request, printed).splitlines(), "```", ""]
    return [*lines, "```json" if alone else "```http", ANSWER + _unknown(status, shown, alone), "```"]


def _unknown(status: int, headers: Sequence[str], alone: bool) -> str:
    """The answer before anything has run: which headers it will show, and not what they hold."""
    if alone:
        return ""
    known = status in {each.value for each in HTTPStatus}
    first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase if known else ''}".rstrip()
    return "\n".join([first, *(f"{name}: ?" for name in headers)])


def with_answer(text: str, old: str) -> str:
    """The page with the answer that its `old` text has under the same example; else with an open one."""
    before, mark, after = text.partition(ANSWER)
    if not mark:
        return text
    begin = before.rindex("<!-- snippet: example=")
    unknown, _, rest = after.partition("\n```")
    answer = unknown + "\n" if unknown else ""
    start = old.find(before[begin:])
    if start >= 0 and (found := _FENCED.match(old, start + len(before) - begin)):
        answer = found[0]
    return f"{before}{answer}```{rest}"
