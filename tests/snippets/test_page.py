"""A page is read into blocks with their lines, and these into examples; what is wrong is told all at once."""

import hashlib
import textwrap
from pathlib import Path

import pytest
from mkdocs.exceptions import ConfigurationError

from snippets.model import Block, Example, Page
from snippets.page import Reader

CASES = Path(__file__).parent / "problems"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_problems_of_a_page(case: Path, reader: Reader) -> None:
    page = reader.read(case / "page.md", CASES)
    expected = (case / "expect.txt").read_text("utf-8").splitlines()

    assert [f"{problem.line} {problem.message}" for problem in page.problems] == expected


class TestBlocks:
    def test_a_block_has_its_place_and_text(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            ---
            title: A page
            ---

            # A page

            ```bash
            ls
            pwd
            ```
            """,
        )

        assert page.blocks == (Block(ordinal=0, language="bash", source="ls\npwd", line=7, end=10),)

    def test_the_title_and_the_directive_belong_to_it(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            <!-- snippet: scenario=expired -->
            <!-- snippet: no-request because="it only prints" -->

            ```python title="app.py"
            print(1)
            ```
            """,
        )
        (block,) = page.blocks

        assert (block.title, block.directive.line) == ("app.py", 1)
        assert (block.directive.scenario, block.directive.no_request) == ("expired", "it only prints")

    def test_a_directive_at_another_indent_belongs_to_no_block(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            - One

                <!-- snippet: scenario=a -->

              ```bash
              ls
              ```
            """,
        )

        assert page.blocks[0].directive.scenario is None
        assert [problem.line for problem in page.problems] == [3]

    def test_an_emptied_block_is_still_a_block(self, reader: Reader) -> None:
        page = read(reader, "```bash\n```\n\n```json\n{}\n```\n")

        assert [block.source for block in page.blocks] == ["", "{}"]
        assert [block.ordinal for block in page.examples[0].snippets] == [0]

    def test_a_hidden_fence_takes_no_ordinal(self, reader: Reader) -> None:
        page = read(reader, "<!--\n```bash\nls\n```\n-->\n\n```bash\npwd\n```\n")

        assert [(block.ordinal, block.source, block.line) for block in page.blocks] == [(0, "pwd", 7)]

    def test_the_digest_is_that_of_the_bytes(self, reader: Reader, tmp_path: Path) -> None:
        file = tmp_path / "docs" / "page.md"
        file.parent.mkdir()
        file.write_bytes(b"\xef\xbb\xbf# A\r\n\r\n```bash\r\nls\r\n```\r\n")
        page = reader.read(file, tmp_path)

        assert page.digest == hashlib.sha256(file.read_bytes()).hexdigest()
        assert page.path == "docs/page.md"
        assert page.blocks[0].line == 3

    def test_a_text_is_read_like_a_file_that_holds_it(self, reader: Reader, tmp_path: Path) -> None:
        text = "```bash\nls\n```\n"
        (tmp_path / "page.md").write_text(text, "utf-8")

        assert reader.read_text(text, "page.md") == reader.read(tmp_path / "page.md", tmp_path)

    def test_one_reader_reads_many_pages_alike(self, reader: Reader) -> None:
        note = "[^1]:\n    Note.\n\n    ```bash\n    ls\n    ```\n"
        text = f"Text[^1].\n\n{note}\n<div>\n\n```json\n{{}}\n```\n</div>\n"

        assert reader.read_text(text, "a.md") == reader.read_text(text, "a.md")
        assert len(reader.read_text(text, "a.md").blocks) == 2


class TestSideBySide:
    def test_adjacent_fences_in_different_languages_are_one_group(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            ```bash
            ls
            ```

            <!-- snippet: no-request because="x" -->
            ```js
            1
            ```
            ```python
            1
            ```
            """,
        )

        assert shape(page) == {"line-1": [([1, 6, 9], [])]}

    @pytest.mark.parametrize(
        ("why", "text"),
        [
            ("the language comes again", "```bash\nls\n```\n\n```sh\nls\n```\n"),
            ("prose stands between", "```bash\nls\n```\n\nor\n\n```python\n1\n```\n"),
            ("another comment stands between", "```bash\nls\n```\n<!-- or -->\n```python\n1\n```\n"),
            ("the indent differs", "```bash\nls\n```\n\n ```python\n 1\n ```\n"),
            ("one is quoted", "```bash\nls\n```\n\n> ```python\n> 1\n> ```\n"),
            ("a data block stands between", "```bash\nls\n```\n```yaml\na: 1\n```\n```python\n1\n```\n"),
            (
                "an install line stands between",
                "```bash\nls\n```\n```sh\npip install a\n```\n```python\n1\n```\n",
            ),
            (
                "they have different names",
                "<!-- snippet: example=a -->\n```bash\nls\n```\n\n"
                "<!-- snippet: example=b -->\n```python\n1\n```\n",
            ),
        ],
    )
    def test_they_are_two_examples_when(self, why: str, text: str, reader: Reader) -> None:
        page = reader.read_text(text, "page.md")

        assert [len(example.snippets) for example in page.examples] == [1, 1], why

    def test_a_skipped_fence_stands_between_without_parting_them(self, reader: Reader) -> None:
        text = '```bash\nls\n```\n\n<!-- snippet: skip because="x" -->\n```js\n1\n```\n\n```python\n1\n```\n'

        assert shape(reader.read_text(text, "page.md")) == {"line-1": [([1, 10], [])]}

    def test_install_lines_are_no_example(self, reader: Reader) -> None:
        page = reader.read_text("```bash\nnpm install axios\npip install requests\n```\n", "page.md")

        assert page.examples == ()
        assert page.problems == ()


