"""Which snippets become programs, how their files are called, and what is in them."""

from pathlib import Path

from snippets.languages import LANGUAGES
from snippets.page import Layout, Reader
from snippets.publishing.programs import layouts, left_out, programs
from snippets.report import PageReport, Record, Report
from snippets.settings import load
from tests.snippets.conftest import lay

CALL = "curl https://api.notes.example.com/v1/notes"


def page(text: str, path: str = "docs/page.md") -> Layout:
    return Reader(None).lay(text.encode(), path)


def passed(*pages: Layout, **outcomes: str) -> Report:
    """A report in which each block has passed, or has the outcome given for it: `b1="failed"`."""
    return Report(
        pages={
            each.page.path: PageReport(
                each.page.digest,
                tuple(
                    Record(b.ordinal, b.line, b.language, outcomes.get(f"b{b.ordinal}", "passed"))
                    for b in each.page.blocks
                ),
            )
            for each in pages
        }
    )


def paths(*pages: Layout) -> list[str]:
    return [program.path for program in programs(pages, passed(*pages), "docs")]


def fence(language: str, source: str = CALL, name: str | None = None) -> str:
    above = f"<!-- snippet: {name} -->\n" if name else ""
    return f"{above}```{language}\n{source}\n```\n\n"


class TestNames:
    def test_an_example_has_one_name_in_all_languages(self) -> None:
        text = fence("bash", name="example=get-notes") + fence("js", "f()") + fence("python", "f()")
        assert paths(page(text)) == ["page/get-notes.js", "page/get-notes.py", "page/get-notes.sh"]

    def test_an_unnamed_example_is_called_after_its_heading_and_each_name_is_used_once(self) -> None:
        text = (
            fence("sh")
            + "## Get `all` [notes](x.md) {#all}\n\n"
            + fence("bash")
            + "Text.\n\n"
            + fence("bash")
            + "A note, _again_\n---\n\n"
            + fence("bash")
            + "# Taken\n\n"
            + fence("bash")
            + "Text.\n\n"
            + fence("py", name="example=taken")
        )
        assert paths(page(text)) == [
            "page/a-note-again.sh",
            "page/example.sh",
            "page/get-all-notes-2.sh",
            "page/get-all-notes.sh",
            "page/taken-2.sh",
            "page/taken.py",
        ]

    def test_a_comment_in_a_fence_is_no_heading(self) -> None:
        text = "# Real\n\n" + fence("bash", f"# not me\n{CALL}") + "Text.\n\n" + fence("bash")
        assert paths(page(text)) == ["page/real-2.sh", "page/real.sh"]

    def test_a_javascript_module_has_an_ending_of_its_own(self) -> None:
        text = fence("js", "await f()", "example=waits") + fence("js", "f()", "example=calls")
        assert paths(page(text)) == ["page/calls.js", "page/waits.mjs"]


class TestPrograms:
    def test_one_that_continues_others_has_them_above_it(self) -> None:
        text = (
            fence("bash", "a=1", "example=first scenario=late")
            + "Text.\n\n"
            + fence("bash", "echo $a", "example=second continues")
        )
        here = page(text)
        first, second = programs([here], passed(here), "docs")
        assert first.source == "a=1"
        assert second.source == "a=1\n\necho $a"
        assert second.place == "docs/page.md:2, 9"
        assert second.scenario == "late"

    def test_only_what_has_passed_for_the_present_text_is_one(self) -> None:
        skip = 'skip never because="a sketch"'
        here = page(
            fence("bash")
            + fence("js", "f()")
            + "Text.\n\n"
            + fence("bash", name=skip)
            + fence("go")
            + fence("bash", "npm install axios")
        )
        other = page(fence("bash"), "docs/other.md")
        report = passed(here, b1="failed", b2="skipped", b3="skipped", b4="install")
        pages = [here, other]
        assert [program.path for program in programs(pages, report, "docs")] == ["page/example.sh"]
        assert left_out(pages, report) == {"failed": 1, "skipped": 1, "not run since the page changed": 1}

    def test_a_page_that_is_not_utf_8_has_none(self, tmp_path: Path) -> None:
        lay(tmp_path, {"a.md": fence("bash")})
        (tmp_path / "docs" / "b.md").write_bytes(b"\xff")
        assert [each.page.path for each in layouts(Reader(None), load(tmp_path))] == ["docs/a.md"]


def test_each_language_has_endings_and_comments() -> None:
    assert [language.suffix("") for language in LANGUAGES] == [".sh", ".js", ".py"]
    assert [language.comment for language in LANGUAGES] == ["#", "//", "#"]
