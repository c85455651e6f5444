"""One example, several languages: the same request, or the odd one out is told."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.judging.parity import agreeing, odd_one_out, same_request
from snippets.model import Answer, Block, Example, Exchange, Failure, Group, Request, Result

REQUEST = Request(
    "POST",
    "/v1/notes?tag=a&tag=b",
    (
        ("host", "api.example.com"),
        ("user-agent", "curl/8"),
        ("accept", "*/*"),
        ("authorization", "Bearer YOUR_KEY"),
        ("content-type", "application/json"),
        ("content-length", "8"),
    ),
    b'{"a": 1}',
)


def exchange(request: Request = REQUEST, status: int = 200) -> Exchange:
    return Exchange(request, Answer(status, ()))


def example(count: int = 3) -> Example:
    languages = ("bash", "javascript", "python")[:count]
    snippets = tuple(
        Block(number, language, f'send("{language}", "Token YOUR_KEY")', number * 10 + 1, number * 10 + 3)
        for number, language in enumerate(languages)
    )
    return Example("list", (Group(snippets),))


def judge_all(*exchanges: tuple[Exchange, ...]) -> list[Failure | None]:
    made = example(len(exchanges))
    results = {number: Result(0, "", sent) for number, sent in enumerate(exchanges)}
    return [odd_one_out(made, snippet, results[snippet.ordinal], results) for snippet in made.snippets]


def changed(**fields: object) -> Exchange:
    return exchange(dataclasses.replace(REQUEST, **fields))  # type: ignore[arg-type]


def with_header(name: str, value: str) -> Exchange:
    return changed(headers=(*((k, v) for k, v in REQUEST.headers if k != name), (name, value)))


@pytest.mark.parametrize(
    "same",
    [
        changed(target="/v1/notes?tag=b&tag=a"),
        changed(target="/v1/not%65s?tag=a&tag=b"),
        changed(body=b'{"a":1}'),
        with_header("user-agent", "node"),
        with_header("accept-encoding", "gzip"),
        with_header("sec-fetch-mode", "cors"),
        with_header("content-type", "application/json; charset=utf-8"),
        changed(headers=tuple((name.title(), value) for name, value in REQUEST.headers)),
    ],
)
def test_what_clients_add_or_order_by_themselves_does_not_count(same: Exchange) -> None:
    assert same_request(same) == same_request(exchange())


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (changed(method="PUT"), "method"),
        (changed(target="/v1/note?tag=a&tag=b"), "path"),
        (changed(target="/v1/notes?tag=a"), "query"),
        (changed(body=b'{"a": 2}'), "body"),
        (changed(body=b"a=1"), "body"),
        (with_header("authorization", "Token YOUR_KEY"), "Authorization header"),
        (with_header("x-tenant", "1"), "headers"),
        (with_header("content-type", "text/plain"), "media type"),
        (exchange(status=401), "status"),
        (changed(body=b'{"a": true}'), "body"),
        (changed(body=b'{"a": 1.0}'), "body"),
        (changed(body=b"\xff\xfe"), "body"),
        (with_header("accept-version", "2"), "headers"),
        (with_header("host-tenant", "2"), "headers"),
    ],
)
@pytest.mark.parametrize("odd", [0, 1, 2])
def test_the_odd_one_out_fails_and_no_other(other: Exchange, part: str, odd: int) -> None:
    sent = [(exchange(),)] * 3
    sent[odd] = (other,)
    failures = judge_all(*sent)
    assert [number for number, failure in enumerate(failures) if failure] == [odd]
    failure = failures[odd]
    assert failure is not None
    assert failure.message == f"not the same {part} as in the example's other languages"
    assert [label for label, _ in failure.detail] == ["parity", "fix"]


def test_the_two_requests_stand_side_by_side_and_are_marked_where_they_part() -> None:
    failure = judge_all((exchange(),), (changed(body=b'{"a": 2, "b": []}'),), (exchange(),))[1]
    assert failure is not None
    assert dict(failure.detail)["parity"].splitlines() == [
        "  line 11 [javascript]            line 1 [bash]",
        "  POST /v1/notes?tag=a&tag=b      POST /v1/notes?tag=a&tag=b",
        "  Authorization: Bearer YOUR_KEY  Authorization: Bearer YOUR_KEY",
        "  content-type: application/json  content-type: application/json",
        "  {                               {",
        '≠   "a": 2,                         "a": 1',
        '≠   "b": []',
        "  }                               }",
        "  → 200                           → 200",
    ]


def test_a_long_side_is_cut() -> None:
    failure = judge_all((exchange(),), (changed(target="/v1/" + "x" * 90),), (exchange(),))[1]
    assert failure is not None
    assert max(map(len, dict(failure.detail)["parity"].splitlines())) <= 2 + 48 + 2 + 48


def test_of_two_that_differ_the_later_is_told() -> None:
    assert [bool(failure) for failure in judge_all((exchange(),), (exchange(status=401),))] == [False, True]


def test_a_request_more_is_told() -> None:
    one, two, three = judge_all((exchange(),), (exchange(), exchange()), (exchange(),))
    assert (one, three) == (None, None)
    assert two is not None
    assert two.message == "requests sent: 2, in the example's other languages: 1"
    assert "no further request" in dict(two.detail)["parity"]


def test_only_the_sound_are_a_measure() -> None:
    made = example(2)
    result = Result(0, "", (exchange(),))
    assert odd_one_out(made, made.snippets[1], result, {1: result}) is None
    assert odd_one_out(made, made.snippets[1], result, {}) is None


@pytest.mark.parametrize(
    ("statuses", "numbers"),
    [((200, 200, 401), {0, 1}), ((200, 401), set()), ((200, 401, 403), set()), ((200,), {0}), ((), set())],
)
def test_more_than_half_agree_or_none_do(statuses: tuple[int, ...], numbers: set[int]) -> None:
    results = {number: Result(0, "", (exchange(status=status),)) for number, status in enumerate(statuses)}
    assert set(agreeing(results)) == numbers


def test_what_did_not_end_well_agrees_with_nothing() -> None:
    broken = Result(1, "", (exchange(),), Failure("raised ValueError"))
    assert agreeing({0: broken, 1: broken, 2: Result(0, "", (exchange(),))}) == {}


def test_the_line_that_says_the_odd_value_is_named() -> None:
    odd = (with_header("authorization", "Token YOUR_KEY"),)
    failure = judge_all((exchange(),), odd, (exchange(),))[1]
    assert failure is not None
    assert failure.line == 12


def test_so_is_the_line_of_a_short_value_in_a_query() -> None:
    made = example(2)
    source = "url = 'https://api.example.com/notes'\nget(url + '?page=2')"
    made = Example("list", (Group((made.snippets[0], dataclasses.replace(made.snippets[1], source=source))),))
    one, two = (Result(0, "", (changed(target=f"/notes?page={page}"),)) for page in (1, 2))
    failure = odd_one_out(made, made.snippets[1], two, {0: one})
    assert failure is not None
    assert failure.line == 13


@given(st.lists(st.sampled_from([200, 401]), min_size=1, max_size=3))
def test_somebody_is_always_in_the_right(statuses: list[int]) -> None:
    failures = judge_all(*((exchange(status=status),) for status in statuses))
    assert None in failures
