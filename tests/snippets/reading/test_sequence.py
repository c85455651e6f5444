"""Chains of snippets: run as one program, told apart afterwards."""

import dataclasses

import pytest

from snippets.model import Failure, Page, Result
from snippets.page import Reader
from snippets.reading.sequence import chain, joined, rest
from tests.snippets.judging.test_parity import REQUEST, exchange

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


def test_what_differs_by_chance_does_not_part_them() -> None:
    dated = "Date: {}, 24 Nov 2026 10:30:0{} GMT\n"
    before = Result(0, dated.format("Tue", 1), (exchange(dataclasses.replace(REQUEST, body=b"1")),))
    whole = Result(0, dated.format("Tue", 2) + "2\n", (exchange(), exchange()))
    told = rest(whole, before, LAST)
    assert (told.failure, told.output, len(told.exchanges)) == (None, "2\n", 1)


def test_a_failure_of_its_own_is_told_though_it_cut_the_first_one_short() -> None:
    failed = Failure("raised", 21)
    told = rest(Result(1, "", failure=failed), Result(0, "1\n", (exchange(),)), LAST)
    assert (told.failure, told.exchanges) == (failed, ())


def test_a_failure_above_that_comes_with_it_is_its_own() -> None:
    told = rest(Result(1, "", failure=Failure("raised", 2)), Result(0, ""), LAST)
    assert told.failure is not None
    assert told.failure.line == LAST.line
    assert told.failure.detail == (
        ("fix", "line 2 runs well without this snippet: one of the two must fit the other"),
    )


def test_a_chain_falls_with_its_first() -> None:
    told = rest(Result(1, ""), Result(1, "", failure=Failure("raised", 2)), LAST)
    assert told.failure is not None
    assert (told.failure.message, told.failure.line) == ("continues a snippet that fails", 2)


class TestAPageThatIsOneSequence:
    def test_each_snippet_continues_the_one_above_it_in_its_language(self) -> None:
        assert starts(page("bash python", "bash python", "javascript python")) == {
            "bash": [True, False],
            "python": [True, False, False],
            "javascript": [True],
        }

    def test_its_scenario_is_that_of_its_first_example(self) -> None:
        made = page("bash scenario=empty", "bash python", "javascript")
        assert scenarios(made) == ["empty", None, "empty", "empty"]

    def test_a_scenario_begins_a_new_one_in_each_language(self) -> None:
        made = page("bash python", "bash scenario=empty", "bash python", "bash python")
        assert starts(made) == {"bash": [True, True, False, False], "python": [True, True, False]}
        assert scenarios(made) == [None, None, "empty", None, "empty", None, None]

    def test_an_example_in_several_places_begins_in_each(self) -> None:
        made = page(
            "bash scenario=empty example=a", "bash", "python example=a", "python", "javascript example=a"
        )
        assert scenarios(made) == ["empty", None, "empty", None, "empty"]
        assert starts(made) == {"bash": [True, False], "python": [True, False], "javascript": [True]}

    def test_a_skipped_snippet_goes_on_and_cannot_be_gone_on_from(self) -> None:
        made = page("bash", 'bash skip because="old"', "bash", 'python skip because="old"', "python")
        assert starts(made) == {"bash": [True, False, False], "python": [True, True]}
        assert [block.line for block in chain(made, made.blocks[2])] == [
            made.blocks[0].line,
            made.blocks[2].line,
        ]

    def test_blocks_and_examples_are_the_same_ones(self) -> None:
        made = page("bash python", "bash python")
        of_examples = [snippet for example in made.examples for snippet in example.snippets]
        assert all(one is other for one, other in zip(of_examples, made.blocks, strict=True))

    def test_it_is_what_continues_says_of_each(self) -> None:
        said = page("bash python", "bash continues python continues", sequence="false")
        unsaid = page("bash python", "bash python")
        assert [dataclasses.replace(block.directive, line=0) for block in said.blocks] == [
            block.directive for block in unsaid.blocks
        ]

    @pytest.mark.parametrize("said", ["yes it is", "1", "", "[true]", '"true"', "null"])
    def test_anything_but_true_and_false_is_a_problem_at_its_line(self, said: str) -> None:
        made = page("bash", "bash", sequence=said)
        assert starts(made) == {"bash": [True, True]}
        assert [problem.line for problem in made.problems] == [3]


def page(*examples: str, sequence: str = "true") -> Page:
    """A page of examples, each as the languages of its fences, with the words of a directive behind one."""
    text = f"---\ntitle: A page\nsequence: {sequence}\n---\n"
    for example in examples:
        text += "\nText.\n"
        fences: list[list[str]] = []
        for word in example.split(" ", maxsplit=-1):
            if word in {"bash", "javascript", "python"}:
                fences.append([word])
            else:
                fences[-1].append(word)
        for language, *words in fences:
            directive = f"<!-- snippet: {' '.join(words)} -->\n" if words else ""
            text += f"\n{directive}```{language}\n1\n```\n"
    return Reader(None).read_text(text, "docs/a.md")


def starts(made: Page) -> dict[str, list[bool]]:
    """For each language, which of its snippets start anew."""
    found: dict[str, list[bool]] = {}
    for block in made.blocks:
        found.setdefault(block.language, []).append(not block.directive.continues)
    return found


def scenarios(made: Page) -> list[str | None]:
    return [block.directive.scenario for block in made.blocks]
