"""All languages of one example send the same requests and meet the same answers."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from snippets.languages import language_of
from snippets.model import Block, Example, Exchange, Failure, Request, Result

__all__ = ["odd_one_out", "same_request"]

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
    theirs = sound[other.ordinal].exchanges
    for number, (here, there) in enumerate(zip(result.exchanges, theirs, strict=False)):
        if difference := _difference(same_request(here), same_request(there)):
            part, sends, others = difference
            return Failure(
                f"sends another request than the example's other languages: {part} differs",
                _line_of(snippet, sends, others),
                (
                    ("sent", f"{_shown(sends)}   (request {number + 1})"),
                    ("others", f"{_shown(others)}   (line {other.line} [{_name(other)}])"),
                    ("fix", "send the same in each language, or make it an example of its own"),
                ),
            )
    return Failure(
        f"requests sent: {len(mine)}, in the example's other languages: {len(usual)}",
        detail=(
            ("others", f"line {other.line} [{_name(other)}]"),
            ("fix", "send the same in each language, or make it an example of its own"),
        ),
    )


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
        "authorization": headers.pop("authorization", None),
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


def _shown(part: Any) -> str:
    if part is None:
        return "nothing"
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)


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
    return re.findall(r"\w{3,}", _shown(part))
