"""The judge, on results that no run gives easily; what runs give stands in the case folders."""

import pytest

from snippets.judge import judge, judge_extra, missing_languages
from snippets.model import Answer, Block, Directive, Example, Exchange, Failure, Group, Request, Result

REQUEST = Request("GET", "/v1/notes", (("authorization", "Bearer YOUR_KEY"),))
SNIPPET = Block(0, "bash", "curl", 1, 3)
JSON = Block(1, "json", '{"a": 1}', 5, 7)
GOOD = Exchange(REQUEST, Answer(200, (), b'{"a":1}'))


def example(*answers: Block, extra: tuple[Block, ...] = ()) -> Example:
    return Example("list", (Group((SNIPPET,), answers),), extra)


def said(made: Example, result: Result) -> str | None:
    failure = judge(made, made.groups[0], SNIPPET, {0: result})
    return failure and failure.message


def http(source: str) -> Block:
    return Block(2, "http", source, 9, 12)


def test_a_right_result() -> None:
    assert said(example(JSON), Result(0, '{"a": 1}', (GOOD,))) is None


def test_the_piece_of_a_request_under_a_snippet_must_have_been_sent() -> None:
    right, wrong = http("Authorization: Bearer YOUR_KEY"), http("Authorization: Token YOUR_KEY")
    assert said(example(right, JSON), Result(0, '{"a": 1}', (GOOD,))) is None
    assert said(example(wrong, JSON), Result(0, '{"a": 1}', (GOOD,))) == "the request differs"


@pytest.mark.parametrize("status", [301, 304, 400, 500])
def test_a_last_answer_that_is_no_success_needs_its_status_on_the_page(status: int) -> None:
    met = Exchange(REQUEST, Answer(status, (), b'{"a":1}'))
    assert (
        said(example(JSON), Result(0, '{"a": 1}', (met,))) == "met an answer that the page doesn't speak of"
    )


def test_a_redirect_on_the_way_is_no_error() -> None:
    moved = Exchange(REQUEST, Answer(301, ()))
    assert said(example(JSON), Result(0, '{"a": 1}', (moved, GOOD))) is None


def test_the_failure_of_the_run_comes_first() -> None:
    failure = Failure("did not end within 5 s")
    assert said(example(JSON), Result(-9, "", (), failure)) == "did not end within 5 s"


def test_an_answer_elsewhere_that_cannot_be_read_is_told_at_its_line() -> None:
    broken = http("nonsense")
    failure = judge_extra(example(JSON, extra=(broken,)), broken, {0: Result(0, '{"a": 1}', (GOOD,))})
    assert failure is not None
    assert failure.line == 10


def test_an_answer_elsewhere_falls_when_no_snippet_is_right() -> None:
    shown = http("HTTP/1.1 200 OK\n\n{}")
    failure = judge_extra(example(JSON, extra=(shown,)), shown, {0: Result(0, "", (GOOD,))})
    assert failure is not None
    assert failure.message == "shows what example list meets, but none of its snippets is right"


def test_missing_languages_are_named() -> None:
    failure = missing_languages(example(JSON), ("bash", "javascript", "python"))
    assert failure is not None
    assert failure.message == "is not shown in javascript and python"
    assert missing_languages(example(JSON), ()) is None


def test_an_example_that_sends_nothing_may_stand_in_one_language() -> None:
    form = Block(0, "bash", "echo", 1, 3, directive=Directive(no_request="shows the form"))
    assert missing_languages(Example("form", (Group((form,)),)), ("bash", "python")) is None