class TestAnswers:
    def test_answers_belong_to_the_group_above_them(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            ```bash
            ls
            ```

            It prints:

            ```http
            HTTP/1.1 200 OK
            ```

            ```json
            {}
            ```

            ```python
            1
            ```

            ```text
            hi
            ```
            """,
        )

        assert shape(page) == {"line-1": [([1], [7, 11])], "line-15": [([15], [19])]}

    def test_a_title_limits_an_answer_to_a_language(self, reader: Reader) -> None:
        text = '```bash\nls\n```\n```python\n1\n```\n```text title="python"\nhi\n```\n```json\n{}\n```\n'
        (example,) = reader.read_text(text, "page.md").examples
        (group,) = example.groups
        bash, python = group.snippets

        assert [answer.line for answer in group.answers_for(bash, "cURL")] == [10]
        assert [answer.line for answer in group.answers_for(python, "Python")] == [7, 10]

    def test_an_answer_may_name_an_example_further_down(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            <!-- snippet: response-to=list -->
            ```json
            {}
            ```

            ## Later

            <!-- snippet: example=list -->
            ```bash
            ls
            ```
            """,
        )
        (example,) = page.examples

        assert [answer.line for answer in example.extra] == [2]
        assert example.groups[0].answers == ()

    def test_it_may_name_one_that_has_no_name_of_its_own(self, reader: Reader) -> None:
        text = "```bash\nls\n```\n\n# H\n\n<!-- snippet: response-to=line-1 -->\n```json\n{}\n```\n"
        (example,) = reader.read_text(text, "page.md").examples

        assert [answer.line for answer in example.extra] == [8]

    def test_a_skipped_answer_is_no_answer(self, reader: Reader) -> None:
        text = '```bash\nls\n```\n\n<!-- snippet: skip because="it varies" -->\n```json\n{}\n```\n'
        page = reader.read_text(text, "page.md")

        assert shape(page) == {"line-1": [([1], [])]}
        assert page.problems == ()

    @pytest.mark.parametrize("heading", ["# A", "###### A", "#A", "A\n===", "A\n---", "<h2>A</h2>", "> # A"])
    def test_a_heading_parts_them(self, heading: str, reader: Reader) -> None:
        page = reader.read_text(f"```bash\nls\n```\n\n{heading}\n\n```json\n{{}}\n```\n", "page.md")

        assert shape(page) == {"line-1": [([1], [])]}
        assert len(page.problems) == 1

    @pytest.mark.parametrize("line", ["Text #1.", "\n---\n", "#", "| a |\n|---|\n| b |"])
    def test_what_only_looks_like_a_heading_does_not(self, line: str, reader: Reader) -> None:
        page = reader.read_text(f"```bash\nls\n```\n\n{line}\n\n```json\n{{}}\n```\n", "page.md")

        assert page.problems == ()


