"""The parameters of an operation: what the document says of them, and how a request writes their values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from snippets.api.openapi import NOT_PARAMETERS
from snippets.api.sample import given, sample
from snippets.api.schema import Schema, Shapes

__all__ = ["Parameter", "parameters", "written"]

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
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

    def value(self, shapes: Shapes) -> list[Any]:
        """What an example sends, in a list; no item where it leaves the parameter out.

        That is the example of the parameter itself. The examples of its schema show what is possible, not
        what belongs into a request; one of them is taken only where there must be a value.
        """
        found = given(self.node, shapes)
        return found or ([sample(self.schema, shapes, self.name)] if self.required else [])


def parameters(operation: Schema, shapes: Shapes) -> list[Parameter]:
    """Those of an operation, which has those of its path among them; of two with one name the last counts."""
    found: dict[tuple[str, str], Parameter] = {}
    for each in operation.get("parameters") or ():
        node = shapes.resolve(each["$ref"]) if "$ref" in each else each
        name, where = str(node["name"]), str(node["in"])
        if where == "header" and name.lower() in NOT_PARAMETERS:
            continue
        media: Schema = next(iter((node.get("content") or {}).values()), {})
        schema = node.get("schema") or media.get("schema") or {}
        required = node.get("required") is True or where == "path"
        found[where, name] = Parameter(name, where, required, node, schema)
    return list(found.values())


def written(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """The pairs that carry a value, percent-encoded in a path or a query (OpenAPI 3.1 §4.8.12.4)."""
    where, node = parameter.where, parameter.node
    style = node.get("style") or ("form" if where in ("query", "cookie") else "simple")
    explode = node.get("explode", style == "form")
    pairs = list(_pairs(parameter.name, value, style, explode))
    if where not in ("path", "query"):
        return pairs
    return [(quote(name, safe=_SAFE), quote(text, safe=_SAFE)) for name, text in pairs]


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
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
