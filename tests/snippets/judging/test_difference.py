"""What is given, held against what a page documents: JSON by path, text by line, elisions as they stand."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.judging.difference import body_differences, json_differences, text_differences
from snippets.judging.notation import read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
).filter(lambda value: "..." not in json.dumps(value))
LINES = st.lists(st.text("ab. ", max_size=4), max_size=6)


def differences(page: str, given_value: Any) -> list[str]:
    return list(json_differences(read(page), given_value))


class TestJson:
    @given(JSON)
    def test_a_value_equals_itself(self, value: Any) -> None:
        assert differences(json.dumps(value), value) == []

    @given(JSON, JSON)
    def test_it_finds_a_difference_exactly_when_the_texts_differ(self, left: Any, right: Any) -> None:
        same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
        assert (differences(json.dumps(left), right) == []) is same

    @pytest.mark.parametrize(
        ("page", "api", "told"),
        [
            ('{"a": [{"b": 1}]}', {"a": [{"b": 2}]}, "a[0].b: page 1, API 2"),
            ('{"a": 1}', {}, "a: the page has it, the API doesn't"),
            ("{}", {"a": 1}, "a: the API has it (1), the page doesn't"),
            ("{}", {"a b": 1}, '["a b"]: the API has it (1), the page doesn\'t'),
            ('{"a": {"b-c": 1}}', {"a": {"b-c": 2}}, 'a["b-c"]: page 1, API 2'),
            ("[1]", [1, 2], "the body: the page has 1 item, the API 2"),
            ('{"a": [1, 2]}', {"a": []}, "a: the page has 2 items, the API 0"),
            ("true", 1, "the body: page true, API 1"),
            ('{"a": null}', {"a": False}, "a: page null, API false"),
            ('{"a": {}}', {"a": []}, "a: page {}, API []"),
            ('"x"', "x" * 90, f'the body: page "x", API "{"x" * 78}…'),
        ],
    )
    def test_it_names_the_path_and_both_values(self, page: str, api: Any, told: str) -> None:
        assert differences(page, api) == [told]

    def test_the_order_of_names_does_not_count_and_that_of_items_does(self) -> None:
        assert body_differences('{"a": 1, "b": 2}', '{"b": 2, "a": 1}') == []
        assert body_differences("[1, 2]", "[2, 1]") == ["[0]: page 1, API 2", "[1]: page 2, API 1"]

    def test_a_number_is_a_number(self) -> None:
        assert body_differences("1", "1.0") == []


class TestElisionInJson:
    @pytest.mark.parametrize(
        ("page", "api"),
        [
            ("...", {"a": 1}),
            ('{"a": ...}', {"a": [1, {"b": 2}]}),
            ('{"a": "..."}', {"a": 1}),
            ('{"a": 1, ...}', {"a": 1, "b": 2}),
            ('{"a": 1, ...}', {"a": 1}),
            ("[...]", []),
            ("[...]", [1, 2]),
            ("[1, ...]", [1]),
            ("[1, ...]", [1, 2, 3]),
            ("[..., 3]", [1, 2, 3]),
            ("[1, ..., 3]", [1, 3]),
            ("[..., 2, ...]", [1, 2, 3]),
            ("[..., 2, 3, ..., 2, 3]", [1, 2, 2, 3, 2, 3]),
            ('[..., {"id": 2, ...}, ...]', [{"id": 1}, {"id": 2, "a": 1}]),
        ],
    )
    def test_what_is_left_out_may_be_anything(self, page: str, api: Any) -> None:
        assert differences(page, api) == []

    @pytest.mark.parametrize(
        ("page", "api", "told"),
        [
            ('{"a": ...}', {}, "a: the page has it, the API doesn't"),
            ('{"a": 1, ...}', {"a": 2, "b": 2}, "a: page 1, API 2"),
            ("[1, ...]", [], "the body: the page has at least 1 item, the API 0"),
            ("[1, ..., 2]", [1], "the body: the page has at least 2 items, the API 1"),
            ("[1, ...]", [2, 1], "[0]: page 1, API 2"),
            ("[..., 3]", [1, 3, 2], "[2]: page 3, API 2"),
            ("[..., 2, ...]", [1, 3], "the body: the API has no item that is the page's 2"),
            ("[1, ..., 2, ..., 3]", [1, 3, 3], "the body: the API has no item that is the page's 2"),
        ],
    )
    def test_what_is_shown_is_compared_still(self, page: str, api: Any, told: str) -> None:
        assert differences(page, api) == [told]

    @given(st.lists(st.integers(0, 2), max_size=6), st.data())
    def test_any_run_of_items_may_be_left_out(self, items: list[int], data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(items)))
        end = data.draw(st.integers(start, len(items)))
        shown = [*map(str, items[:start]), "...", *map(str, items[end:])]
        assert differences(f"[{', '.join(shown)}]", items) == []


class TestBodies:
    def test_text_is_compared_as_text(self) -> None:
        assert body_differences("pong", "pong\n") == []
        assert body_differences("pong", "ping") == ["line 1: page 'pong', API 'ping'"]

    def test_a_body_that_is_no_json_where_the_page_shows_some(self) -> None:
        assert body_differences("{}", "<html>") == ["the API's body is not JSON: '<html>'"]

    def test_a_body_may_be_left_out_whatever_it_is(self) -> None:
        assert body_differences("...", "<html>") == []

    def test_whose_body_it_is_is_told(self) -> None:
        assert body_differences('{"a": 1}', '{"a": 2}', "request") == ["a: page 1, request 2"]


class TestText:
    @pytest.mark.parametrize(
        ("page", "given_text", "told"),
        [
            ("a\nb", "a \nb\n", []),
            ("a\nb", "a\nc", ["line 2: page 'b', output 'c'"]),
            ("a\nb", "a", ["line 2: page 'b', output nothing"]),
            ("a", "a\nb", ["line 2: page nothing, output 'b'"]),
            ("a\nb", "a\n\nb", ["line 2: page 'b', output ''"]),
            ("a\n...", "a\nb\nc", []),
            ("...", "", []),
            ("...\nc", "a\nb\nc", []),
            ("a\n...\nc", "a\nb\nd", ["line 3: page 'c', output 'd'"]),
            ("a\n...\nb\n...\nd", "a\nc\nd", ["page 'b', which the output has nowhere in its place"]),
            ("a\n  ...\nc", "a\nb\nc", []),
            ("a ...", "a b", ["line 1: page 'a ...', output 'a b'"]),
        ],
    )
    def test_it_is_compared_to_the_letter(self, page: str, given_text: str, told: list[str]) -> None:
        assert text_differences(page, given_text) == told

    @given(LINES, st.data())
    def test_any_run_of_lines_may_be_left_out(self, lines: list[str], data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(lines)))
        end = data.draw(st.integers(start, len(lines)))
        page = "\n".join([*lines[:start], "...", *lines[end:]])
        # Empty lines at the end are no lines.
        if not lines or lines[-1].strip():
            assert text_differences(page, "\n".join(lines)) == []

    @given(LINES, LINES)
    def test_without_elision_equal_is_equal(self, left: list[str], right: list[str]) -> None:
        one, two = "\n".join(left), "\n".join(right)
        same = [line.rstrip() for line in one.rstrip().splitlines()] == [
            line.rstrip() for line in two.rstrip().splitlines()
        ]
        if "..." not in map(str.rstrip, left):
            assert (text_differences(one, two) == []) is same
