"""What flows from answer to request in a sequence: ids, entity tags, new keys.

A program of a page holds such a value in a variable, which no exchange shows. But a value that an answer
gave, that no request had said before, and that a later request sends, is one that the client took from there.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from snippets.judging.parity import same_request
from snippets.model import Answer, Exchange, Step, Take

__all__ = ["OWN", "steps"]

OWN = "{own}"
"""Stands where a snippet sends a credential that is neither a placeholder of the page nor from an answer."""

_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
"""The fields whose values no report may hold (RFC 9110 §11.6.2 and §11.7.2, RFC 6265 §5.4)."""

_MOST_CHECKS = 3


def steps(
    earlier: Sequence[Exchange], exchanges: Sequence[Exchange], words: Collection[str]
) -> tuple[Step, ...]:
    """The steps that `exchanges` are; `earlier` are those of the sequence before them.

    `words`: what pages print for a key.
    """
    flow = _Flow(words)
    return tuple(flow.step(exchange) for exchange in (*earlier, *exchanges))[len(earlier) :]


class _Flow:
    """What is known after some steps: which values an answer gave, and which the client had by itself."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = words
        self._given: dict[str, Take] = {}
        self._said: set[str] = set()
        self._number = 0

    def step(self, exchange: Exchange) -> Step:
        takes: dict[Take, int] = {}
        same = same_request(exchange)
        segments = urlsplit(exchange.request.target).path.split("/")
        path = "/".join(self._written(unquote(segment), takes, segment) for segment in segments)
        query = tuple((name, self._written(value, takes)) for name, value in same["query"])
        step = Step(
            method=exchange.request.method,
            path=path,
            query=query,
            headers=tuple(self._headers(same, takes)),
            body=self._body(same["body"], takes) if exchange.request.body else "",
            status=exchange.answer.status,
            checks=tuple(self._checks(exchange.answer, same)),
            takes=tuple(takes),
        )
        self._learn(exchange.answer)
        return step

    def _written(self, value: str, takes: dict[Take, int], otherwise: str | None = None) -> str:
        """A value as a step has it: as it is, or as the mark of what it was taken from."""
        take = self._given.get(value)
        if take is None:
            self._said.add(value)
            return value if otherwise is None else otherwise
        return f"{{${takes.setdefault(take, len(takes))}}}"

    def _headers(self, same: dict[str, Any], takes: dict[Take, int]) -> Iterator[tuple[str, str]]:
        sent = {"authorization": same["Authorization header"], "content-type": same["media type"]}
        for name, value in {**sent, **same["headers"]}.items():
            if name in _CREDENTIALS and value:
                yield name, self._credential(value, takes)
            elif value:
                yield name, self._written(value, takes)

    def _credential(self, value: str, takes: dict[Take, int]) -> str:
        scheme, space, key = value.partition(" ")
        if key in self._given:
            return scheme + space + self._written(key, takes)
        return value if (key or scheme) in self._words else OWN

    def _body(self, body: Any, takes: dict[Take, int]) -> str:
        if isinstance(body, str):
            return self._written(body, takes)
        return json.dumps(self._replaced(body, takes), ensure_ascii=False)

    def _replaced(self, node: Any, takes: dict[Take, int]) -> Any:
        if isinstance(node, dict):
            return {name: self._replaced(value, takes) for name, value in node.items()}
        if isinstance(node, list):
            return [self._replaced(value, takes) for value in node]
        return self._written(node, takes) if isinstance(node, str) else node

    def _checks(self, answer: Answer, same: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """What is the same each time: what the request has said and, of an error, the words for programs."""
        sent = {value for _, value in same["query"]}
        if not isinstance(same["body"], str):
            sent |= {value for _, value in _texts(same["body"])}
        found = (
            (pointer, text)
            for pointer, text in _texts(_parsed(answer))
            if (re.fullmatch(r"[a-z_.-]{3,}", text) if answer.status >= 400 else text in sent)
            and text not in self._given
            and "'" not in text
        )
        for _, check in zip(range(_MOST_CHECKS), found, strict=False):
            yield check

    def _learn(self, answer: Answer) -> None:
        given = [(text, f"body#{pointer}") for pointer, text in _texts(_parsed(answer))]
        if tag := answer.header("etag"):
            given.append((tag, "header.etag"))
        for text, source in given:
            if _is_made(text) and text not in self._said:
                self._given.setdefault(text, Take(self._number, source))
        self._number += 1


def _is_made(text: str) -> bool:
    """Whether a text looks like one that a program made: a word of a language, such as `TODO`, doesn't."""
    return " " not in text and len(text) >= 4 and (len(text) >= 16 or any(map(str.isdigit, text)))


def _parsed(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


def _texts(node: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """The strings in a JSON value with the pointers to them, those that lie less deep first."""
    waiting = [(pointer, node)]
    while waiting:
        at, value = waiting.pop(0)
        if isinstance(value, str):
            yield at, value
        elif isinstance(value, dict):
            waiting += [(f"{at}/{_escaped(name)}", below) for name, below in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{at}/{number}", below) for number, below in enumerate(value)]


def _escaped(name: str) -> str:
    """RFC 6901 §3."""
    return name.replace("~", "~0").replace("/", "~1")
