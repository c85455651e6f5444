"""What a page gets for another value, in any layout; what is written how stands in the cases of `update/`."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.judging.difference import body_differences
from snippets.judging.notation import NotJson
from snippets.rewriting.rewrite_json import json_of, rewritten_json, written_json

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('ab."\\\n\u2028\ud800é', max_size=3)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "c d", "e,", '"', "..."]), inner, max_size=4)
    ),
    max_leaves=12,
)


@st.composite
def laid_out(draw: st.DrawFn, value: Any, indent: str = "") -> str:
    """A JSON text of the value in some layout, some of it left out."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(["...", '"..."']))
    if not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=draw(st.booleans()))
    inner = indent + draw(st.sampled_from(["  ", "    "]))
    layout = draw(st.sampled_from(["close", "one line", "lines", "mixed"]))
    colon = ":" if layout == "close" else draw(st.sampled_from([": ", " : "]))
    if isinstance(value, dict):
        parts = [json.dumps(name) + colon + draw(laid_out(part, inner)) for name, part in value.items()]
    else:
        parts = [draw(laid_out(part, inner)) for part in value]
    for index in range(len(parts), -1, -1):
        if draw(st.integers(0, 7)) == 0:
            parts.insert(index, "...")
    text = ""
    for index, part in enumerate(parts):
        beside = "..." in (part, parts[index - 1])
        text += "," if index and not (beside and draw(st.booleans())) else ""
        leads = {"close": [""], "one line": [" " if index else ""], "lines": [f"\n{inner}"]}
        text += draw(st.sampled_from(leads.get(layout, [" ", "", f"\n{inner}"]))) + part
    if parts and parts[-1] == "...":
        text += draw(st.sampled_from(["", ","]))
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + text + (f"\n{indent}" if layout == "lines" and parts else "") + closing


@given(st.data())
def test_a_rewritten_text_shows_the_value_and_is_not_rewritten_again(data: st.DataObject) -> None:
    page = data.draw(VALUES.flatmap(laid_out))
    value = data.draw(VALUES)
    written = rewritten_json(page, value)
    assert body_differences(written, json.dumps(value)) == []
    assert rewritten_json(written, value) == written


@given(VALUES, st.data())
def test_a_text_that_is_right_stays_to_the_letter(value: Any, data: st.DataObject) -> None:
    page = data.draw(laid_out(value))
    assert body_differences(page, json.dumps(value)) == []
    assert rewritten_json(page, value) == page


@given(VALUES, st.data())
def test_one_leaf_of_a_text_on_lines_is_one_line(value: Any, data: st.DataObject) -> None:
    page = written_json({"first": value, "here": data.draw(LEAVES), "last": value})
    other = {"first": value, "here": "another", "last": value}
    old, new = page.split("\n"), rewritten_json(page, other).split("\n")
    assert len(old) == len(new)
    assert sum(left != right for left, right in zip(old, new, strict=True)) <= 1


@given(VALUES)
def test_what_is_written_afresh_can_be_read(value: Any) -> None:
    text = written_json(value)
    assert body_differences(text, json.dumps(value)) == []
    assert all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize(
    ("page", "value", "written"),
    [
        ("{...}", {"a": 1}, "{...}"),
        ('{"a": 1, ...}', {"b": 1}, "{...}"),
        ('{... "a": 1}', {"a": 2}, '{... "a": 2}'),
        ("[1, ..., 4]", [2, 3, 5], "[2, ..., 5]"),
        ("[1 ...]", [], "[...]"),
        ("[1, 2,\n 3, 4]", [1, 2, 9, 3, 4], "[1, 2, 9,\n 3, 4]"),
        ("[\n  1,\n  2\n]", [2], "[\n  2\n]"),
        ("[ ]", [1], "[\n  1\n]"),
        ('{"a": [ ]}', {"a": [1]}, '{"a": [1]}'),
        ('{\n  "a": []\n}', {"a": [1]}, '{\n  "a": [\n    1\n  ]\n}'),
        ('{\n  "a": [1],\n  "b": 0\n}', {"a": [1], "b": [2]}, '{\n  "a": [1],\n  "b": [2]\n}'),
        ('{"a": 1.50, "b": 2}', {"a": 1.5, "b": 3}, '{"a": 1.50, "b": 3}'),
        ('{"a": true}', {"a": 1}, '{"a": 1}'),
        ('"\\u00e9"', "é", '"\\u00e9"'),
    ],
)
def test_only_what_must_change_changes(page: str, value: Any, written: str) -> None:
    assert rewritten_json(page, value) == written


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(NotJson):
        rewritten_json("{a: 1}", {})
    with pytest.raises(ValueError, match="NaN is no JSON"):
        json_of("[NaN]")
