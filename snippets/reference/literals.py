"""Data as the text of a program, in the style in which people write each language."""

import json
import re
from typing import Any

__all__ = ["javascript", "python"]

_WIDE = 76
"""Characters; what is longer stands on several lines."""
_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)


def javascript(value: Any, indent: int = 0) -> str:
    """An expression; `indent` is that of the line in which it begins, in steps of two."""
    outer = "  " * indent
    if isinstance(value, dict) and value:
        items = [f"{_js_name(name)}: {javascript(each, indent + 1)}" for name, each in value.items()]
        return _laid(items, ("{ ", " }"), outer + "  ", outer, always=len(items) > 1)
    if isinstance(value, list):
        return _laid([javascript(each, indent + 1) for each in value], ("[", "]"), outer + "  ", outer)
    return _quoted(value, "'") if isinstance(value, str) else json.dumps(value)


def python(value: Any, indent: int = 0) -> str:
    """An expression; `indent` is that of the line in which it begins, in steps of four."""
    outer = "    " * indent
    if isinstance(value, dict):
        items = [f"{python(name)}: {python(each, indent + 1)}" for name, each in value.items()]
        return _laid(items, ("{", "}"), outer + "    ", outer, always=len(items) > 1)
    if isinstance(value, list):
        return _laid([python(each, indent + 1) for each in value], ("[", "]"), outer + "    ", outer)
    return _quoted(value, '"') if isinstance(value, str) else repr(value)


def _js_name(name: str) -> str:
    return name if _NAME.fullmatch(name) else _quoted(name, "'")


def _quoted(text: str, quote: str) -> str:
    """Both languages read the escapes of JSON in a text between either quotes."""
    inner = json.dumps(text, ensure_ascii=False)[1:-1]
    return f'"{inner}"' if quote == '"' or "'" in inner else f"'{inner.replace(chr(92) + chr(34), chr(34))}'"


def _laid(items: list[str], ends: tuple[str, str], inner: str, outer: str, always: bool = False) -> str:
    """The items on one line, or each on its own: behind `inner`, and the last end behind `outer`."""
    first, last = ends
    line = first + ", ".join(items) + last
    if not (always or len(line) > _WIDE or "\n" in line):
        return line
    return f"{first.strip()}\n{''.join(f'{inner}{item},' + chr(10) for item in items)}{outer}{last.strip()}"
