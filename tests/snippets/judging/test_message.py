"""Documented answers: read from their blocks, and compared whole."""

import pytest

from snippets.judging.message import Malformed, answer_differs, parse, request_differs
from snippets.model import Answer, Block, Request


def block(source: str, language: str = "http") -> Block:
    return Block(0, language, source, 1, 2)


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

    @pytest.mark.parametrize(
        ("source", "line"),
        [("HTTP/1.1 200 OK\nETag 1", 3), ('HTTP/1.1 200 OK\nETag: "1"\n\n{\n  "a": 1,\n  b\n}', 7), ("", 1)],
    )
    def test_the_line_of_the_page_is_named(self, source: str, line: int) -> None:
        with pytest.raises(Malformed) as caught:
            parse(block(source))
        assert caught.value.line == line


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

    @pytest.mark.parametrize(
        "shown",
        [
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: ...\n\n{...}",
            "HTTP/1.1 401 Unauthorized\n...\n\n...",
            'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n...\n\n{"e": ...}',
        ],
    )
    def test_a_value_the_further_headers_and_the_body_may_be_left_out(self, shown: str) -> None:
        assert answer_differs(parse(block(shown)), self.answer) == []

    def test_a_header_whose_value_is_left_out_must_be_there(self) -> None:
        page = parse(block("HTTP/1.1 401 Unauthorized\nETag: ...\n\n..."))
        assert answer_differs(page, self.answer) == ["ETag: page ..., API none"]

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
            "method: page PUT, request POST",
            "target: page /v1/note, request /v1/notes",
            "Authorization: page Token YOUR_KEY, request Bearer YOUR_KEY",
            'text: page "b", request "a"',
        ]
