"""What a value must be, in words: its type, and the rules of its schema."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from snippets.api.schema import Shape, Shapes
from snippets.reference.table import as_code, as_sentence

__all__ = ["described", "rules_of", "type_of"]

_LONG = 48
"""Characters; nobody reads a longer pattern, and the document still has it."""

_LARGEST = 2**53 - 1
"""A bound from here on is where number formats end (RFC 8259 §6), and no rule of the API."""


def type_of(shapes: Shapes, shape: Shape) -> str:
    """Such as `list of strings`, `string (date-time) or null`; empty where anything is allowed."""
    return " or ".join(_types(shapes, shape, frozenset()))


def _types(shapes: Shapes, shape: Shape, above: frozenset[str]) -> list[str]:
    """The types of which it has one. A schema that comes again below itself (`above`: the `$ref`s that lead
    there) is named, as its type would have no end.
    """
    if shape.refs & above:
        return [as_code(str(shape.said.get("title")))]
    above |= shape.refs
    names = [_one(shapes, shape, name, above) for name in shape.types]
    if not names:
        names = [name for form in shape.variants for name in _types(shapes, shapes.of(form), above)]
    return list(dict.fromkeys([*names, "null"] if shape.nullable and names else names))


def described(shapes: Shapes, shape: Shape, description: object) -> str:
    """A description and the rules as sentences: first the values, of which the description may speak."""
    values = [f"{rule}." for rule in _values(shape)]
    rest = [f"{rule}." for rule in rules_of(shapes, shape) if f"{rule}." not in values]
    return " ".join(part for part in [*values, as_sentence(str(description or "")), *rest] if part)


def _one(shapes: Shapes, shape: Shape, name: str, above: frozenset[str]) -> str:
    if name == "array":
        items = _types(shapes, shapes.of(shape.items), above)
        return f"list of {_several(items)}" if items else "list"
    kind = shape.said.get("format")
    return f"{name} ({kind})" if isinstance(kind, str) and name != "object" else name


def _several(types: list[str]) -> str:
    """The plural: `strings (uuid)`, `lists of objects`; a choice stands in parentheses, as a list has one."""
    if len(types) > 1:
        return f"({' or '.join(types)})"
    first, space, rest = types[0].partition(" ")
    return types[0] if first.startswith("`") else f"{first}s{space}{rest}"


def rules_of(shapes: Shapes, shape: Shape, above: frozenset[str] = frozenset()) -> list[str]:
    """The rules that the type doesn't say, each a sentence without its full stop.

    `above`: the `$ref`s that lead here; a schema that comes again has the rules that are said already.
    """
    if shape.refs & above:
        return []
    said, above = shape.said, above | shape.refs
    found = [*_values(shape), *_range(said), *_lengths(said), *_form(said)]
    if "array" in shape.types:
        if each := rules_of(shapes, shapes.of(shape.items), above):
            found.append("Each: " + ", ".join(rule[:1].lower() + rule[1:] for rule in each))
    elif shape.variants:
        # Without their patterns, which say little when there are several.
        forms = (rules_of(shapes, shapes.of(form), above) for form in shape.variants)
        said_of = (", ".join(rule for rule in form if not rule.startswith("Pattern")) for form in forms)
        found.append(" Or: ".join(dict.fromkeys(form for form in said_of if form)))
    if "default" in said and said["default"] not in ([], {}):
        found.append(f"Default: {_shown(said['default'])}")
    if said.get("writeOnly") is True:
        found.append("Never in an answer")
    if said.get("deprecated") is True:
        found.append("Deprecated")
    return [rule for rule in found if rule]


def _values(shape: Shape) -> Iterator[str]:
    if "const" in shape.said:
        yield f"Always {_shown(shape.said['const'])}"
    elif values := [_shown(value) for value in shape.said.get("enum") or () if value is not None]:
        yield f"One of {', '.join(values)}" if len(values) > 1 else f"Always {values[0]}"


def _range(said: Any) -> Iterator[str]:
    """Bounds; in OpenAPI 3.0, `exclusiveMinimum: true` says that `minimum` itself is too little."""
    least, most = _bound(said, "minimum"), _bound(said, "maximum")
    above, below = _bound(said, "exclusiveMinimum"), _bound(said, "exclusiveMaximum")
    if said.get("exclusiveMinimum") is True:
        least, above = None, least
    if said.get("exclusiveMaximum") is True:
        most, below = None, most
    if least is not None and most is not None:
        yield f"{_number(least)} to {_number(most)}"
    elif least is not None:
        yield f"{_number(least)} or more"
    elif most is not None:
        yield f"{_number(most)} or less"
    if above is not None:
        yield f"More than {_number(above)}"
    if below is not None:
        yield f"Less than {_number(below)}"
    if "multipleOf" in said:
        yield f"A multiple of {_number(said['multipleOf'])}"


def _bound(said: Any, name: str) -> float | None:
    value = said.get(name)
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if usable and abs(value) < _LARGEST else None


def _lengths(said: Any) -> Iterator[str]:
    for what, few, many in (("character", "minLength", "maxLength"), ("item", "minItems", "maxItems")):
        least, most = said.get(few) or 0, said.get(many)
        if least and least == most:
            yield f"{least} {_counted(what, least)}"
        elif least and most is not None:
            yield f"{least} to {most} {what}s"
        elif most is not None:
            yield f"At most {most} {_counted(what, most)}"
        elif least:
            yield f"At least {least} {_counted(what, least)}"
    if said.get("uniqueItems") is True:
        yield "No two items are equal"


def _counted(what: str, number: int) -> str:
    return what if number == 1 else f"{what}s"


def _form(said: Any) -> Iterator[str]:
    pattern = said.get("pattern")
    if isinstance(pattern, str) and len(pattern) <= _LONG:
        yield f"Pattern: {as_code(pattern)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _shown(value: Any) -> str:
    """A value as a request would write it: a text without quotes, unless one needs them to see it."""
    if isinstance(value, str) and re.search(r"\w", value) and value == " ".join(value.split()):
        return as_code(value)
    # A browser shows several spaces as one.
    return as_code(json.dumps(value, ensure_ascii=False).replace("  ", r" \u0020"))
