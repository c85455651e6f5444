import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.rewriting.align import Pair, align


def aligned(parts: str, given: str) -> list[Pair]:
    """The pairs for letters; `.` is an elision."""
    return align(parts, given, lambda part, letter: float(part != letter), lambda part: part == ".")


@pytest.mark.parametrize(
    ("parts", "given", "pairs"),
    [
        ("", "", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "axc", [(0, 0), (1, 1), (2, 2)]),
        ("ac", "abc", [(0, 0), (None, 1), (1, 2)]),
        ("abc", "ac", [(0, 0), (2, 1)]),
        ("bc", "abc", [(None, 0), (0, 1), (1, 2)]),
        ("a", "xy", [(0, 0), (None, 1)]),
        (".", "", [(0, None)]),
        (".", "abc", [(0, None)]),
        ("a.", "abc", [(0, 0), (1, None)]),
        ("a.d", "abcd", [(0, 0), (1, None), (2, 3)]),
        ("a.d", "wxyz", [(0, 0), (1, None), (2, 3)]),
        (".b.", "abc", [(0, None), (1, 1), (2, None)]),
        ("a.", "za", [(0, 0), (1, None)]),
        ("a.b", "", [(1, None)]),
    ],
)
def test_parts_find_what_they_show_now(parts: str, given: str, pairs: list[Pair]) -> None:
    assert aligned(parts, given) == pairs


@given(st.text("ab."), st.text("ab"))
def test_pairs_are_in_order_and_elisions_stay(parts: str, given: str) -> None:
    pairs = aligned(parts, given)
    shown = [part for part, _ in pairs if part is not None]
    values = [value for _, value in pairs if value is not None]
    assert shown == sorted(set(shown))
    assert values == sorted(set(values))
    assert [part for part, value in pairs if part is not None and value is None] == [
        index for index, part in enumerate(parts) if part == "."
    ]
    if "." not in parts:
        assert values == list(range(len(given)))
