"""Documented answers: read from their blocks, and compared whole."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.message import (
    Malformed,
    answer_differs,
    bodies_differ,
    json_differences,
    parse,
    request_differs,
    same_text,
)
from snippets.model import Answer, Block, Request


def block(source: str, language: str = "http") -> Block:
    return Block(0, language, source, 1, 2)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class TestParse:
    def test_an_answer_is_a_status_line_headers_and_a_body(self) -> None:
        read = parse(block("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n{}"))
        assert (read.status, read.headers, read.body) == (401, (("WWW-Authenticate", "Bearer"),), "{}")
        assert not read.of_request

    def test_a_phrase_is_not_needed(self) -> None:
        assert parse(block("HTTP/2 204")).status == 204

    def test_without_a_status_line_it_is_a_piece_of_a_request(self) -> None:
        read = parse(block("Authorization: Bearer YOUR_KEY"))
        assert read.of_request
        assert read.headers == (("Authorization", "Bearer YOUR_KEY"),)

    def test_a_request_line_says_method_and_target(self) -> None:
        read = parse(block("POST /v1/notes HTTP/1.1\nContent-Type: application/json\n\n{}"))
        assert (read.method, read.target, read.body) == ("POST", "/v1/notes", "{}")

    def test_a_json_block_is_a_body(self) -> None:
        read = parse(block('{"a": 1}', "json"))
        assert (read.status, read.body, read.of_request) == (None, '{"a": 1}', False)

    @pytest.mark.parametrize("source", ["", "HTTP/1.1 401 Unauthorized\n{}", "no header"])
    def test_anything_else_is_malformed(self, source: str) -> None:
        with pytest.raises(Malformed):
            parse(block(source))

    def test_json_that_is_none_is_malformed(self) -> None:
        with pytest.raises(Malformed, match="this is not JSON"):
            parse(block("{…}", "json"))


class TestJsonDifferences:
    @given(JSON)
    def test_a_value_equals_itself(self, value: Any) -> None:
        assert list(json_differences(value, json.loads(json.dumps(value)))) == []

    @given(JSON, JSON)
    def test_it_finds_a_difference_exactly_when_the_texts_differ(self, left: Any, right: Any) -> None:
        same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
        assert (list(json_differences(left, right)) == []) is same

    @pytest.mark.parametrize(
        ("page", "api", "told"),
        [
            ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "a[0].b: page 1, API 2"),
            ({"a": 1}, {}, "a: the page has it, the API doesn't"),
            ({}, {"a": 1}, "a: the API has it (1), the page doesn't"),
            ([1], [1, 2], "the body: page [1], API [1, 2]"),
            (True, 1, "the body: page true, API 1"),
            ({"a": None}, {"a": False}, "a: page null, API false"),
        ],
    )
    def test_it_names_the_path_and_both_values(self, page: Any, api: Any, told: str) -> None:
        assert list(json_differences(page, api)) == [told]

    def test_the_order_of_keys_does_not_count_and_that_of_items_does(self) -> None:
        assert bodies_differ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}') == []
        assert bodies_differ("[1, 2]", "[2, 1]") != []

    def test_a_number_is_a_number(self) -> None:
        assert bodies_differ("1", "1.0") == []


class TestBodies:
    def test_text_is_compared_as_text(self) -> None:
        assert bodies_differ("pong", "pong\n") == []
        assert bodies_differ("pong", "ping") == ["page 'pong', answer 'ping'"]

    def test_an_answer_that_is_no_json_where_the_page_shows_some(self) -> None:
        assert bodies_differ("{}", "<html>") == ["the body is not JSON: '<html>'"]

    def test_blanks_at_line_ends_do_not_count(self) -> None:
        assert same_text("a\nb\n", "a  \nb")
        assert not same_text("a\nb", "a\n\nb")


class TestAnswerDiffers:
    answer = Answer(401, (("www-authenticate", "Bearer"), ("content-type", "application/json")), b'{"e":1}')

    def test_the_headers_shown_are_compared_and_no_others(self) -> None:
        page = parse(block('HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n{"e": 1}'))
        assert answer_differs(page, self.answer) == []

    def test_each_difference_is_told(self) -> None:
        page = parse(block('HTTP/1.1 403 Forbidden\nwww-authenticate: Basic\nETag: "1"\n\n{"e": 2}'))
        assert answer_differs(page, self.answer) == [
            "status: page 403, API 401",
            "www-authenticate: page Basic, API Bearer",
            'ETag: page "1", API none',
            "e: page 2, API 1",
        ]

    def test_a_body_that_the_page_leaves_out_is_told(self) -> None:
        assert answer_differs(parse(block("HTTP/1.1 401 Unauthorized")), self.answer) == [
            'the API sends a body, the page shows none: {"e":1}'
        ]

    def test_a_header_that_comes_twice_is_one_list(self) -> None:
        answer = Answer(200, (("link", "a"), ("Link", "b")))
        assert answer_differs(parse(block("HTTP/1.1 200 OK\nLink: a, b")), answer) == []


class TestRequestDiffers:
    request = Request("POST", "/v1/notes", (("authorization", "Bearer YOUR_KEY"),), b'{"text":"a"}')

    def test_the_piece_shown_is_compared(self) -> None:
        assert request_differs(parse(block("authorization: Bearer YOUR_KEY")), self.request) == []
        assert request_differs(parse(block('POST /v1/notes\n\n{"text": "a"}')), self.request) == []

    def test_each_difference_is_told(self) -> None:
        page = parse(block('PUT /v1/note\nAuthorization: Token YOUR_KEY\n\n{"text": "b"}'))
        assert request_differs(page, self.request) == [
            "method: page PUT, sent POST",
            "target: page /v1/note, sent /v1/notes",
            "Authorization: page Token YOUR_KEY, sent Bearer YOUR_KEY",
            'text: page "b", API "a"',
        ]
