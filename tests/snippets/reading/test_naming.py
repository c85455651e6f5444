"""How pages are called, and that no two names are one."""

import pytest

from snippets.reading.naming import page_names, unique


def test_a_name_is_the_stem_of_its_page_and_longer_where_two_pages_share_it() -> None:
    of = page_names(
        ["docs/index.md", "docs/a/keys.md", "docs/b/Keys.md", "docs/c/index.md", "docs/d/limits.md"],
        "docs",
    )
    assert of == {
        "docs/index.md": "index",
        "docs/a/keys.md": "a-keys",
        "docs/b/Keys.md": "b-Keys",
        "docs/c/index.md": "c",
        "docs/d/limits.md": "limits",
    }


@pytest.mark.parametrize(
    "pages", [["docs/a-b.md", "docs/a/b.md", "docs/c/b.md"], ["docs/a.md", "docs/a/index.md"]]
)
def test_no_two_pages_have_one_name(pages: list[str]) -> None:
    assert len(set(page_names(pages, "docs").values())) == len(pages)


def test_a_name_is_given_once() -> None:
    taken: set[str] = set()
    assert [unique(name, taken) for name in ("a", "A", "a-2", "b")] == ["a", "A-2", "a-2-2", "b"]
    assert unique("b", taken, "") == "b2"
