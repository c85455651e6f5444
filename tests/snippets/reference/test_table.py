"""Markdown that means what it should on the site and on a code host."""

from html import unescape

import markdown
import pytest

from snippets.reference.table import as_cell, as_code, as_sentence, as_text, table


def test_a_table_leaves_out_what_is_empty() -> None:
    rows = [("a", "", "1"), ("b", "", "")]
    assert table(("Name", "Rule", "Number"), rows) == [
        "| Name | Number |",
        "|---|---|",
        "| a | 1 |",
        "| b |  |",
    ]
    assert table(("Name",), []) == []


@pytest.mark.parametrize("text", ["a|b", "`a`|`b`", "``a`|b``", "`x|y` and `z|`", "<&|>", "\\|"])
def test_a_pipe_stays_in_its_cell_and_is_read_as_one(text: str) -> None:
    html = markdown.markdown("\n".join(table(("A", "B"), [(text, "end")])), extensions=["tables"])
    assert html.count("<td>") == 2
    assert "\\" not in html
    assert "|" in html or "&#124;" in html


@pytest.mark.parametrize("text", ["a*b*c", "_x_", "[a](b)", "<b>", "`x`", "# a", "a\\b", "{#id}", "~~no~~"])
def test_a_text_that_is_no_markdown_means_itself(text: str) -> None:
    html = markdown.markdown(as_text(text), extensions=["attr_list"])
    assert unescape(html) == f"<p>{text}</p>"


@pytest.mark.parametrize(("text", "code"), [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "")])
def test_code(text: str, code: str) -> None:
    assert as_code(text) == code


def test_a_description_of_several_lines_in_one_cell() -> None:
    assert as_cell("One\nline.\n\nAnother:\n- a\n- b\n") == "One line.<br>Another:<br>- a<br>- b"


def test_a_sentence_has_a_full_stop() -> None:
    assert [as_sentence(each) for each in ("A", "A.", "A?", " A ", "")] == ["A.", "A.", "A?", "A.", ""]