class TestExamples:
    def test_a_name_joins_groups_across_headings(self, reader: Reader) -> None:
        page = read(
            reader,
            """
            ## cURL

            <!-- snippet: example=list scenario=new -->
            ```bash
            ls
            ```

            ```json
            {}
            ```

            ## Python

            <!-- snippet: example=list -->
            ```python
            1
            ```

            ```text
            hi
            ```
            """,
        )

        assert shape(page) == {"list": [([4], [8]), ([15], [19])]}
        assert page.examples[0].scenario == "new"
        assert page.problems == ()

    def test_any_fence_of_a_group_may_name_it(self, reader: Reader) -> None:
        text = "```bash\nls\n```\n\n<!-- snippet: example=list -->\n```python\n1\n```\n"

        assert shape(reader.read_text(text, "page.md")) == {"list": [([1, 6], [])]}

    def test_an_example_without_a_name_gets_one_that_no_other_has(self, reader: Reader) -> None:
        text = "```bash\nls\n```\n\nText.\n\n<!-- snippet: example=line-1 -->\n```python\n1\n```\n"

        assert list(shape(reader.read_text(text, "page.md"))) == ["line-1-unnamed", "line-1"]

    def test_continuing_snippets_are_examples_of_their_own(self, reader: Reader) -> None:
        text = "```bash\nls\n```\n\nThen:\n\n<!-- snippet: continues -->\n```bash\nls\n```\n"
        page = reader.read_text(text, "page.md")

        assert shape(page) == {"line-1": [([1], [])], "line-8": [([8], [])]}
        assert page.examples[1].snippets[0].directive.continues
        assert page.problems == ()


class TestSites:
    def test_a_site_is_read_with_its_own_extensions(self, tmp_path: Path) -> None:
        (tmp_path / "docs").mkdir()
        file = tmp_path / "mkdocs.yml"
        file.write_text(
            "site_name: A site\nmarkdown_extensions:\n  - pymdownx.superfences\n"
            "  - pymdownx.highlight:\n      stripnl: false\n  - snippets.markdown\n",
            "utf-8",
        )
        text = "!!! note\n\n    ```bash\n\n    ls\n    ```\n"

        # Without `admonition`, this is code by indent.
        assert [problem.line for problem in Reader(file).read_text(text, "page.md").problems] == [3]
        assert Reader(file).read_text("```bash\n\nls\n```\n", "page.md").blocks[0].source == "\nls"
        assert Reader(None).read_text(text, "page.md").blocks[0].source == "ls"

    def test_a_site_without_superfences_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "docs").mkdir()
        file = tmp_path / "mkdocs.yml"
        file.write_text("site_name: A site\n", "utf-8")

        with pytest.raises(ValueError, match=r"must hold pymdownx\.superfences"):
            Reader(file)

    def test_a_wrong_configuration_is_mkdocs_own_error(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError):
            Reader(tmp_path / "mkdocs.yml")


def read(reader: Reader, text: str) -> Page:
    return reader.read_text(textwrap.dedent(text).lstrip("\n"), "page.md")


def shape(page: Page) -> dict[str, list[tuple[list[int], list[int]]]]:
    """Example → the lines of each group's snippets and answers."""

    def lines(blocks: tuple[Block, ...]) -> list[int]:
        return [block.line for block in blocks]

    def groups(example: Example) -> list[tuple[list[int], list[int]]]:
        return [(lines(group.snippets), lines(group.answers)) for group in example.groups]

    return {example.name: groups(example) for example in page.examples}
