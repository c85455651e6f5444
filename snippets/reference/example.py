"""The example of a page: one program a language, and the fence for what it is answered.

What the fence says is nothing that could be made up. It is taken over from the page as it is, as long as the
programs above it are the same; else it is left for `pytest --update-docs` to fill.
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal

from snippets.api.media import is_json
from snippets.reference.programs import WRITERS, Printed
from snippets.reference.request import Request

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
    """The lines of an example; none where the answer is bytes, which no page shows.

    `success`: status and Response Object of what it should meet. `scenario`: the state that it starts in.
    """
    key, response = success
    status = int(key) if key.isdecimal() else 200
    kind = _kind(response.get("content") or {}, request.method)
    if kind is None:
        return []
    # A status and headers are shown with JSON or nothing below them: what is printed can be told apart there.
    fence = kind if kind == "text" or (kind, request.method, status) == ("json", "GET", 200) else "http"
    located = status in _CREATED and "Location" in (response.get("headers") or {})
    printed = Printed(kind, fence == "http", ("Location",) if fence == "http" and located else ())
    state = f" scenario={scenario}" if scenario else ""
    lines = [f"<!-- snippet: example={name}{state} -->"]
    for language in languages:
        lines += [f"```{language}", *WRITERS[language](request, printed).splitlines(), "```", ""]
    return [*lines, f"```{fence}", ANSWER + (_unknown(status, printed) if fence == "http" else ""), "```"]


def _kind(content: Mapping[str, Any], method: str) -> Literal["json", "text", "nothing"] | None:
    """What a program can print of the answer's body."""
    if not content or method == "HEAD":
        return "nothing"
    media_type = next(iter(content)).partition(";")[0].strip().lower()
    if is_json(media_type):
        return "json"
    return "text" if media_type.startswith("text/") or media_type.endswith(("xml", "yaml")) else None


def _unknown(status: int, printed: Printed) -> str:
    """The answer before anything has run: which headers it will show, and not what they hold."""
    known = status in {each.value for each in HTTPStatus}
    first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase if known else ''}".rstrip()
    return "\n".join([first, *(f"{name}: ?" for name in printed.headers)])


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
