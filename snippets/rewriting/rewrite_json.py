"""A documented JSON text, made to show another value: what still holds stays to the letter.

A value that is another replaces its own text only. What is new goes where the API has it, and is written as
its neighbours are; what has gone goes with its line and comma. An elision stays (see `notation`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from snippets.judging.difference import json_differences
from snippets.judging.notation import Array, Elision, Leaf, Member, Node, Object, read
from snippets.rewriting.align import align

__all__ = ["json_of", "rewritten_json", "written_json"]

_New = tuple[int | None, str]
"""A part of a container as it is to be: its index before, None when it is new, and its text."""


@dataclass(frozen=True)
class _Style:
    """How a value is written where it stands."""

    lines: bool = True
    """Its parts have a line each."""
    indent: str = ""
    """What the line begins with on which the value begins."""
    unit: str = "  "
    colon: str = ": "
    gap: str = " "
    """What stands after a comma, where the parts have no lines of their own."""


def json_of(body: str) -> Any:
    """The value of a JSON text (RFC 8259). Raises ValueError; so it does on `NaN`, which Python takes."""
    return json.loads(body, parse_constant=_refuse)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def rewritten_json(text: str, value: Any) -> str:
    """`text`, a documented JSON value, with the least change that makes it show `value`. Raises NotJson."""
    node = read(text)
    tells_no_layout = not isinstance(node, Object | Array) or not _parts(node)
    style = _Style(lines=tells_no_layout or "\n" in text[node.start : node.end])
    return text[: node.start] + _Rewriter(text).value(node, value, style) + text[node.end :]


def written_json(value: Any) -> str:
    """A value as a page shows it that says nothing else: a part a line, indented by two."""
    return _written(value, _Style())


class _Rewriter:
    """Writes the parts of one text anew."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, node: Node, value: Any, style: _Style) -> str:
        """What stands in the place of `node`; `style` is how a value of another kind is written there."""
        if isinstance(node, Object) and isinstance(value, dict):
            return self._object(node, value, style)
        if isinstance(node, Array) and isinstance(value, list):
            return self._array(node, value, style)
        if not any(json_differences(node, value)):
            return self._text[node.start : node.end]
        return _written(value, style)

    def _object(self, node: Object, value: dict[str, Any], style: _Style) -> str:
        inside = self._inside(node, node.members, style)
        at = {part.name: index for index, part in enumerate(node.members) if isinstance(part, Member)}
        parts: list[_New] = []
        for index, part in enumerate(node.members):
            if isinstance(part, Elision):
                parts.append((index, self._text[part.start : part.end]))
            elif part.name in value:
                style_there = self._beside(node, value[part.name], inside)
                text = self._text[part.start : part.node.start]
                parts.append((index, text + self.value(part.node, value[part.name], style_there)))
        if len(at) < len(node.members):
            return self._joined(node, node.members, parts, inside)
        place = 0
        for name, given in value.items():
            if name in at:
                place = 1 + next(i for i, part in enumerate(parts) if part[0] == at[name])
            else:
                new = _written(given, self._beside(node, given, inside))
                parts.insert(place, (None, f"{_quoted(name)}{inside.colon}{new}"))
                place += 1
        return self._joined(node, node.members, parts, inside)

    def _array(self, node: Array, value: list[Any], style: _Style) -> str:
        inside = self._inside(node, node.items, style)
        parts: list[_New] = []
        for part, index in align(node.items, value, _distance, _elided):
            if part is None and index is not None:
                parts.append((None, self._item(node, parts, value[index], inside)))
            elif part is not None and index is None:
                parts.append((part, self._text[node.items[part].start : node.items[part].end]))
            elif part is not None and index is not None:
                there = self._beside(node, value[index], inside)
                parts.append((part, self.value(node.items[part], value[index], there)))
        return self._joined(node, node.items, parts, inside)

    def _item(self, node: Array, before: list[_New], value: Any, inside: _Style) -> str:
        """A new item, written as the one nearest above it of its kind is, or else the next one."""
        kind = Object if isinstance(value, dict) else Array if isinstance(value, list) else Leaf
        at = next((part for part, _ in reversed(before) if part is not None), 0)
        near = [*reversed(node.items[: at + 1]), *node.items[at + 1 :]]
        model = next((item for item in near if isinstance(item, kind) and kind is not Leaf), None)
        if model is None:
            return _written(value, self._beside(node, value, inside))
        return self.value(model, value, inside)

    def _inside(self, node: Object | Array, parts: Sequence[Member | Node], style: _Style) -> _Style:
        """How the parts of a container are written."""
        if not parts:
            return replace(style, indent=style.indent + style.unit)
        leads = [self._lead(node, parts, index) for index in range(len(parts))]
        named = next((part for part in parts if isinstance(part, Member)), None)
        colon = style.colon
        if named is not None:
            name = self._text[named.start : named.node.start]
            colon = name[name.rindex('"') + 1 :]
        broken = [lead for lead in leads if "\n" in lead]
        if not broken:
            gap = max(leads[1:], key=leads.count, default=" " if colon.endswith(" ") else "")
            return replace(style, lines=False, colon=colon, gap=gap)
        indent = max(broken, key=broken.count).rpartition("\n")[2]
        closing = self._text[parts[-1].end : node.end - 1]
        outer = closing.rpartition("\n")[2] if "\n" in closing else style.indent
        unit = indent.removeprefix(outer) if indent.startswith(outer) and indent != outer else style.unit
        lines = len(broken) == len(leads)
        gap = next((lead for lead in leads[1:] if "\n" not in lead), " ")
        return _Style(lines, indent, unit, colon, gap)

    def _beside(self, node: Object | Array, value: Any, inside: _Style) -> _Style:
        """How a new value is written in a container: on lines, unless its siblings of its kind are on one."""
        kind = Object if isinstance(value, dict) else Array
        nodes = [part.node if isinstance(part, Member) else part for part in _parts(node)]
        texts = [self._text[n.start : n.end] for n in nodes if isinstance(n, kind) and _parts(n)]
        if not texts:
            return inside
        return replace(inside, lines=any("\n" in text for text in texts))

    def _joined(
        self, node: Object | Array, before: Sequence[Member | Node], parts: list[_New], inside: _Style
    ) -> str:
        """The container with other parts; between two that were neighbours before, all is as it was."""
        text = self._text
        opening, closing = text[node.start], text[node.end - 1]
        if not parts:
            return text[node.start : node.end] if not before else opening + closing
        first = self._lead(node, before, 0) if before else _new_lead(inside)
        written = [opening, first if before or inside.lines else "", parts[0][1]]
        for (left, _), (right, new) in pairwise(parts):
            if left is not None and right == left + 1:
                written.append(text[before[left].end : before[right].start])
            else:
                written.append(self._comma(before, left, right))
                written.append(self._lead(node, before, right) if right else _new_lead(inside))
            written.append(new)
        if not before:
            outer = inside.indent.removesuffix(inside.unit)
            return "".join(written) + (f"\n{outer}" if inside.lines else "") + closing
        end = text[before[-1].end : node.end - 1]
        written.append(end if parts[-1][0] == len(before) - 1 else end.replace(",", ""))
        return "".join([*written, closing])

    def _lead(self, node: Object | Array, parts: Sequence[Member | Node], index: int) -> str:
        """The blanks before a part."""
        start = parts[index - 1].end if index else node.start + 1
        return self._text[start : parts[index].start].rpartition(",")[2]

    def _comma(self, before: Sequence[Member | Node], left: int | None, right: int | None) -> str:
        """The comma between two new neighbours; beside an elision that has none, none."""
        for at, elision in ((left, left), (None if right is None else right - 1, right)):
            if at is None or elision is None or not isinstance(before[elision], Elision):
                continue
            if 0 <= at < len(before) - 1 and "," not in self._text[before[at].end : before[at + 1].start]:
                return ""
        return ","


