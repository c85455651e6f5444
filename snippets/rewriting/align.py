"""Aligns what a page shows with what was observed: which part is which, what is new, what is gone.

The cheapest way, as in an edit distance: a part that has gone costs 1, so does a new one, and a part that
shows something else now costs as much as it differs. What an elision stands for costs nothing.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TypeVar

__all__ = ["Pair", "align"]

Part = TypeVar("Part")
Given = TypeVar("Given")

Pair = tuple[int | None, int | None]
"""(part, given): a part that shows this now; (part, None): an elision; (None, given): something new."""


def align(
    parts: Sequence[Part],
    given: Sequence[Given],
    distance: Callable[[Part, Given], float],
    elided: Callable[[Part], bool],
) -> list[Pair]:
    """The pairs, in their order; a part in none of them has gone.

    What an elision stands for is in no pair, and the elision stays. `distance` is 0 where a part fits, and
    at most 1; elisions are not asked for. Of ways that cost the same, one that keeps more parts is taken.
    """

    def cost(part: Part, value: Given) -> float | None:
        return None if elided(part) else distance(part, value)

    head = _fitting(parts, given, cost)
    tail = _fitting(parts[head:][::-1], given[head:][::-1], cost)
    middle = _cheapest(parts[head : len(parts) - tail], given[head : len(given) - tail], distance, elided)
    return [
        *((index, index) for index in range(head)),
        *((_plus(part, head), _plus(value, head)) for part, value in middle),
        *((len(parts) - back, len(given) - back) for back in range(tail, 0, -1)),
    ]


def _fitting(
    parts: Sequence[Part], given: Sequence[Given], cost: Callable[[Part, Given], float | None]
) -> int:
    """How many parts fit from the start on: no way is cheaper than to leave them as they are."""
    pairs = zip(parts, given, strict=False)
    return sum(1 for _ in takewhile(lambda pair: cost(*pair) == 0, pairs))


def _cheapest(
    parts: Sequence[Part],
    given: Sequence[Given],
    distance: Callable[[Part, Given], float],
    elided: Callable[[Part], bool],
) -> list[Pair]:
    # From part i and value j on: costs[i][j] is what the cheapest way takes, steps[i][j] its first step.
    count = len(given)
    costs = [[float(count - j) for j in range(count + 1)]]
    steps: list[list[str]] = [["new"] * count + ["end"]]
    for part in reversed(parts):
        below, row, ways = costs[-1], [0.0] * (count + 1), [""] * (count + 1)
        for j in range(count, -1, -1):
            if elided(part):
                options = [(below[j], "elided")]
                if j < count:
                    options.append((row[j + 1], "covered"))
            else:
                options = [(below[j] + 1, "gone")]
                if j < count:
                    same = (below[j + 1] + distance(part, given[j]), "same")
                    options = [same, *options, (row[j + 1] + 1, "new")]
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
