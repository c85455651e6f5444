"""What the site's extension makes of a page: examples as tabs, a head on each block, warnings at the gate."""

import logging
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

from snippets.api.operation import Operation
from snippets.page import Reader
from snippets.reading.diagram import picture
from snippets.report import Meeting, PageReport, Record, Report, save

THREE = "```bash\nls\n```\n\n```javascript\n1\n```\n\n```python\n1\n```\n"
FACTS = (
    {"title": "An API", "version": "2.0.0"},
    {"curl": "8.0", "Python": "3.13"},
    "2026-05-04T03:02:01+00:00",
)


@pytest.fixture(autouse=True)
def no_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SNIPPETS_GATE", raising=False)


class Site:
    """A site of one page, rendered as MkDocs does it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file = root / "docs" / "page.md"
        self.file.parent.mkdir()
        self.report = root / "build" / "verification.json"
        self.options = ""

    def write(self, text: str) -> None:
        self.file.write_text(text, "utf-8")

    def verdict(self, *records: Record) -> None:
        digest = Reader(None).read(self.file, self.root).digest
        save(Report(*FACTS, {"docs/page.md": PageReport(digest, records)}), self.report)

    def page(self, changed: str | None = None) -> Page:
        (self.root / "mkdocs.yml").write_text(
            "site_name: A site\nplugins: []\nmarkdown_extensions:\n  - admonition\n  - pymdownx.highlight\n"
            f"  - pymdownx.superfences\n  - snippets.markdown: {{{self.options}}}\n",
            "utf-8",
        )
        config = load_config(str(self.root / "mkdocs.yml"))
        files = get_files(config)
        file = files.get_file_from_path("page.md")
        assert file is not None
        page = Page(None, file, config)
        page.read_source(config)
        if changed is not None:
            page.markdown = changed
        page.render(config, files)
        return page

    def html(self, changed: str | None = None) -> str:
        content = self.page(changed).content
        assert content is not None
        return content


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


class TestTabs:
    def test_they_are_what_the_tabs_of_the_theme_are(self) -> None:
        by_hand = "".join(
            f'=== "{label}"\n\n    ```{language}\n    {code}\n    ```\n\n'
            for label, language, code in [
                ("cURL", "bash", "ls"),
                ("JavaScript", "js", "1"),
                ("Python", "python", "1"),
            ]
        )

        assert skeleton(render(THREE)) == skeleton(render(by_hand))

    def test_a_lone_snippet_has_none(self) -> None:
        assert "tabbed" not in render("```bash\nls\n```\n\nText.\n\n```python\n1\n```\n")

    def test_answers_have_none(self) -> None:
        assert "tabbed" not in render("```json\n{}\n```\n\n```http\nHTTP/1.1 200 OK\n```\n")

    def test_each_set_has_ids_of_its_own(self) -> None:
        html = render(f'{THREE}\n=== "cURL"\n\n    Text.\n\n{THREE}\nText.\n\n{THREE}')
        ids = re.findall(r' id="(__[^"]+)"', html)

        assert len(ids) == len(set(ids)) == 10
        assert set(re.findall(r' for="([^"]+)"', html)) == set(ids)

    def test_the_first_of_each_set_is_open(self) -> None:
        opened = re.findall(r"<input ([^>]*checked[^>]*)>", render(f"{THREE}\nText.\n\n{THREE}"))

        assert [re.findall(r'id="([^"]+)"', attributes) for attributes in opened] == [
            ["__snippet_1_1"],
            ["__snippet_2_1"],
        ]

    @pytest.mark.parametrize(
        ("prefix", "before", "parent"),
        [
            ("    ", "- One\n\n", "li"),
            ("    ", "!!! note\n\n", "div[@class='admonition note']"),
            ("> ", "> Text.\n>\n", "blockquote"),
            ("    ", "<div markdown>\n\n!!! note\n\n", "div[@class='admonition note']"),
        ],
    )
    def test_they_stay_in_what_they_stand_in(self, prefix: str, before: str, parent: str) -> None:
        text = before + "".join(f"{prefix}{line}".rstrip() + "\n" for line in THREE.splitlines())
        html = render(text + ("\n</div>\n" if before.startswith("<div") else ""))
        (container,) = ElementTree.fromstring(f"<body>{xml(html)}</body>").findall(f".//{parent}")

        assert [each.get("class") for each in container.findall("div")] == [
            "tabbed-set tabbed-alternate snippet-tabs"
        ]

    def test_what_a_page_shows_as_text_stays_text(self) -> None:
        indented = "Text.\n\n" + "".join(f"    {line}\n" for line in THREE.splitlines())
        html = render(f"<!--\n{THREE}-->\n\n{indented}")

        assert "snippet-tabs" not in html.partition("-->")[2]
        assert "```bash" in html

    def test_a_title_and_marked_lines_are_kept(self) -> None:
        html = render('```bash title="Shell"\nls\n```\n\n```python hl_lines="1"\n1\n```\n')

        assert "snippet-tabs" in html
        assert '<span class="filename">Shell</span>' in html
        assert 'class="hll"' in html


class TestDirectives:
    @pytest.mark.parametrize("prefix", ["", "    ", "> "])
    def test_they_are_not_in_the_html(self, prefix: str) -> None:
        text = (
            "<!-- snippet: scenario=a\n     example=b -->\n"
            '<!-- snippet: no-request because="x" -->\n\n```bash\nls\n```\n'
        )
        before = {"": "", "    ": "- One\n\n", "> ": "> Text.\n>\n"}[prefix]
        html = render(before + "".join(f"{prefix}{line}".rstrip() + "\n" for line in text.splitlines()))

        assert "<!--" not in html
        assert "snippet:" not in html
        assert "<code>" in html

    def test_other_comments_stay(self) -> None:
        assert "<!-- A comment -->" in render("<!-- A comment -->\n\n```bash\nls\n```\n")

    def test_a_directive_that_is_shown_stays(self) -> None:
        assert "&lt;!-- snippet: continues --&gt;" in render("Write `<!-- snippet: continues -->`.\n")


class TestHeads:
    @pytest.mark.parametrize(
        ("fence", "record", "label", "words", "facts"),
        [
            (
                "bash",
                {"outcome": "passed"},
                "cURL",
                "Verified",
                "Run as printed on 4 May 2026 against An API 2.0.0",
            ),
            (
                "json",
                {"outcome": "compared"},
                "Answer",
                "Verified",
                "Verified answer: the same that the example got on 4",
            ),
            (
                "http",
                {"outcome": "compared"},
                "Request",
                "Verified",
                "Verified request: the same that the example sent",
            ),
            (
                "text",
                {"outcome": "compared"},
                "Output",
                "Verified",
                "Verified output: the same that the example print",
            ),
            ("yaml", {"outcome": "syntax"}, "YAML", "Syntax checked", "Parsed without an error."),
            (
                "mermaid",
                {"outcome": "drawn"},
                "Diagram",
                "Drawn",
                "Drawn from the Mermaid text",
            ),
            (
                "python",
                {"outcome": "skipped", "reason": "it <pays>"},
                "Python",
                "Skipped: it <pays>",
                "Not run: it",
            ),
            (
                "js",
                {"outcome": "unchecked", "reason": "no Node.js"},
                "JavaScript",
                "Not checked here: no Node.js",
                "Not",
            ),
            ("bash", {"outcome": "failed", "message": "it differs"}, "cURL", "Failed", "Line 1: it differs"),
            ("bash", {"outcome": "passed", "ordinal": 7}, "cURL", "Not verified yet", "The page has changed"),
            (
                'json title="Python"',
                {"outcome": "compared"},
                "Answer · Python",
                "Verified",
                "Verified answer",
            ),
            ('python title="app.py"', {"outcome": "passed"}, "app.py", "Verified", "Run as printed"),
            ("markdown", {"outcome": "skipped", "reason": "x"}, "Markdown", "Skipped: x", "Not run: x"),
        ],
    )
    def test_it_says_what_the_block_is_and_what_was_proved(
        self, fence: str, record: dict[str, object], label: str, words: str, facts: str, site: Site
    ) -> None:
        site.write(f"```{fence}\nls\n```\n")
        site.verdict(Record(**{"ordinal": 0, "line": 1, "language": "x", **record}))  # type: ignore[arg-type]
        (head,) = heads(site.html())

        assert head["label"] == label
        assert head["words"] == words
        assert head["facts"].startswith(facts)

    def test_install_lines_have_one_of_their_own(self, site: Site) -> None:
        site.write("```bash\nnpm install axios\n```\n")
        site.verdict(Record(0, 1, "bash", "install"))

        assert [(head["label"], head["words"]) for head in heads(site.html())] == [
            ("Install", "Install line checked")
        ]

    def test_the_facts_name_the_tools(self, site: Site) -> None:
        site.write("```bash\nls\n```\n")
        site.verdict(Record(0, 1, "bash", "passed"))

        assert heads(site.html())[0]["facts"].endswith("against An API 2.0.0 with Python 3.13, curl 8.0.")

    def test_it_stands_in_the_block_and_not_in_the_code(self, site: Site) -> None:
        site.write("```bash\nls\n```\n\n1.  A note.\n")
        html = site.html()

        # Code annotations look for a list right after `.highlight`, so nothing may wrap or follow it.
        assert re.search(
            r'^<div class="highlight">'
            r'<details class="proof proof--open" data-search-exclude="true" id="block-0">',
            html,
        )
        assert re.search(r"</details><pre><span></span><code>ls\n</code></pre></div>\n<ol>", html)

    def test_what_is_not_proved_is_told_by_more_than_a_colour(self, site: Site) -> None:
        site.write("```bash\nls\n```\n\nText.\n\n```bash\nls\n```\n\nText.\n\n```bash\nls\n```\n")
        site.verdict(Record(0, 1, "bash", "passed"), Record(1, 7, "bash", "failed"))
        html = site.html()

        assert [head["words"] for head in heads(html)] == ["Verified", "Failed", "Not verified yet"]
        assert len(set(re.findall(r"<svg.*?</svg>", html))) == 3
        assert [" open" in tag for tag in re.findall(r"<details[^>]*>", html)] == [False, True, False]

    def test_each_tab_has_one(self, site: Site) -> None:
        site.write(THREE)
        site.verdict(*(Record(number, 1, "x", "passed") for number in range(2)))
        html = site.html()

        assert [head["words"] for head in heads(html)] == ["Verified", "Verified", "Not verified yet"]
        assert html.count('<div class="tabbed-block">\n<div class="highlight"><details') == 3

    def test_a_changed_page_has_no_verdicts(self, site: Site) -> None:
        site.write("```bash\nls\n```\n")
        site.verdict(Record(0, 1, "bash", "passed"))
        site.write("```bash\nls\n```\n\nA word.\n")

        assert heads(site.html())[0]["words"] == "Not verified yet"

    @pytest.mark.parametrize(
        "changed",
        ["```bash\nrm\n```\n", "Before.\n\n```bash\nls\n```\n", "title: x\n\n```js\n1\n```\n"],
    )
    def test_a_text_that_is_not_the_files_has_no_verdicts(self, changed: str, site: Site) -> None:
        site.write("```bash\nls\n```\n")
        site.verdict(Record(0, 1, "bash", "passed"))

        assert [head["words"] for head in heads(site.html(changed))] == ["Not verified yet"]

    def test_the_report_is_read_again_when_it_changes(self, site: Site) -> None:
        site.write("```bash\nls\n```\n")
        assert heads(site.html())[0]["words"] == "Not verified yet"
        site.verdict(Record(0, 1, "bash", "passed"))
        assert heads(site.html())[0]["words"] == "Verified"
        site.verdict(Record(0, 1, "bash", "failed"))
        os.utime(site.report, (1, 1))
        assert heads(site.html())[0]["words"] == "Failed"

    def test_the_report_may_stand_elsewhere(self, site: Site) -> None:
        site.write("```bash\nls\n```\n")
        site.report = site.root / "other.json"
        site.options = "report: other.json"
        site.verdict(Record(0, 1, "bash", "passed"))

        assert heads(site.html())[0]["words"] == "Verified"

    def test_a_report_without_facts_still_says_verified(self, site: Site) -> None:
        site.write("```bash\nls\n```\n")
        digest = Reader(None).read(site.file, site.root).digest
        pages = {"docs/page.md": PageReport(digest, (Record(0, 1, "bash", "passed"),))}
        save(Report(pages=pages), site.report)

        assert heads(site.html())[0]["facts"] == "Run as printed."

    def test_lines_below_front_matter_and_hidden_fences_count_right(self, site: Site) -> None:
        site.write(
            "---\ntitle: x\n---\n\n\n<!--\n```bash\nhidden\n```\n-->\n\n```bash\nls\n```\n\n    indented\n"
        )
        site.verdict(Record(0, 12, "bash", "passed"))

        assert [head["words"] for head in heads(site.html())] == ["Verified"]

    def test_outside_mkdocs_there_is_none(self) -> None:
        assert "proof" not in render(THREE)

    def test_what_is_no_highlighted_block_has_none(self) -> None:
        md = Markdown(
            extensions=["pymdownx.superfences", "snippets.markdown"],
            extension_configs={
                "pymdownx.superfences": {"custom_fences": [{"name": "chart", "class": "chart"}]}
            },
        )

        assert md.convert("```chart\na\n```\n") == '<pre class="chart"><code>a</code></pre>'


class TestFigures:
    def test_they_stand_where_the_page_asks_for_them(self, site: Site) -> None:
        site.write("# Figures\n\nBefore.\n\n<!-- verification: totals -->\n\nAfter.\n\n```bash\nls\n```\n")
        site.verdict(Record(0, 9, "bash", "passed"))
        html = site.html()

        assert html.index("Before.") < html.index("figures__totals") < html.index("After.")
        assert "verification:" not in html

    def test_a_number_of_the_map_leads_to_its_block(self, site: Site) -> None:
        site.write(f"<!-- verification: coverage -->\n\n{THREE}\nText.\n\n```bash\nls\n```\n")
        operations = (Operation("GET", "/a", statuses=("200",)), Operation("GET", "/b", statuses=("200",)))
        met = [(Meeting("GET", path, 200),) for path in ("/a", "/b")]
        records = (
            Record(1, 7, "javascript", "passed", meetings=met[0]),
            Record(3, 17, "bash", "passed", meetings=met[1]),
        )
        digest = Reader(None).read(site.file, site.root).digest
        save(Report(*FACTS, {"docs/page.md": PageReport(digest, records)}, operations), site.report)
        html = site.html()

        # A tab that is not open is hidden, and can't be scrolled to; its label always can.
        assert re.findall(r'<a href="([^"]*)" title="GET', html) == ["./#block-1", "./#block-3"]
        assert re.search(r'<label [^>]*id="block-1">JavaScript</label>', html)
        assert re.search(r'<details [^>]*id="block-3">', html)

    @pytest.mark.parametrize(
        "text",
        [
            "<!-- verification: unknown -->\n",
            "<!-- snippet: skip never because='x' -->\n```text\n<!-- verification: totals -->\n```\n",
            "In `<!-- verification: totals -->` prose.\n",
        ],
    )
    def test_they_stand_nowhere_else(self, text: str, site: Site) -> None:
        site.write(text)
        assert 'class="figures"' not in site.html()


class TestImportance:
    @pytest.mark.parametrize(("importance", "boost"), [("10", 2.0), ("5", 1.0), ("1", 0.2), ("2.5", 0.5)])
    def test_it_is_the_pages_weight_in_the_search(self, importance: str, boost: float, site: Site) -> None:
        site.write(f"---\nimportance: {importance}\n---\n\nText.\n")

        assert site.page().meta["search"] == {"boost": boost}

    def test_a_weight_of_its_own_wins(self, site: Site) -> None:
        site.write("---\nimportance: 8\nsearch:\n  boost: 3\n---\n\nText.\n")

        assert site.page().meta["search"] == {"boost": 3}

    @pytest.mark.parametrize("front_matter", ["", "---\nimportance: high\n---\n\n"])
    def test_without_one_there_is_none(self, front_matter: str, site: Site) -> None:
        site.write(f"{front_matter}Text.\n")

        assert "search" not in site.page().meta


class TestGate:
    @pytest.mark.parametrize("how", ["variable", "option"])
    def test_each_block_without_a_passing_verdict_is_a_warning(
        self, how: str, site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.write("---\ntitle: x\n---\n" + THREE)
        site.verdict(
            Record(0, 4, "bash", "passed"), Record(1, 8, "javascript", "failed", message="it differs")
        )
        if how == "variable":
            monkeypatch.setenv("SNIPPETS_GATE", "1")
        else:
            site.options = "gate: true"
        site.html()

        # A warning of a child of MkDocs' logger is what --strict counts.
        assert {record.name for record in caplog.records} == {"mkdocs.snippets"}
        assert {record.levelno for record in caplog.records} == {logging.WARNING}
        assert caplog.messages == [
            "docs/page.md:8 [javascript] has no passing verdict for the present page",
            "docs/page.md:12 [python] has no passing verdict for the present page",
        ]

    @pytest.mark.parametrize("outcome", ["passed", "compared", "skipped", "syntax", "install", "drawn"])
    def test_what_is_proved_passes(
        self, outcome: str, site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SNIPPETS_GATE", "1")
        site.write("```bash\nls\n```\n")
        site.verdict(Record(0, 1, "bash", outcome))
        site.html()

        assert caplog.messages == []

    def test_a_problem_of_the_page_is_a_warning_too(
        self, site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SNIPPETS_GATE", "1")
        site.write("Text.\n\n    code by indent\n")
        site.html()

        assert [message.partition(" code")[0] for message in caplog.messages] == ["docs/page.md:3"]

    @pytest.mark.parametrize("value", ["", "0"])
    def test_without_it_the_badge_says_it_alone(
        self, value: str, site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SNIPPETS_GATE", value)
        site.write(THREE)
        site.html()

        assert caplog.messages == []


def render(text: str) -> str:
    """The HTML of a text where MkDocs is not at work."""
    return Markdown(
        extensions=[
            "admonition",
            "md_in_html",
            "pymdownx.highlight",
            "pymdownx.superfences",
            "pymdownx.tabbed",
            "snippets.markdown",
        ],
        extension_configs={"pymdownx.tabbed": {"alternate_style": True}},
    ).convert(text)


def skeleton(html: str) -> list[tuple[str, dict[str, str], str]]:
    """Tags, attributes and texts, without what names this project's own sets."""
    body = ElementTree.fromstring(f"<body>{xml(html)}</body>")
    return [
        (
            each.tag,
            {
                key: value.replace("__snippet_", "__tabbed_").replace(" snippet-tabs", "")
                for key, value in each.items()
                if (each.tag, key) != ("label", "id")
            },
            (each.text or "").strip(),
        )
        for each in body.iter()
    ]


