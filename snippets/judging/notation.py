"""JSON as a page documents it: JSON in which `...` stands for what the page leaves out.

As a value, `...` or `"..."` is any value. As a line among the members of an object it is any further
members, and among the items of an array any further items. Each part of the text keeps its place in it,
so that what is rewritten can leave the rest as it stands. Otherwise the grammar is that of RFC 8259, but
a name may stand once in an object only: of two, a reader can't tell which holds.
"""

import re
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

__all__ = ["ELISION", "Array", "Elision", "Leaf", "Member", "Node", "NotJson", "Object", "read"]

ELISION = "..."

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


class NotJson(ValueError):
    """The text is not JSON, elisions aside; the message says why."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """Line of the text, from 1."""


@dataclass(frozen=True)
class _Placed:
    start: int
    end: int
    """Its place in the text: `text[start:end]`."""


@dataclass(frozen=True)
class Elision(_Placed):
    """`...`: whatever the API has here."""


@dataclass(frozen=True)
class Leaf(_Placed):
    """A value that holds no other: text, a number, a word."""

    value: str | int | float | bool | None


@dataclass(frozen=True)
class Member(_Placed):
    """A name and its value; it starts where the name does."""

    name: str
    node: "Node"


@dataclass(frozen=True)
class Object(_Placed):
    """Members between braces."""

    members: tuple[Member | Elision, ...]
    """In the order of the text; an elision among them stands for any further members."""


@dataclass(frozen=True)
class Array(_Placed):
    """Items between brackets."""

    items: tuple["Node", ...]
    """An elision among them stands for any number of items, none included."""


Node = Leaf | Object | Array | Elision


def read(text: str) -> Node:
    """The one value that `text` holds. Raises NotJson."""
    return _Text(text).whole()


@dataclass
class _Text:
    """A text, and how far it has been read."""

    text: str
    at: int = field(default=0)

    def whole(self) -> Node:
        try:
            self._skip_blanks()
            node = self._value()
            self._skip_blanks()
            if self.at < len(self.text):
                raise self._expected("the end of the text")
        except JSONDecodeError as error:
            raise NotJson(f"{error.msg} (column {error.colno})", error.lineno) from None
        except RecursionError:
            raise NotJson("it is nested too deep", 1) from None
        return node

    def _value(self) -> Node:
        start = self.at
        if self._took(ELISION):
            return Elision(start, self.at)
        if self._took("{"):
            return Object(start, *self._members()[::-1])
        if self._took("["):
            return Array(start, *self._items()[::-1])
        if self._took('"'):
            value, self.at = scanstring(self.text, self.at, True)
            return Elision(start, self.at) if value == ELISION else Leaf(start, self.at, value)
        for word, meant in _WORDS.items():
            if self._took(word):
                return Leaf(start, self.at, meant)
        if (number := _NUMBER.match(self.text, self.at)) is not None:
            self.at = number.end()
            return Leaf(start, self.at, float(number[0]) if number[1] or number[2] else int(number[0]))
        raise self._expected("a value")

    def _members(self) -> tuple[tuple[Member | Elision, ...], int]:
        members: list[Member | Elision] = []
        names: set[str] = set()
        while self._goes_on("}", members):
            start = self.at
            if self._took(ELISION):
                members.append(Elision(start, self.at))
                continue
            if not self._took('"'):
                raise self._expected("a name in double quotes")
            name, self.at = scanstring(self.text, self.at, True)
            if name in names:
                raise JSONDecodeError(f"the name {name!r} stands twice in one object", self.text, start)
            names.add(name)
            self._skip_blanks()
            if not self._took(":"):
                raise self._expected("`:`")
            self._skip_blanks()
            node = self._value()
            members.append(Member(start, self.at, name, node))
        return tuple(members), self.at

    def _items(self) -> tuple[tuple[Node, ...], int]:
        items: list[Node] = []
        while self._goes_on("]", items):
            items.append(self._value())
        return tuple(items), self.at

    def _goes_on(self, closing: str, before: "list[Member | Elision] | list[Node]") -> bool:
        """Whether another part follows; reads the comma, which may be left out beside an elision."""
        self._skip_blanks()
        if self._took(closing):
            return False
        if not before:
            return True
        comma = self._took(",")
        self._skip_blanks()
        beside = isinstance(before[-1], Elision) or self.text.startswith(ELISION, self.at)
        if comma:
            if self.text.startswith(closing, self.at) and not beside:
                raise self._expected("another part after the comma")
            return not self._took(closing)
        if not beside:
            raise self._expected(f"`,` or `{closing}`")
        return True

    def _took(self, token: str) -> bool:
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def _skip_blanks(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at

    def _expected(self, what: str) -> JSONDecodeError:
        return JSONDecodeError(f"{what} is expected here", self.text, self.at)
