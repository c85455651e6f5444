"""All languages of one example send the same requests and meet the same answers."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from snippets.languages import language_of
from snippets.model import Block, Example, Exchange, Failure, Request, Result

__all__ = ["odd_one_out", "same_request"]

_CLIENTS_OWN = ("accept", "sec-", "user-agent", "host", "connection", "content-length", "transfer-encoding")


def odd_one_out(
    example: Example, snippet: Block, result: Result, sound: Mapping[int, Result]
) -> Failure | None:
    """A failure when `snippet` does otherwise than most of its example's languages; None when it doesn't.

    `sound` are the results of those snippets that nothing else is wrong with: they alone are a measure.
    """
    sent = {
        ordinal: [same_request(exchange) for exchange in good.exchanges] for ordinal, good in sound.items()
    }
    if not sent:
        return None
    votes = Counter(json.dumps(requests, sort_keys=True) for requests in sent.values())
    # Of equals the first in the page counts, so that of two that differ the later one is told.
    usual = json.loads(max(votes, key=lambda vote: votes[vote]))
    mine = [same_request(exchange) for exchange in result.exchanges]
    if mine == usual:
        return None
    other = next(s for s in example.snippets if sent.get(s.ordinal) == usual)
    for number, (here, there) in enumerate(zip(mine, usual, strict=False)):
        for part in here:
            if here[part] != there[part]:
                return Failure(
                    f"sends another request than the example's other languages: {part} differs",
                    _line_of(snippet, here[part]),
                    (
                        ("sent", f"{_shown(here[part])}   (request {number + 1})"),
                        ("others", f"{_shown(there[part])}   (line {other.line} [{_name(other)}])"),
                        ("fix", "send the same in each language, or make it an example of its own"),
                    ),
                )
    return Failure(
        f"sends {len(mine)} requests, the example's other languages {len(usual)}",
        detail=(("others", f"line {other.line} [{_name(other)}]"),),
    )


def same_request(exchange: Exchange) -> dict[str, Any]:
    """What must be equal in all languages; what clients add by themselves is left out."""
    request = exchange.request
    parts = urlsplit(request.target)
    headers: dict[str, str] = {}
    for name, value in sorted((name.lower(), value) for name, value in request.headers):
        if not name.startswith(_CLIENTS_OWN) and name != "content-type":
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return {
        "method": request.method,
        "path": unquote(parts.path),
        "query": sorted(list(pair) for pair in parse_qsl(parts.query, keep_blank_values=True)),
        "authorization": headers.pop("authorization", None),
        "headers": headers,
        "media type": (request.header("content-type") or "").partition(";")[0].strip()
        if request.body
        else "",
        "body": _body(request),
        "status": exchange.answer.status,
    }


def _body(request: Request) -> Any:
    text = request.body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def _shown(part: Any) -> str:
    return (
        part if isinstance(part, str) else "nothing" if part is None else json.dumps(part, ensure_ascii=False)
    )


def _name(snippet: Block) -> str:
    language = language_of(snippet.language)
    return language.name if language else snippet.language


def _line_of(snippet: Block, value: Any) -> int | None:
    """The page's line on which the snippet says `value`, or most of it; None when it can't be found."""
    words = [word for word in _shown(value).replace("/", " ").split() if len(word) > 3]
    lines = snippet.source.splitlines()
    scores = [sum(word in line for word in words) for line in lines]
    best = max(scores, default=0)
    return snippet.line + 1 + scores.index(best) if best else None
