"""Chains of snippets: run as one program, told apart afterwards."""

from snippets.model import Failure, Result
from snippets.page import Reader
from snippets.sequence import chain, joined, rest
from tests.snippets.test_parity import exchange

PAGE = Reader(None).read_text(
    "```bash\na=1\n```\n\n```python\nb = 1\n```\n\n"
    "<!-- snippet: continues -->\n```bash\necho $a\n```\n\n"
    '<!-- snippet: skip because="old" -->\n```bash\nold\n```\n\n'
    "<!-- snippet: continues -->\n```bash\necho $a again\n```\n",
    "docs/a.md",
)
LAST = PAGE.blocks[-1]


def test_a_chain_goes_back_to_the_one_that_continues_nothing() -> None:
    assert [block.line for block in chain(PAGE, LAST)] == [1, 10, 20]


def test_other_languages_and_skipped_snippets_are_no_links() -> None:
    assert {block.language for block in chain(PAGE, LAST)} == {"bash"}
    assert all(block.source != "old" for block in chain(PAGE, LAST))


def test_what_continues_nothing_is_a_chain_of_its_own() -> None:
    assert chain(PAGE, PAGE.blocks[0]) == (PAGE.blocks[0],)
    assert joined((PAGE.blocks[0],)) == PAGE.blocks[0]


def test_each_line_stands_where_the_page_has_it() -> None:
    made = joined(chain(PAGE, LAST))
    lines = {number: line for number, line in enumerate(made.source.split("\n"), start=made.line + 1) if line}
    assert lines == {2: "a=1", 11: "echo $a", 21: "echo $a again"}


def test_the_last_one_is_told_apart() -> None:
    before = Result(0, "1\n", (exchange(),))
    whole = Result(0, "1\n2\n", (exchange(), exchange(status=404)))
    told = rest(whole, before, LAST)
    assert (told.output, [met.answer.status for met in told.exchanges]) == ("2\n", [404])


def test_what_runs_into_each_other_cannot_be_told_apart() -> None:
    before = Result(0, "1\n", (exchange(),))
    for whole in (Result(0, "2\n1\n", (exchange(),)), Result(0, "1\n2\n", (exchange(status=404),))):
        told = rest(whole, before, LAST)
        assert told.failure is not None
        assert "run into each other" in told.failure.message


def test_a_chain_falls_with_its_first() -> None:
    told = rest(Result(1, ""), Result(1, "", failure=Failure("raised", 2)), LAST)
    assert told.failure is not None
    assert (told.failure.message, told.failure.line) == ("continues a snippet that fails", 2)