def _parts(node: Object | Array) -> Sequence[Member | Node]:
    return node.members if isinstance(node, Object) else node.items


def _new_lead(inside: _Style) -> str:
    return f"\n{inside.indent}" if inside.lines else inside.gap


def _elided(node: Node) -> bool:
    return isinstance(node, Elision)


def _distance(node: Node, value: Any) -> float:
    """How much of what `node` shows is not so in `value`: 0 when it fits, at most 1."""
    if isinstance(node, Object) and isinstance(value, dict):
        shown = {part.name: part.node for part in node.members if isinstance(part, Member)}
        names = {*shown} if len(shown) < len(node.members) else {*shown, *value}
        each = [_distance(shown[n], value[n]) if n in shown and n in value else 1.0 for n in names]
        return sum(each) / len(each) if each else 0.0
    if not any(json_differences(node, value)):
        return 0.0
    return 0.5 if isinstance(node, Array) and isinstance(value, list) else 1.0


def _written(value: Any, style: _Style) -> str:
    if not isinstance(value, dict | list) or not value:
        return _quoted(value)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    inside = replace(style, indent=style.indent + style.unit)
    parts = [
        f"{_quoted(part)}{style.colon}{_written(value[part], inside)}"
        if isinstance(value, dict)
        else _written(part, inside)
        for part in value
    ]
    if style.lines:
        lead = f"\n{inside.indent}"
        return opening + lead + f",{lead}".join(parts) + f"\n{style.indent}" + closing
    return opening + f",{style.gap}".join(parts) + closing


def _quoted(value: Any) -> str:
    """A value without parts; what can't be seen in a string is escaped, as RFC 8259 §7 has it."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
