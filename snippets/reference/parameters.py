"""The parameters of an operation: what the document says of them, and how a request writes their values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from snippets.api.media import is_json
from snippets.api.openapi import NOT_PARAMETERS
from snippets.api.sample import given, sample
from snippets.api.schema import Schema, Shapes

__all__ = ["Parameter", "parameters", "written"]

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_DENSE = (",", ":")
_SAFE = "-._~:,@"
"""What stands for itself in a path segment and in a query (RFC 3986 §3.3 and §3.4); the rest is encoded."""


@dataclass(frozen=True)
class Parameter:
    """One parameter."""

    name: str
    where: str
    """`path`, `query`, `header` or `cookie`."""
    required: bool
    node: Schema
    """The Parameter Object."""
    schema: Schema
    media_type: str = ""
    """What it is written as, where it has `content`, and no style."""

    def value(self, shapes: Shapes) -> list[Any]:
        """What an example sends, in a list; no item where it leaves the parameter out.

        That is the example of the parameter itself. The examples of its schema show what is possible, not
        what belongs into a request; one of them is taken only where there must be a value.
        """
        holder = self.node["content"][self.media_type] if self.media_type else self.node
        found = given(holder, shapes)
        return found or ([sample(self.schema, shapes, self.name)] if self.required else [])


def parameters(operation: Schema, shapes: Shapes) -> list[Parameter]:
    """Those of an operation, which has those of its path among them; of two with one name the last counts."""
    found: dict[tuple[str, str], Parameter] = {}
    for each in operation.get("parameters") or ():
        node = shapes.resolve(each["$ref"]) if "$ref" in each else each
        name, where = str(node["name"]), str(node["in"])
        if where == "header" and name.lower() in NOT_PARAMETERS:
            continue
        content: Mapping[str, Schema] = node.get("content") or {}
        media_type = next(iter(content), "")
        schema = node.get("schema") or content.get(media_type, {}).get("schema") or {}
        required = node.get("required") is True or where == "path"
        found[where, name] = Parameter(name, where, required, node, schema, media_type)
    return list(found.values())


def written(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """The pairs that carry a value, percent-encoded in a path or a query (OpenAPI 3.1 §4.8.12.4)."""
    name, where, node = parameter.name, parameter.where, parameter.node
    style = node.get("style") or ("form" if where in ("query", "cookie") else "simple")
    explode = node.get("explode", style == "form")
    if parameter.media_type:
        text = json.dumps(value, separators=_DENSE) if is_json(parameter.media_type) else _text(value)
        pairs = [(name, text)]
    elif where == "path":
        return [(name, _segment(name, value, style, explode))]
    else:
        pairs = list(_pairs(name, value, style, explode))
    return [(_encoded(key), _encoded(text)) for key, text in pairs] if where in ("path", "query") else pairs


def _segment(name: str, value: Any, style: str, explode: bool) -> str:
    """What stands for a value in a path: RFC 6570 §3.2.2 (simple), §3.2.5 (label), §3.2.7 (matrix)."""
    mark = {"label": ".", "matrix": ";"}.get(style, "")
    if isinstance(value, Mapping):
        between = "=" if explode else ","
        parts = [f"{_encoded(key)}{between}{_encoded(each)}" for key, each in value.items()]
    else:
        parts = [_encoded(each) for each in (value if isinstance(value, list) else [value])]
    named = f"{_encoded(name)}=" if style == "matrix" and not (explode and isinstance(value, Mapping)) else ""
    if explode and mark:
        return "".join(f"{mark}{named}{part}" for part in parts)
    return mark + named + ",".join(parts)


def _encoded(value: Any) -> str:
    return quote(_text(value), safe=_SAFE)


def _pairs(name: str, value: Any, style: str, explode: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if style == "deepObject":
            yield from ((f"{name}[{key}]", _text(each)) for key, each in value.items())
        elif explode and style == "form":
            yield from ((key, _text(each)) for key, each in value.items())
        else:
            between = "=" if explode else ","
            yield name, ",".join(f"{key}{between}{_text(each)}" for key, each in value.items())
    elif isinstance(value, list):
        if explode and style == "form":
            yield from ((name, _text(each)) for each in value)
        else:
            yield name, _SEPARATORS.get(style, ",").join(map(_text, value))
    else:
        yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool | list | Mapping):
        return json.dumps(value, separators=_DENSE)
    return "" if value is None else str(value)
