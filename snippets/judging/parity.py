"""All languages of one example send the same requests and meet the same answers."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from snippets.languages import language_of
from snippets.model import Block, Example, Exchange, Failure, Request, Result

__all__ = ["agreeing", "odd_one_out", "same_request"]

_CLIENTS_OWN = frozenset(
    {
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "connection",
        "content-length",
        "content-type",  # compared apart
        "expect",
        "host",
        "keep-alive",
        "transfer-encoding",
        "user-agent",
    }
)
_FIX = ("fix", "send the same in each language, or make it an example of its own")
_COLUMN = 48
"""Characters that one side of a comparison may take."""


def odd_one_out(
    example: Example, snippet: Block, result: Result, sound: Mapping[int, Result]
) -> Failure | None:
    """A failure when `snippet` does otherwise than most of its example's languages; None when it doesn't.

    `sound` are the results of those snippets that nothing else is wrong with: they alone are a measure.
    """
    sent = {ordinal: _canonical(good) for ordinal, good in sound.items()}
    if not sent:
        return None
    # Of equals the first in the page counts, so that of two that differ the later one is told.
    usual = Counter(sent.values()).most_common(1)[0][0]
    mine = _canonical(result)
    if mine == usual:
        return None
    other = next(s for s in example.snippets if sent.get(s.ordinal) == usual)
    for number, (here, there) in enumerate(
        zip_longest(result.exchanges, sound[other.ordinal].exchanges), start=1
    ):
        if here is None or there is None:
            break
        if difference := _difference(same_request(here), same_request(there)):
            part, sends, others = difference
            which = f" in request {number}" if len(usual) > 1 else ""
            return Failure(
                f"not the same {part} as in the example's other languages{which}",
                _line_of(snippet, sends, others),
                (*_beside(snippet, here, other, there), _FIX),
            )
    return Failure(
        f"requests sent: {len(mine)}, in the example's other languages: {len(usual)}",
        detail=(*_beside(snippet, here, other, there), _FIX),
    )


def agreeing(results: Mapping[int, Result]) -> dict[int, Result]:
    """The results of those snippets that send the same and are more than half of all; else none.

    Where no snippet is sound, since the page's answer is wrong for all, they tell the odd one still.
    """
    sent = {ordinal: _canonical(result) for ordinal, result in results.items() if result.failure is None}
    usual, count = Counter(sent.values()).most_common(1)[0] if sent else ((), 0)
    if 2 * count <= len(results):
        return {}
    return {ordinal: results[ordinal] for ordinal, mine in sent.items() if mine == usual}


def _canonical(result: Result) -> tuple[str, ...]:
    """The requests as JSON: for Python `True` is `1`, and on the wire it is not."""
    return tuple(json.dumps(same_request(exchange), sort_keys=True) for exchange in result.exchanges)


def _difference(here: dict[str, Any], there: dict[str, Any]) -> tuple[str, Any, Any] | None:
    for part, value in here.items():
        if json.dumps(value, sort_keys=True) != json.dumps(there[part], sort_keys=True):
            return part, value, there[part]
    return None


def same_request(exchange: Exchange) -> dict[str, Any]:
    """What must be equal in all languages; what clients add by themselves is left out."""
    request = exchange.request
    parts = urlsplit(request.target)
    media_type = request.header("content-type") or ""
    headers: dict[str, str] = {}
    for name, value in sorted((name.lower(), value) for name, value in request.headers):
        if name not in _CLIENTS_OWN and not name.startswith("sec-"):
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return {
        "method": request.method,
        "path": unquote(parts.path),
        "query": sorted(list(pair) for pair in parse_qsl(parts.query, keep_blank_values=True)),
        "Authorization header": headers.pop("authorization", None),
        "headers": headers,
        "media type": media_type.partition(";")[0].strip() if request.body else "",
        "body": _body(request),
        "status": exchange.answer.status,
    }


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:  # neither JSON nor, perhaps, text
        return request.body.decode("latin-1")


def _beside(
    snippet: Block, here: Exchange | None, other: Block, there: Exchange | None
) -> list[tuple[str, str]]:
    """The two requests side by side, `≠` where they part, as rows of a failure."""
    left, right = _lines(here), _lines(there)
    pairs: list[tuple[str, str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        mark = " " if kind == "equal" else "≠"
        pairs += [(mark, *pair) for pair in zip_longest(left[i:j], right[k:m], fillvalue="")]
    heads = ("", f"line {snippet.line} [{_name(snippet)}]", f"line {other.line} [{_name(other)}]")
    width = min(_COLUMN, max(len(pair[1]) for pair in (heads, *pairs)))
    rows = [
        f"{mark or ' '} {_cut(one, width):<{width}}  {_cut(two, _COLUMN)}"
        for mark, one, two in (heads, *pairs)
    ]
    return [("parity", "\n".join(row.rstrip() for row in rows))]


def _lines(exchange: Exchange | None) -> list[str]:
    """A request as far as it must be the same, a thing a line, and the status that it met."""
    if exchange is None:
        return ["no further request"]
    same = same_request(exchange)
    query = "&".join(f"{name}={value}" for name, value in same["query"])
    lines = [f"{same['method']} {same['path']}" + (f"?{query}" if query else "")]
    if same["Authorization header"] is not None:
        lines.append(f"Authorization: {same['Authorization header']}")
    lines += [f"{name}: {value}" for name, value in same["headers"].items()]
    if exchange.request.body:
        lines.append(f"content-type: {same['media type']}")
        body = same["body"]
        text = body if isinstance(body, str) else json.dumps(body, indent=2, ensure_ascii=False)
        lines += text.splitlines()
    return [*lines, f"→ {same['status']}"]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _name(snippet: Block) -> str:
    language = language_of(snippet.language)
    return language.name if language else snippet.language


def _line_of(snippet: Block, sends: Any, others: Any) -> int | None:
    """The page's line on which the snippet says what the others don't; None when it can't be found."""
    usual = set(_words(others))
    words = [word for word in _words(sends) if word not in usual]
    scores = [sum(word in line for word in words) for line in snippet.source.splitlines()]
    best = max(scores, default=0)
    return snippet.first + scores.index(best) if best else None


def _words(part: Any) -> list[str]:
    """What a source may say of a part of a request; of a query also its pairs, as they stand in a URL."""
    text = part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
    return re.findall(r"\w{3,}", text) + [
        f"{name}={value}" for name, value in re.findall(r'\["(\w+)", "(\w+)"\]', text)
    ]
