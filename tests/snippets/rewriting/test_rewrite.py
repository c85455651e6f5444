import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from snippets.judging.difference import text_differences
from snippets.judging.message import answer_differs, parse
from snippets.model import Answer, Block
from snippets.rewriting.rewrite import (
    Unfit,
    rewritten_http,
    rewritten_json_block,
    rewritten_texts,
    status_line,
)

COOKIES = (("set-cookie", "a=1"), ("set-cookie", "b=2"), ("set-cookie", "c=3"))


@pytest.mark.parametrize(
    ("page", "answer", "written"),
    [
        ("HTTP/1.1 200 OK", Answer(404, ()), "HTTP/1.1 404 Not Found"),
        ("HTTP/2 200", Answer(404, ()), "HTTP/2 404"),
        ("HTTP/1.1 200 Fine", Answer(200, ()), "HTTP/1.1 200 Fine"),
        ("HTTP/1.1 200 OK", Answer(299, ()), "HTTP/1.1 299"),
        ("HTTP/1.1 200 OK\nA:  1\nB: 2 ", Answer(200, (("a", "3"),)), "HTTP/1.1 200 OK\nA:  3"),
        ("HTTP/1.1 200 OK\nA:", Answer(200, (("a", "1"),)), "HTTP/1.1 200 OK\nA: 1"),
        ("HTTP/1.1 200 OK\nA: 1", Answer(200, (("a", r"\1"),)), "HTTP/1.1 200 OK\nA: \\1"),
        ("HTTP/1.1 200 OK\nA: ...\nB: ...\n...", Answer(200, (("a", "1"),)), "HTTP/1.1 200 OK\nA: ...\n..."),
        (
            "HTTP/1.1 200 OK\nSet-Cookie: x\nSet-Cookie: y",
            Answer(200, COOKIES),
            "HTTP/1.1 200 OK\nSet-Cookie: a=1\nSet-Cookie: b=2, c=3",
        ),
        (
            "HTTP/1.1 200 OK\nSet-Cookie: x\nSet-Cookie: y",
            Answer(200, COOKIES[:1]),
            "HTTP/1.1 200 OK\nSet-Cookie: a=1",
        ),
        ("HTTP/1.1 200 OK\n\nold\nlines", Answer(200, (), b"new\nlines\n"), "HTTP/1.1 200 OK\n\nnew\nlines"),
        ("HTTP/1.1 200 OK\n\n{...}", Answer(200, (), b"no JSON"), "HTTP/1.1 200 OK\n\nno JSON"),
        ("HTTP/1.1 200 OK\n\nno JSON", Answer(200, (), b"[]"), "HTTP/1.1 200 OK\n\n[]"),
        ("HTTP/1.1 200 OK\n\n...", Answer(200, (), b"[]"), "HTTP/1.1 200 OK\n\n..."),
        ("HTTP/1.1 200 OK\n\n...", Answer(200, ()), "HTTP/1.1 200 OK\n\n..."),
        ("HTTP/1.1 200 OK\n\n[1]", Answer(200, ()), "HTTP/1.1 200 OK"),
        ("", Answer(204, ()), "HTTP/1.1 204 No Content"),
    ],
)
def test_an_http_block_shows_the_answer(page: str, answer: Answer, written: str) -> None:
    assert rewritten_http(page, answer) == written
    assert answer_differs(parse(Block(0, "http", written, 1, 9)), answer) == []
    assert rewritten_http(written, answer) == written


@pytest.mark.parametrize(("status", "line"), [(413, "413 Content Too Large"), (299, "299")])
def test_phrases_are_those_of_the_rfc(status: int, line: str) -> None:
    assert status_line(status) == line


def test_a_json_block_can_show_no_other_body() -> None:
    with pytest.raises(Unfit, match="the API answers 204 with no body"):
        rewritten_json_block("{}", Answer(204, ()))
    with pytest.raises(Unfit, match="with a body that is not JSON"):
        rewritten_json_block("{}", Answer(200, (), b"<p>"))


LINE = st.sampled_from(["one", "two ", "  three", "", "...", "four"])
LINES = st.lists(LINE, max_size=6).map(lambda lines: "\n".join(lines).strip("\n"))


@given(st.lists(LINES, min_size=1, max_size=3), LINES.map(lambda text: text.replace("...", "five")))
def test_texts_show_the_output_and_are_not_rewritten_again(texts: list[str], output: str) -> None:
    written = rewritten_texts(texts, output)
    assume(all(written))
    assert text_differences("\n".join(written), output) == []
    assert rewritten_texts(written, output) == written
    assert "\n".join(written).count("...") == "\n".join(texts).count("...")


def test_a_line_that_is_right_keeps_its_blanks() -> None:
    assert rewritten_texts(["one  \ntwo"], "one\n2\n") == ["one  \n2"]
