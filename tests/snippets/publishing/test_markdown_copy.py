"""The Markdown of a page that is handed out: all that the page says, and nothing that only tools need."""

import pytest
from mkdocs.structure.files import File

from snippets.page import Reader
from snippets.publishing.markdown_copy import markdown_copy
from snippets.publishing.site_pages import SitePage

URL = "https://docs.example.com/guide/page/"
READER = Reader(None)


def copy(body: str, **front: object) -> str:
    page = SitePage(File("guide/page.md", None, "site", True), body, front, in_nav=True)
    layout = READER.lay_body(body, "guide/page.md")
    return markdown_copy(page, layout, URL, lambda target, raw: f"<{'html' if raw else 'md'} {target}>")


def text(body: str) -> str:
    """What the copy says below its title and address."""
    return copy(f"# A\n\n{body}").removeprefix(f"# A\n\nSource: {URL}\n\n").removesuffix("\n")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# A *page*\n\nText.\n", "A *page*"),
        ("# A page {#top .wide}\n\nText.\n", "A page"),
        ("A page\n======\n\nText.\n", "A page"),
        ("<!-- A comment -->\n\n# A page #\n\nText.\n", "A page"),
        ("Text.\n", "Of the front matter"),
        ("## A part\n\nText.\n", "Of the front matter"),
    ],
)
def test_it_begins_with_the_title_and_the_address(body: str, title: str) -> None:
    said = copy(body, title="Of the front matter")

    assert said.startswith(f"# {title}\n\nSource: {URL}\n\n")
    assert said.endswith("Text.\n")
    assert said.count("\n# ") == 0


def test_directives_and_other_comments_are_gone_and_leave_no_hole() -> None:
    body = (
        "Before.\n\n<!-- snippet: scenario=a\n     example=b -->\n<!-- A note -->\n\n```bash\nls\n```\n\n"
        "<!-- snippet: continues -->\n```bash\nls\n```\n\nAfter <!-- inline -->it.\n"
    )

    assert text(body) == "Before.\n\n```bash\nls\n```\n\n```bash\nls\n```\n\nAfter it."


def test_a_comment_that_holds_a_fence_is_gone_with_it() -> None:
    assert text("Before.\n\n<!--\n```bash\nls\n```\n-->\n\nAfter.\n") == "Before.\n\nAfter."


@pytest.mark.parametrize(
    "code",
    [
        "```markdown\n<!-- snippet: continues -->\n\n\n\n[a](b.md)\n```",
        "- One\n\n    ```python\n    x = 1\n\n\n\n    # [a](b.md)\n    ```",
        "> ```text\n> [a](b.md)\n> ```",
        "```make\nall:\n\tcc [a](b.md)\n```",
        "    <!-- a comment -->\n    [a](b.md)\n\n\n\n    [a](b.md)",
        "- One\n\n        [a](b.md)\n\n    Two.",
        "- One\n\n        [a](b.md)\n\n        ```text\n        [a](b.md)\n        ```",
        ">     [a](b.md)\n>\n>     <!-- a comment -->",
        "Write `<!-- snippet: continues -->` and ``[`a`](b.md)``.",
    ],
)
def test_code_is_as_printed(code: str) -> None:
    assert text(f"Before.\n\n{code}\n\nAfter.\n") == f"Before.\n\n{code}\n\nAfter."


def test_below_indented_code_links_are_links() -> None:
    assert text("Before.\n\n    [a](b.md)\n\n[a](b.md)\n") == "Before.\n\n    [a](b.md)\n\n[a](<md b.md>)"


def test_a_comment_that_is_never_closed_is_text() -> None:
    assert text("A `<!--` opens <!-- what\n\nAfter.\n") == "A `<!--` opens <!-- what\n\nAfter."


def test_a_figure_of_the_last_run_is_a_sentence_that_says_where_it_is() -> None:
    sentence = f"The page shows figures of the last run here: {URL}"

    assert text("A\n\n<!-- verification: totals -->\n\nB\n") == f"A\n\n{sentence}\n\nB"
    assert text("A\n\n<!-- verification: unknown -->\n\nB\n") == "A\n\nB"


@pytest.mark.parametrize(
    ("link", "moved"),
    [
        ("[a](../b.md)", "[a](<md ../b.md>)"),
        ("[a](b.md#part)", "[a](<md b.md#part>)"),
        ('[a](b.md "A title")', '[a](<md b.md> "A title")'),
        ("[a](<b.md>)", "[a](<<md b.md>>)"),
        ("![a](a_(1).png)", "![a](<md a_(1).png>)"),
        ("[![a](a.png)](b.md)", "[![a](<md a.png>)](<md b.md>)"),
        ("[a](b.zip){ .md-button }", "[a](<md b.zip>)"),
        ("[a]: b.md 'A title'", "[a]: <md b.md> 'A title'"),
        ('<a class="x" href="../b/">a</a>', '<a class="x" href="<html ../b/>">a</a>'),
        ("<img alt='a' src='a.png'>", "<img alt='a' src='<html a.png>'>"),
    ],
)
def test_a_link_into_the_site_is_resolved(link: str, moved: str) -> None:
    assert text(f"See {link}." if "]:" not in link else link) == (
        f"See {moved}." if "]:" not in link else moved
    )


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://example.com/b.md)",
        "[a](//example.com/b.md)",
        "[a](mailto:a@example.com)",
        "[a](#part)",
        r"[a\](b.md)",
        "[a]: https://example.com",
        "[^1]: b.md is a footnote",
        '<a href="https://example.com">a</a>',
    ],
)
def test_a_link_that_leads_elsewhere_or_stays_on_the_page_is_kept(link: str) -> None:
    assert text(link) == link
