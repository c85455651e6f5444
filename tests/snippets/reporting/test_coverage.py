"""Coverage: what passing snippets met of the documented operations, counted from the report alone."""

from snippets.api.operation import Operation
from snippets.report import Meeting, PageReport, Record, Report
from snippets.reporting.coverage import Spot, coverage

LIST = Operation("GET", "/notes", statuses=("200", "401", "5XX", "default"))
READ = Operation("GET", "/notes/{id}", statuses=("200", "404"))
NEVER = Operation("DELETE", "/notes/{id}", statuses=("204",))


def snippet(language: str, *meetings: Meeting, outcome: str = "passed", line: int = 3) -> Record:
    return Record(line, line, language, outcome, meetings=meetings)


def report(*records: Record) -> Report:
    return Report(pages={"docs/a.md": PageReport("d", records)}, operations=(LIST, READ, NEVER))


def test_each_cell_has_the_snippets_that_met_it() -> None:
    found = coverage(
        report(
            snippet("bash", Meeting("GET", "/notes", 200), Meeting("GET", "/notes/7", 404), line=3),
            snippet("js", Meeting("GET", "/notes", 200), line=7),
        )
    )
    bash, javascript = Spot("docs/a.md", 3, 3, "bash"), Spot("docs/a.md", 7, 7, "javascript")
    assert found.met == {(LIST, "200"): (bash, javascript), (READ, "404"): (bash,)}
    assert found.languages == ("bash", "javascript")
    assert found.languages_at(LIST, "200") == ("bash", "javascript")
    assert found.languages_at(READ, "404") == ("bash",)
    assert found.languages_at(READ, "200") == ()


def test_what_is_not_met() -> None:
    found = coverage(report(snippet("bash", Meeting("GET", "/notes", 200), Meeting("GET", "/notes/7", 404))))
    assert found.unmet == ((LIST, "401"), (LIST, "5XX"), (LIST, "default"), (READ, "200"), (NEVER, "204"))
    assert found.unmet_operations == (NEVER,)


def test_only_snippets_that_passed_count() -> None:
    met = Meeting("GET", "/notes", 200)
    found = coverage(report(snippet("bash", met, outcome="failed"), snippet("json", met, outcome="compared")))
    assert found.met == {}
    assert found.languages == ()


def test_a_status_is_met_under_the_key_that_documents_it() -> None:
    found = coverage(report(snippet("bash", Meeting("GET", "/notes", 503), Meeting("GET", "/notes", 418))))
    assert set(found.met) == {(LIST, "5XX"), (LIST, "default")}


def test_a_status_that_is_not_documented_is_told_and_its_operation_is_met() -> None:
    found = coverage(report(snippet("bash", Meeting("DELETE", "/notes/7", 403))))
    assert found.undocumented == {(NEVER, 403): (Spot("docs/a.md", 3, 3, "bash"),)}
    assert NEVER not in found.unmet_operations


def test_a_path_on_the_wire_is_decoded_first() -> None:
    found = coverage(report(snippet("bash", Meeting("GET", "/n%6Ftes/a%20b", 200))))
    assert set(found.met) == {(READ, "200")}


def test_calls_of_no_operation_are_told() -> None:
    found = coverage(report(snippet("bash", Meeting("PUT", "/notes", 405))))
    assert found.elsewhere == {("PUT", "/notes", 405): (Spot("docs/a.md", 3, 3, "bash"),)}


def test_the_columns_stand_by_number_with_a_class_behind_its_members() -> None:
    assert coverage(report()).statuses == ("200", "204", "401", "404", "5XX", "default")
