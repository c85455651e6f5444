"""The ``sort`` parameter of lists: ``-priority,dueDate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

__all__ = ["SortOrder", "rank"]

Item = TypeVar("Item")
_Ranked = TypeVar("_Ranked", bound=StrEnum)


def rank(value: _Ranked) -> int:
    """The place of a value in its enumeration: these sort by meaning, not by letters."""
    return list(type(value)).index(value)


class SortOrder(Generic[Item]):
    """The fields that a list can be sorted by, each with what it compares."""

    def __init__(self, keys: Mapping[str, Callable[[Item], object]]) -> None:
        self._keys = keys

    @property
    def names(self) -> str:
        """The fields, for people to read."""
        return ", ".join(self._keys)

    @property
    def pattern(self) -> str:
        """The form of the parameter, for the OpenAPI document."""
        field = f"-?(?:{'|'.join(self._keys)})"
        return f"^{field}(?:,{field})*$"

    def check(self, sort: str) -> str:
        """Check the parameter.

        Raises:
            ValueError: it names a field that is not among them.
        """
        for name in sort.split(","):
            if name.removeprefix("-") not in self._keys:
                raise ValueError(f"must list some of {self.names}, each with or without a leading -")
        return sort

    def apply(self, items: list[Item], sort: str) -> list[Item]:
        """Sort items. Between equals, their order of creation decides; those without the field come last.

        Args:
            items: in the order of their creation.
        """
        # Sorting is stable: the least important key goes first, and before all of them the order of creation.
        if sort.startswith("-"):
            items = items[::-1]
        # A field that is named again decides nothing that it has not decided before.
        names = {name.removeprefix("-"): name for name in reversed(sort.split(","))}
        for field, name in names.items():
            key = self._keys[field]
            known = [item for item in items if key(item) is not None]
            unknown = [item for item in items if key(item) is None]
            known.sort(key=key, reverse=name.startswith("-"))  # type: ignore[arg-type]
            items = known + unknown
        return items