def xml(html: str) -> str:
    """HTML as XML, as far as the tags here go."""
    html = re.sub(r"<input ([^>]*?) ?/?>", r"<input \1/>", html)
    return re.sub(r"<input checked(?:=\"checked\")? ", '<input checked="checked" ', html).replace(
        "<span></span>", ""
    )


def heads(html: str) -> list[dict[str, str]]:
    """What the head of each block says, in order."""
    found = re.finditer(
        r'<details class="proof[^>]*><summary title="(?P<title>[^"]*)">'
        r'<span class="proof__label">(?P<label>.*?)</span>'
        r'<span class="proof__state"><svg.*?</svg><span class="proof__words">(?P<words>.*?)</span></span>'
        r'</summary><p class="proof__facts">(?P<facts>.*?)</p></details>',
        html,
    )
    said = [{key: unescaped(value) for key, value in match.groupdict().items()} for match in found]
    assert all(head["title"] == head["facts"] for head in said)
    return said


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class TestDiagrams:
    """A Mermaid fence is shown as the picture of its present text."""

    SOURCE = "flowchart LR\n    accTitle: A <way>\n    accDescr: There.\n    a --> b"
    PAGE = f"Text.\n\n```mermaid\n{SOURCE}\n```\n"

    def draw(self, site: Site) -> None:
        file = site.root / "docs" / picture(self.SOURCE)
        file.parent.mkdir(parents=True)
        file.write_text(f'<svg><title id="{file.stem}-title">A way</title></svg>')

    def test_the_picture_stands_in_its_place_with_a_head_and_ids_of_its_own(self, site: Site) -> None:
        site.write(self.PAGE + self.PAGE)
        self.draw(site)
        site.verdict(Record(0, 3, "mermaid", "drawn"), Record(1, 10, "mermaid", "drawn"))
        html = site.html()

        assert html.count('<figure class="diagram"><details class="proof proof--good"') == 2
        assert html.count("A &lt;way&gt;</span>") == 2
        assert re.findall(r'<title id="([^"]+)"', html) == ["block-0-title", "block-1-title"]
        assert "accTitle" not in html

    def test_without_a_picture_it_is_code_and_the_build_is_warned(
        self, site: Site, caplog: pytest.LogCaptureFixture
    ) -> None:
        site.write(self.PAGE)
        html = site.html()

        assert "accTitle" in html
        assert "<figure" not in html
        assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
            "docs/page.md:3 [mermaid] has no picture; run: python -m snippets draw"
        ]

    def test_a_skipped_one_is_code(self, site: Site, caplog: pytest.LogCaptureFixture) -> None:
        site.write(f'<!-- snippet: skip never because="it shows Mermaid" -->\n{self.PAGE[7:]}')
        self.draw(site)

        assert "accTitle" in site.html()
        assert not caplog.records

    def test_the_themes_own_script_doesnt_take_it_for_its(self, site: Site) -> None:
        """What has the class `mermaid`, the theme draws with a script of another host."""
        site.write(self.PAGE)
        without = site.html()
        self.draw(site)

        for html in (without, site.html()):
            assert not re.search(r'class="[^"]*(?<![\w-])mermaid(?![\w-])', html)
