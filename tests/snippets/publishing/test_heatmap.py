"""The heat map: a table that says all it shows in words too, and escapes what a document may hold."""

from xml.etree import ElementTree

from snippets.api.operation import Operation
from snippets.publishing.heatmap import heat_map
from snippets.report import Meeting, PageReport, Record, Report
from snippets.reporting.coverage import Coverage, Spot, coverage

LIST = Operation("GET", "/notes", summary='List "notes" & <more>', statuses=("200", "401", "default"))
ADD = Operation("POST", "/notes", statuses=("201", "401"))
UNMET = {"* 401": "one `gate` for <all>"}


def table_of(*records: Record, operations: tuple[Operation, ...] = (LIST, ADD)) -> Coverage:
    return coverage(Report(pages={"docs/a.md": PageReport("d", records)}, operations=operations))


BASH = Record(
    4, 9, "bash", "passed", meetings=(Meeting("GET", "/notes", 200), Meeting("POST", "/notes", 201))
)
PYTHON = Record(5, 20, "python", "passed", meetings=(Meeting("POST", "/notes", 201),))


def href(spot: Spot) -> str | None:
    return f"../a/#block-{spot.ordinal}"


def read(found: Coverage, unmet: dict[str, str] | None = None) -> ElementTree.Element:
    html = heat_map(found, UNMET if unmet is None else unmet, href)
    return ElementTree.fromstring(f"<body>{html.replace('<wbr>', '')}</body>")


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).strip()


def test_each_cell_says_how_many_languages_meet_it() -> None:
    rows = read(table_of(BASH, PYTHON)).findall(".//tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["GET /notes", "1", "", "–one `gate` for <all>", "!no example"],
        ["POST /notes", "", "2", "–one `gate` for <all>", ""],
    ]


def test_heads_of_rows_and_columns_are_heads() -> None:
    body = read(table_of(BASH))
    heads = [(words(head), head.get("scope"), head.get("title")) for head in body.findall(".//thead//th")]
    assert heads[:2] == [("Operation", "col", None), ("200", "col", "OK")]
    assert heads[-1] == ("default", "col", "every other status")
    assert [head.get("scope") for head in body.findall(".//tbody//th")] == ["row", "row"]
    assert body.find(".//tbody//th").get("title") == 'List "notes" & <more>'  # type: ignore[union-attr]


def test_a_number_leads_to_the_first_snippet_and_names_all_languages() -> None:
    link = read(table_of(BASH, PYTHON)).findall(".//td/a")[1]
    assert link.get("href") == "../a/#block-4"
    assert link.get("aria-label") == "2, POST /notes 201: cURL, Python, at docs/a.md:9"


def test_where_the_site_has_no_such_page_a_number_leads_nowhere() -> None:
    html = heat_map(table_of(BASH), {}, lambda spot: None)
    assert "<a " not in html
    assert 'title="GET /notes 200: cURL, at docs/a.md:9"' in html


def test_a_cell_is_as_dark_as_the_part_of_the_languages_that_meet_it() -> None:
    body = read(table_of(BASH, PYTHON))
    shades = [cell.get("class") for cell in body.findall(".//td") if cell.get("class")]
    assert shades == [f"heat__cell--{kind}" for kind in ("2", "why", "open", "3", "why")]


def test_the_legend_explains_the_marks_that_occur() -> None:
    legend = [words(item) for item in read(table_of(BASH, PYTHON)).findall("ul/li")]
    assert legend == [
        "2 all 2 languages",
        "1 1 language",
        "– no example, for a reason",
        "! no example",
        "not documented",
    ]
    one = table_of(PYTHON, operations=(Operation("POST", "/notes", statuses=("201",)),))
    assert [words(item) for item in read(one).findall("ul/li")] == ["1 1 language", "not documented"]


def test_the_sums_are_told() -> None:
    assert words(read(table_of(BASH, PYTHON)).findall("p")[0]) == (
        "Snippets call 2 of 2 operations and meet 2 of 5 documented answers (cURL 2, Python 1). "
        "For 2 others a reason is stated below."
    )


def test_the_reasons_stand_below_as_long_as_they_hold() -> None:
    body = read(table_of(BASH), {**UNMET, "GET /notes 200": "stale"})
    assert [words(item) for item in body.findall("dl/*")] == ["* 401", "one gate for <all>"]
    assert words(body.find("dl/dd/code")) == "gate"  # type: ignore[arg-type]


def test_an_answer_that_the_document_lacks_is_told_with_its_place() -> None:
    teapot = Record(0, 3, "bash", "passed", meetings=(Meeting("POST", "/notes", 418),))
    assert [words(item) for item in read(table_of(teapot)).findall("ul/li")][
        -1
    ] == "POST /notes 418: docs/a.md:3"


def test_without_operations_it_says_so() -> None:
    assert "Not run yet" in words(read(coverage(Report())))
