"""JSON as pages document it: that of RFC 8259, with `...` for what is left out, each part in its place."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.judging.notation import Array, Elision, Leaf, Member, Node, NotJson, Object, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
).filter(lambda value: "..." not in json.dumps(value))


def value(node: Node) -> Any:
    if isinstance(node, Object):
        return {part.name: value(part.node) for part in node.members if isinstance(part, Member)}
    if isinstance(node, Array):
        return [value(item) for item in node.items]
    assert isinstance(node, Leaf)
    return node.value


def parts(node: Node | Member) -> Iterator[Node | Member]:
    yield node
    inner: tuple[Node | Member, ...] = ()
    if isinstance(node, Object):
        inner = node.members
    elif isinstance(node, Array):
        inner = node.items
    elif isinstance(node, Member):
        inner = (node.node,)
    for part in inner:
        yield from parts(part)


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_json_is_read_as_the_standard_library_reads_it(
    given_value: Any, indent: int | None, text: bool
) -> None:
    written = json.dumps(given_value, indent=indent, ensure_ascii=text)
    assert value(read(f" {written}\n")) == given_value


@given(JSON, st.sampled_from([None, 2]))
def test_each_part_has_its_place_in_the_text(given_value: Any, indent: int | None) -> None:
    written = json.dumps(given_value, indent=indent)
    for part in parts(read(written)):
        own = written[part.start : part.end]
        if isinstance(part, Member):
            assert own.startswith(json.dumps(part.name))
            assert own.endswith(written[part.node.start : part.node.end])
        else:
            assert json.loads(own) == value(part)


@given(st.text(alphabet='{}[],:."ab1 \n-e', max_size=12))
def test_a_text_without_elisions_is_json_or_is_refused(text: str) -> None:
    try:
        expected = json.loads(text, object_pairs_hook=once)
    except ValueError:
        if "..." not in text:
            with pytest.raises(NotJson):
                read(text)
    else:
        if "..." not in text:
            assert value(read(text)) == expected


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("...", ["Elision"]),
        ('"..."', ["Elision"]),
        ('{"a": ...}', ["Object", "Member", "Elision"]),
        ('{\n  "a": 1,\n  ...\n}', ["Object", "Member", "Leaf", "Elision"]),
        ('{\n  ...\n  "a": 1\n}', ["Object", "Elision", "Member", "Leaf"]),
        ('{..., "a": 1}', ["Object", "Elision", "Member", "Leaf"]),
        ("[1, ...]", ["Array", "Leaf", "Elision"]),
        ("[\n  ...\n  1\n  ...\n]", ["Array", "Elision", "Leaf", "Elision"]),
        ('["..."]', ["Array", "Elision"]),
        ("{...,}", ["Object", "Elision"]),
    ],
)
def test_three_dots_stand_for_a_value_for_members_and_for_items(text: str, kinds: list[str]) -> None:
    assert [type(part).__name__ for part in parts(read(text))] == kinds


def test_an_elision_has_its_place_too() -> None:
    text = '{"a": 1, ... }'
    node = read(text)
    assert isinstance(node, Object)
    last = node.members[-1]
    assert isinstance(last, Elision)
    assert text[last.start : last.end] == "..."


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        ("", "a value is expected here (column 1)", 1),
        ('{"a": …}', "a value is expected here (column 7)", 1),
        ("{\n  'a': 1\n}", "a name in double quotes is expected here (column 3)", 2),
        ('{"a" 1}', "`:` is expected here (column 6)", 1),
        ('{"a": 1 "b": 2}', "`,` or `}` is expected here (column 9)", 1),
        ("[1 2]", "`,` or `]` is expected here (column 4)", 1),
        ('{"a": 1,}', "another part after the comma is expected here (column 9)", 1),
        ('{"a": 1,\n "a": 2}', "the name 'a' stands twice in one object (column 2)", 2),
        ("1 2", "the end of the text is expected here (column 3)", 1),
        ("NaN", "a value is expected here (column 1)", 1),
        ('"a', "Unterminated string starting at (column 1)", 1),
        ("[" * 100_000, "it is nested too deep", 1),
    ],
)
def test_what_is_not_json_is_told_with_its_place(text: str, told: str, line: int) -> None:
    with pytest.raises(NotJson) as caught:
        read(text)
    assert str(caught.value) == told
    assert caught.value.line == line
