"""How what was given differs from what a page documents: JSON by path, text by line.

A page may leave parts out with `...` (see `notation`). Nothing else is left out: what the page shows is
compared whole, and what it doesn't show must not be there.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any, TypeVar

from snippets.api.kinds import UNKNOWN, Kind
from snippets.judging.notation import ELISION, Array, Elision, Leaf, Member, Node, NotJson, Object, read

__all__ = ["body_differences", "json_differences", "text_differences"]

Part = TypeVar("Part")
Given = TypeVar("Given")


def body_differences(documented: str, body: str, giver: str = "API", kind: Kind = UNKNOWN) -> list[str]:
    """How a body differs from the documented one: as JSON when that is, else as text; empty when equal.

    `giver`: whose body it is, in one word: API, request, output. `kind`: its type, where times may differ.
    """
    try:
        page = read(documented)
    except NotJson:
        return text_differences(documented, body, giver)
    if isinstance(page, Elision):
        return []
    try:
        given = json.loads(body)
    except ValueError:
        return [f"the {giver}'s body is not JSON: {body.strip()[:200]!r}"]
    return list(json_differences(page, given, giver, kind=kind))


def json_differences(
    page: Node, given: Any, giver: str = "API", path: str = "", kind: Kind = UNKNOWN
) -> Iterator[str]:
    """Each place where a value is not the page's, by path: `data[0].title: page "a", API "b"`."""
    if isinstance(page, Object) and isinstance(given, dict):
        yield from _members_differ(page, given, giver, path, kind)
    elif isinstance(page, Array) and isinstance(given, list):
        yield from _items_differ(page, given, giver, path, kind.item)
    elif not _fits(page, given, kind):
        yield f"{path or 'the body'}: page {_short(_plain(page))}, {giver} {_short(given)}"


def _members_differ(page: Object, given: dict[str, Any], giver: str, path: str, kind: Kind) -> Iterator[str]:
    shown = {member.name: member.node for member in page.members if isinstance(member, Member)}
    whole = len(shown) == len(page.members)
    for name in {**shown, **given}:
        where = _below(path, name)
        if name not in given:
            yield f"{where}: the page has it, the {giver} doesn't"
        elif name in shown:
            yield from json_differences(shown[name], given[name], giver, where, kind.member(name))
        elif whole:
            yield f"{where}: the {giver} has it ({_short(given[name])}), the page doesn't"


def _items_differ(page: Array, given: list[Any], giver: str, path: str, kind: Kind) -> Iterator[str]:
    parts: list[Node | None] = [None if isinstance(item, Elision) else item for item in page.items]
    shown = sum(part is not None for part in parts)
    whole = shown == len(parts)
    if len(given) < shown or (whole and len(given) > shown):
        at_least = "" if whole else "at least "
        yield f"{path or 'the body'}: the page has {at_least}{_items(shown)}, the {giver} {len(given)}"
        return
    pairs: list[tuple[Node, int | None]] = _aligned(parts, given, partial(_fits, kind=kind))
    for part, index in pairs:
        if index is None:
            yield f"{path or 'the body'}: the {giver} has no item that is the page's {_short(_plain(part))}"
        else:
            yield from json_differences(part, given[index], giver, f"{path}[{index}]", kind)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _below(path: str, name: str) -> str:
    """The path of a member: `data.title`, or `data["a b"]` where the name is no word."""
    if not name.isidentifier():
        return f"{path}[{json.dumps(name, ensure_ascii=False)}]"
    return f"{path}.{name}" if path else name


def _fits(page: Node, given: Any, kind: Kind) -> bool:
    if isinstance(page, Elision):
        return True
    if isinstance(page, Leaf):
        # `True == 1` in Python, not in JSON
        same = page.value == given and isinstance(page.value, bool) is isinstance(given, bool)
        return same or kind.times(page.value, given)
    same_form = isinstance(given, dict if isinstance(page, Object) else list)
    return same_form and not any(json_differences(page, given, kind=kind))


def text_differences(
    page: str, given: str, giver: str = "output", same: Callable[[str, str], bool] = str.__eq__
) -> list[str]:
    """The first line in which a text differs, or nothing.

    It is compared to the letter, but for blanks at the ends of lines and empty lines at the end; a line `...`
    of the page is any lines, none included. `same`: whether a line is the page's.
    """
    shown, lines = _lines(page), _lines(given)
    parts = [None if line.strip() == ELISION else line for line in shown]
    if None not in parts:
        for number, (left, right) in enumerate(zip_longest(shown, lines), start=1):
            if left is None or right is None or not same(left, right):
                return [f"line {number}: page {_quoted(left)}, {giver} {_quoted(right)}"]
        return []
    for part, index in _aligned(parts, lines, same):
        if index is None:
            return [f"page {part!r}, which the {giver} has nowhere in its place"]
        if not same(part, lines[index]):
            return [f"line {index + 1}: page {part!r}, {giver} {lines[index]!r}"]
    return []


def _quoted(line: str | None) -> str:
    return "nothing" if line is None else repr(line)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def _aligned(
    parts: Sequence[Part | None], given: Sequence[Given], fit: Callable[[Part, Given], bool]
) -> list[tuple[Part, int | None]]:
    """Each part of the page with the index of what it is held against, None where there is nothing.

    A part that is None is an elision. What stands before the first is held against the beginning, what stands
    after the last against the end, and what stands between two goes where it first fits.
    """
    segments: list[list[Part]] = [[]]
    for part in parts:
        if part is None:
            segments.append([])
        else:
            segments[-1].append(part)
    first, *between = segments
    last = between.pop() if between else []
    low, high = len(first), max(len(first), len(given) - len(last))
    pairs = [*_from(0, first)]
    for segment in between:
        starts = range(low, high - len(segment) + 1)
        at = next(
            (at for at in starts if all(fit(part, given[index]) for part, index in _from(at, segment))), None
        )
        pairs += _from(len(given) if at is None else at, segment)
        low = low if at is None else at + len(segment)
    pairs += _from(high, last)
    return [(part, index if index < len(given) else None) for part, index in pairs]


def _from(start: int, segment: Sequence[Part]) -> list[tuple[Part, int]]:
    return [(part, start + offset) for offset, part in enumerate(segment)]


def _plain(page: Node) -> Any:
    """The page's value as Python's own, to be shown."""
    if isinstance(page, Object):
        return {part.name: _plain(part.node) for part in page.members if isinstance(part, Member)}
    if isinstance(page, Array):
        return [_plain(item) for item in page.items]
    return page.value if isinstance(page, Leaf) else ELISION


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"
