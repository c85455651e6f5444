"""The operations of an OpenAPI document in an order in which they can be called one after the other.

What creates a resource comes before what needs its id, and what deletes comes last. Where an id comes from,
the document's links say (OpenAPI 3.1 §4.8.20).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from snippets.api.openapi import Document
from snippets.api.operation import Operation

__all__ = ["Call", "Capture", "Folder", "folders"]

_CLEAN_UP = "Clean up"
_OTHER = "Other"
_PHASES = {"GET": 1, "HEAD": 1, "OPTIONS": 1, "PUT": 2, "PATCH": 2, "DELETE": 4}
_CREATES, _OTHERWISE, _DELETES = 0, 3, 4
_EXPRESSION = re.compile(r'["{]\$(?:url|method|statusCode|request\.|response\.)')
"""A runtime expression (OpenAPI 3.1 §4.8.20.4), in JSON. What it stands for, only an answer can tell."""


@dataclass(frozen=True)
class Capture:
    """A value of an answer that later calls need."""

    variable: str
    expression: str
    """The link's runtime expression: `$response.body#/id` or `$response.header.Location`."""


@dataclass
class Call:
    """One operation, and what passes between it and others."""

    operation: Operation
    node: Mapping[str, Any]
    parameters: list[Mapping[str, Any]]
    captures: list[Capture] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    """Parameter → the variable that an earlier call has filled."""
    body: Any = None
    """What the link that leads here says to send; None: it says nothing."""
    sources: list[int] = field(default_factory=list)
    """The calls that fill its variables, by their numbers."""

    @property
    def phase(self) -> int:
        if self.captures and self.operation.method == "POST":
            return _CREATES
        return _PHASES.get(self.operation.method, _OTHERWISE)


@dataclass(frozen=True)
class Folder:
    """Calls that belong together."""

    name: str
    description: str
    calls: tuple[Call, ...]


def folders(document: Document) -> list[Folder]:
    """A folder a tag; what deletes something that others still need, or can't name, comes after all."""
    calls = [Call(each, *document.described(each)) for each in document.operations]
    _link(calls, document)
    order = _ordered(calls)
    tags = [str(tag["name"]) for tag in document.data.get("tags", ())]
    descriptions = {
        str(tag["name"]): str(tag.get("description", "")) for tag in document.data.get("tags", ())
    }
    homes = {number: _tag(call) for number, call in enumerate(calls)}
    names = list(dict.fromkeys([*tags, *(homes[number] for number in order)]))
    last = [number for number in order if _comes_last(number, calls, homes)]
    made = [
        Folder(
            name,
            descriptions.get(name, ""),
            tuple(calls[n] for n in order if homes[n] == name and n not in last),
        )
        for name in _names_in_order(names, calls, homes)
    ]
    made.append(Folder(_CLEAN_UP, "What deletes comes last.", tuple(calls[number] for number in last)))
    return [folder for folder in made if folder.calls]


def _tag(call: Call) -> str:
    tags = call.node.get("tags") or [_OTHER]
    return str(tags[0])


def _link(calls: Sequence[Call], document: Document) -> None:
    """Gives each call the variables that earlier ones fill, and the bodies that links name."""
    by_id = {call.operation.id: number for number, call in enumerate(calls) if call.operation.id}
    links = [
        (source, by_id[link["operationId"]], link, str(name).rpartition(".")[2], str(expression))
        for source, call in enumerate(calls)
        for link in _links(call, document)
        if link.get("operationId") in by_id
        for name, expression in link.get("parameters", {}).items()
        if str(expression).startswith(("$response.body#/", "$response.header."))
    ]
    givers: dict[str, set[tuple[int, str]]] = {}
    for source, _, _, name, expression in links:
        givers.setdefault(name, set()).add((source, expression))
    for source, target, link, name, expression in links:
        call, giver = calls[target], calls[source]
        if source == target or name in call.values:
            continue
        own = giver.operation.id or str(source)
        variable = name if len(givers[name]) == 1 else f"{own}_{name}"
        call.values[name] = variable
        call.sources.append(source)
        body = link.get("requestBody")
        if call.body is None and not _EXPRESSION.search(json.dumps(body)):
            call.body = body
        if Capture(variable, expression) not in giver.captures:
            giver.captures.append(Capture(variable, expression))


def _links(call: Call, document: Document) -> Iterator[Mapping[str, Any]]:
    for status in call.operation.statuses:
        if status.startswith("2") and status.isdigit():
            for link in document.response(call.operation, int(status)).get("links", {}).values():
                yield document.resolve(link["$ref"]) if "$ref" in link else link


def _ordered(calls: Sequence[Call]) -> list[int]:
    """All that fills a call's variables comes before it; else by phase, then as the document has them."""
    waiting = sorted(range(len(calls)), key=lambda number: (calls[number].phase, number))
    found: list[int] = []
    while waiting:
        ready = [n for n in waiting if not set(calls[n].sources) & set(waiting) - {n}]
        number = (ready or waiting)[0]  # links that lead round and round have no order
        waiting.remove(number)
        found.append(number)
    return found


def _comes_last(number: int, calls: Sequence[Call], homes: Mapping[int, str]) -> bool:
    """Whether a call deletes what no call has created, or what calls of another folder need."""
    call = calls[number]
    if call.phase != _DELETES:
        return False
    mine = set(call.values.values())
    return not mine or any(
        mine & set(other.values.values()) for at, other in enumerate(calls) if homes[at] != homes[number]
    )


def _names_in_order(names: Sequence[str], calls: Sequence[Call], homes: Mapping[int, str]) -> list[str]:
    """Folders as the document has them, but each after those that fill its variables."""
    needs = {
        name: {homes[s] for n, call in enumerate(calls) if homes[n] == name for s in call.sources} - {name}
        for name in names
    }
    waiting, found = list(names), []
    while waiting:
        name = next((each for each in waiting if not needs[each] & set(waiting)), waiting[0])
        waiting.remove(name)
        found.append(name)
    return found
