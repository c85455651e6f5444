"""Mutants: what a page shows, or what a snippet sends, with one thing changed; made by program."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from snippets.judging.notation import Array, Elision, Leaf, Node, Object, read

__all__ = ["Mutant", "Sent", "of_answer", "of_request"]

OTHERS: tuple[Any, ...] = ("other", "", 12345, 0.5, True, False, None, [], {})
"""A value of each JSON type; a leaf is changed to each that it is not."""


@dataclass(frozen=True)
class Mutant:
    """A changed source, what was changed in it, and the JSON path of that where it has one."""

    name: str
    source: str
    path: str | None = None


@dataclass(frozen=True)
class Sent:
    """A request as a snippet in any language can send it."""

    method: str = "POST"
    path: str = "/v1/notes"
    query: tuple[tuple[str, str], ...] = (("tag", "home"),)
    headers: tuple[tuple[str, str], ...] = (
        ("Authorization", "Bearer YOUR_KEY"),
        ("Content-Type", "application/json"),
        ("X-Tenant", "blue"),
    )
    body: Any = field(default_factory=lambda: {"rank": 1, "meta": {"pinned": True}})

    @property
    def url(self) -> str:
        return (
            "https://api.notes.example.com"
            + self.path
            + "".join(
                f"{'&' if number else '?'}{name}={value}" for number, (name, value) in enumerate(self.query)
            )
        )


def of_request(sent: Sent) -> Iterator[tuple[str, Sent]]:
    """Every way to send another request: each mutant with its name."""
    yield "method", replace(sent, method="PUT")
    yield "path", replace(sent, path=sent.path.rstrip("s"))
    for name, query in _of_pairs("query", sent.query):
        yield name, replace(sent, query=query)
    for name, headers in _of_pairs("header", sent.headers):
        yield name, replace(sent, headers=headers)
    credentials = dict(sent.headers)["Authorization"].partition(" ")[2]
    for value in (f"Token {credentials}", credentials, "Bearer YOUR_EXPIRED_KEY"):
        yield f"Authorization: {value}", replace(sent, headers=(("Authorization", value), *sent.headers[1:]))
    for path, body in _of_value(sent.body):
        yield f"body: {path}", replace(sent, body=body)
    yield "body dropped", replace(sent, body=None)


def _of_pairs(kind: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, Any]]:
    for number, (name, value) in enumerate(pairs):
        before, after = pairs[:number], pairs[number + 1 :]
        yield f"{kind} {name} changed", (*before, (name, value + "x"), *after)
        yield f"{kind} {name} renamed", (*before, (name + "x", value), *after)
        yield f"{kind} {name} dropped", (*before, *after)
    yield f"{kind} added", (*pairs, ("added", "1"))


def _of_value(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value that differs from `value` in one place."""
    for path, keys in _places(value):
        old = _at(value, keys)
        if isinstance(old, dict):
            yield f"{path}.added", _with(value, (*keys, "added"), 1)
        elif isinstance(old, list):
            yield f"{path} longer", _with(value, keys, [*old, "added"])
        else:
            for other in _others(old):
                yield f"{path} = {json.dumps(other)}", _with(value, keys, other)
        if keys:
            yield f"{path} dropped", _without(value, keys)


def _others(old: Any) -> tuple[Any, ...]:
    """Another value, and what a client may take for the same one; each is a run in each language."""
    if isinstance(old, bool):
        return (not old, 1, json.dumps(old))
    if isinstance(old, int):
        return (old + 1, True, json.dumps(old))
    return (False, "null") if old is None else (old + "x", None)


