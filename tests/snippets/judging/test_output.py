"""What a snippet prints, held against what stands under it."""

import pytest

from snippets.judging.message import parse
from snippets.judging.output import output_differs
from snippets.model import Answer, Block

HTTP = Block(0, "http", 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n{"e": 1}', 1, 5)
JSON = Block(1, "json", '{"e": 1}', 6, 8)
NO_BODY = Block(2, "http", "HTTP/1.1 204 No Content", 9, 11)
ANSWER = Answer(401, (("www-authenticate", "Bearer"), ("x-request-id", "r1")), b'{"e":1}')
EMPTY = Answer(204, (("x-request-id", "r2"),))


def differs(output: str, *shown: tuple[Block, Answer]) -> list[str]:
    return output_differs(output, [parse(block) for block, _ in shown], [answer for _, answer in shown])


HEAD = "HTTP/1.1 401 Unauthorized\r\ndate: Tue, 13 May 2025 10:30:00 GMT\r\nwww-authenticate: Bearer\r\n"


@pytest.mark.parametrize(
    "output",
    [
        'HTTP/1.1 401 Unauthorized\nwww-authenticate: Bearer\nx-request-id: r1\n\n{"e":1}',
        HEAD + '\r\n{"e":1}\r\n',
        '401\nWWW-Authenticate: Bearer\n{\n  "e": 1\n}\n',
        '401 Unauthorized\nBearer\n{"e": 1}',
    ],
)
def test_under_an_http_block_status_headers_and_body_are_printed_in_any_of_these_forms(output: str) -> None:
    assert differs(output, (HTTP, ANSWER)) == []


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("", "prints no JSON body, but the page shows one"),
        ("401", "prints no JSON body, but the page shows one (printed: 401)"),
        ('{"e": 1}', "doesn't print the status 401 that the page shows"),
        ('Bearer\n{"e": 1}', "doesn't print the status 401 that the page shows"),
        ('401\n{"e": 1}', "doesn't print what the page shows: WWW-Authenticate: Bearer"),
        ('403\nBearer\n{"e": 1}', "prints status 403, but the answer has 401"),
        ('401\nBearer\n{"e": 2}', "e: page 1, output 2"),
        ('401\nBearer\n{"e": 1', "the output's body is not JSON: '{\"e\": 1'"),
        ('401\nBearer\nSorry!\n{"e": 1}', "prints a line that the answer doesn't have: Sorry!"),
        ('401\nBearer\n{"e": 1}\nDone', "prints more than the page shows: Done"),
        ('401 Sorry\nBearer\n{"e": 1}', "prints 'Sorry', which is no phrase of 401"),
        (
            '401\nBearer\nX-Request-Id: r1\n{"e": 1}',
            "prints a header that the page doesn't show: X-Request-Id: r1",
        ),
        ('401\nBearer\nDate: never\n{"e": 1}', "prints a line that the answer doesn't have: Date: never"),
    ],
)
def test_what_is_missing_other_or_more_is_told(output: str, told: str) -> None:
    assert told in differs(output, (HTTP, ANSWER))


def test_a_page_can_leave_open_which_other_headers_are_printed() -> None:
    more = Block(0, "http", HTTP.source.replace("\n\n", "\n...\n\n"), 1, 6)
    assert differs('401\nBearer\nX-Request-Id: r1\n{"e": 1}', (more, ANSWER)) == []


def test_a_bare_value_may_be_that_of_two_headers() -> None:
    twins = Answer(401, (("www-authenticate", "Bearer"), ("x-scheme", "Bearer")), b'{"e":1}')
    assert differs('401\nBearer\n{"e": 1}', (HTTP, twins)) == []


def test_under_a_json_block_the_output_is_that_json_and_nothing_else() -> None:
    assert differs('{"e":1}\n', (JSON, ANSWER)) == []
    assert differs('Notes: {"e":1}\n', (JSON, ANSWER)) == [
        'prints no JSON body, but the page shows one (printed: Notes: {"e":1})'
    ]
    assert differs('401\nBearer\n{"e":1}', (JSON, ANSWER)) == [
        "prints more than the JSON that the page shows: 401",
        "prints more than the JSON that the page shows: Bearer",
    ]


def test_an_answer_without_a_body_is_its_head() -> None:
    assert differs("HTTP/1.1 204 No Content\nx-request-id: r2\n", (NO_BODY, EMPTY)) == []
    assert differs("deleted", (NO_BODY, EMPTY)) == [
        "prints a line that the answer doesn't have: deleted",
        "doesn't print the status 204 that the page shows",
    ]


def test_several_answers_are_printed_in_their_order() -> None:
    assert differs('204\n401\nBearer\n{"e":1}', (NO_BODY, EMPTY), (HTTP, ANSWER)) == []
    assert differs('401\nBearer\n{"e":1}\n{"e":1}', (HTTP, ANSWER), (JSON, ANSWER)) == []
    assert differs('204\n{"e":1}', (NO_BODY, EMPTY), (JSON, ANSWER)) == []


def test_a_bare_number_may_be_a_header() -> None:
    shown = Block(0, "http", "HTTP/1.1 204 No Content\nContent-Length: 114", 1, 4)
    assert differs("204\n114\n", (shown, Answer(204, (("content-length", "114"),)))) == []


def test_what_the_page_leaves_out_may_be_printed() -> None:
    shown = Block(0, "http", 'HTTP/1.1 401 Unauthorized\nX-Request-Id: ...\n\n{\n  "e": ...\n}', 1, 7)
    assert differs('401\nr1\n{"e": 1}', (shown, ANSWER)) == []
    assert differs('401\n{"e": 1}', (shown, ANSWER)) == [
        "doesn't print what the page shows: X-Request-Id: ..."
    ]
