"""Aligns what a page shows with what was observed: which part is which, what is new, what is gone.

The cheapest way, as in an edit distance: a part that has gone costs 1, so does a new one, and a part that
shows something else now costs as much as it differs. What an elision stands for costs nothing.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["Pair", "align"]

Part = TypeVar("Part")
Given = TypeVar("Given")

Pair = tuple[int | None, int | None]
"""(part, given): a part that shows this now; (part, None): an elision; (None, given): something new."""


def align(
    parts: Sequence[Part | None], given: Sequence[Given], distance: Callable[[Part, Given], float]
) -> list[Pair]:
    """The pairs, in their order; a part in none of them has gone.

    A part that is None is an elision: it stays, and what it stands for is in no pair. `distance` is 0 where
    a part fits, and at most 1. Of ways that cost the same, the one that keeps more parts is taken.
    """
    head = _fitting(parts, given, distance)
    tail = _fitting(parts[head:][::-1], given[head:][::-1], distance)
    middle = _cheapest(parts[head : len(parts) - tail], given[head : len(given) - tail], distance)
    return [
        *((index, index) for index in range(head)),
        *((_plus(part, head), _plus(value, head)) for part, value in middle),
        *((len(parts) - back, len(given) - back) for back in range(tail, 0, -1)),
    ]


def _fitting(
    parts: Sequence[Part | None], given: Sequence[Given], distance: Callable[[Part, Given], float]
) -> int:
    """How many parts fit from the start on: no way is cheaper than to leave them as they are."""
    count = 0
    for part, value in zip(parts, given, strict=False):
        if part is None or distance(part, value):
            break
        count += 1
    return count


def _cheapest(
    parts: Sequence[Part | None], given: Sequence[Given], distance: Callable[[Part, Given], float]
) -> list[Pair]:
    # costs[i][j]: what it takes from part i and value j on; steps: the first step of that way.
    costs = [[float(len(given) - j) for j in range(len(given) + 1)]]
    steps: list[list[str]] = [["new"] * len(given) + ["end"]]
    for part in reversed(parts):
        below, row, ways = costs[-1], [0.0] * (len(given) + 1), [""] * (len(given) + 1)
        for j in range(len(given), -1, -1):
            options = [(below[j], "elided") if part is None else (below[j] + 1, "gone")]
            if j < len(given):
                options.append((row[j + 1], "covered") if part is None else (row[j + 1] + 1, "new"))
            if j < len(given) and part is not None:
                options.insert(0, (below[j + 1] + distance(part, given[j]), "same"))
            row[j], ways[j] = min(options, key=lambda option: option[0])
        costs.append(row)
        steps.append(ways)
    return _followed(steps[::-1])


def _followed(steps: Sequence[Sequence[str]]) -> list[Pair]:
    pairs: list[Pair] = []
    part = value = 0
    while (step := steps[part][value]) != "end":
        if step == "same":
            pairs.append((part, value))
        elif step == "elided":
            pairs.append((part, None))
        elif step == "new":
            pairs.append((None, value))
        part += step in ("same", "elided", "gone")
        value += step in ("same", "new", "covered")
    return pairs


def _plus(index: int | None, offset: int) -> int | None:
    return None if index is None else index + offset