def of_answer(language: str, source: str) -> Iterator[Mutant]:
    """Every way to show another answer: a leaf, a member, an item, a header, the status, a line."""
    head, body = (source.partition("\n\n")[::2]) if language == "http" else ("", source)
    for number, line in enumerate(head.splitlines()):
        for name, other in _of_head_line(line):
            yield Mutant(f"head: {name}", _replaced(source, number, other))
    if language != "text" and body:
        for mutant in _of_json(body):
            yield replace(mutant, source=f"{head}\n\n{mutant.source}" if head else mutant.source)
        if head:
            yield Mutant("body dropped", head)
    lines = source.split("\n")
    for number, line in enumerate(lines, start=1):
        if language == "text":
            yield Mutant(f"line {number} changed", _replaced(source, number - 1, line + "x"))
            if line:
                yield Mutant(f"line {number} indented", _replaced(source, number - 1, " " + line))
        yield Mutant(f"line {number} removed", _replaced(source, number - 1, None))
    for number in range(len(lines) + 1):
        for added in ("more", '"more": 1,', '"more",', "X-More: 1"):
            yield Mutant(
                f"line {number + 1} added: {added}", "\n".join([*lines[:number], added, *lines[number:]])
            )


def _of_head_line(line: str) -> Iterator[tuple[str, str | None]]:
    name, colon, value = line.partition(": ")
    if not colon:
        method, _, rest = line.partition(" ")
        status = rest[:3]
        if status.isdecimal():
            for other in {"200", "202", "404", "500"} - {status}:
                yield f"status {other}", f"{method} {other}{rest[3:]}"
        else:
            yield "method", f"PUT {rest}"
            yield "target", f"{line}x"
        return
    if value == "...":
        yield f"{name} told", f"{name}: other"
    else:
        yield f"{name} changed", f"{line}x"
    yield f"{name} renamed", f"{name}x: {value}"


def _of_json(text: str) -> Iterator[Mutant]:
    root = read(text)
    for path, node in _leaves(root):
        for other in OTHERS:
            if not (isinstance(node, Leaf) and _same(other, node.value)):
                changed = text[: node.start] + json.dumps(other) + text[node.end :]
                yield Mutant(f"{path} = {json.dumps(other)}", changed, path)
    if not _leaves_out(root):
        value = json.loads(text)
        for path, keys in _places(value):
            old = _at(value, keys)
            if isinstance(old, dict):
                where = f"{path}.added" if path else "added"
                yield Mutant(where, json.dumps(_with(value, (*keys, "added"), 1), indent=2), where)
            elif isinstance(old, list):
                yield Mutant(f"{path} longer", json.dumps(_with(value, keys, [*old, 1]), indent=2), path)
            if keys:
                yield Mutant(f"{path} dropped", json.dumps(_without(value, keys), indent=2))


def _leaves(node: Node, path: str = "") -> Iterator[tuple[str, Leaf | Elision]]:
    """Each leaf by its path; an elision that stands for one value is one, a line `...` is not."""
    if isinstance(node, Object):
        for member in node.members:
            if not isinstance(member, Elision):
                yield from _leaves(member.node, f"{path}.{member.name}" if path else member.name)
    elif isinstance(node, Array):
        for number, item in enumerate(node.items):
            if not isinstance(item, Elision):
                yield from _leaves(item, f"{path}[{number}]")
    else:
        yield path, node


def _leaves_out(node: Node) -> bool:
    if isinstance(node, Object):
        return any(isinstance(part, Elision) or _leaves_out(part.node) for part in node.members)
    if isinstance(node, Array):
        return any(map(_leaves_out, node.items))
    return isinstance(node, Elision)


Keys = tuple[str | int, ...]


def _places(value: Any, path: str = "", keys: Keys = ()) -> Iterator[tuple[str, Keys]]:
    yield path, keys
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _places(below, f"{path}.{name}" if path else name, (*keys, name))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _places(below, f"{path}[{number}]", (*keys, number))


def _at(value: Any, keys: Keys) -> Any:
    for key in keys:
        value = value[key]
    return value


def _with(value: Any, keys: Keys, other: Any) -> Any:
    if not keys:
        return other
    copy = deepcopy(value)
    _at(copy, keys[:-1])[keys[-1]] = other
    return copy


def _without(value: Any, keys: Keys) -> Any:
    copy = deepcopy(value)
    del _at(copy, keys[:-1])[keys[-1]]
    return copy


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one) == json.dumps(other)


def _replaced(source: str, number: int, line: str | None) -> str:
    lines = source.split("\n")
    lines[number : number + 1] = [] if line is None else [line]
    return "\n".join(lines)
