"""Which operation of a document a request calls, and which key of its responses documents a status."""

from hypothesis import assume, given
from hypothesis import strategies as st

from snippets.api.operation import Operation, called, status_key

SEGMENT = st.text(st.characters(exclude_characters="/{}"), min_size=1)
"""What a percent-decoded path may have between two slashes."""
TEMPLATE = st.lists(st.tuples(SEGMENT, st.booleans()), min_size=1, max_size=5)
"""Segments, and whether each is a variable."""


def template(segments: list[tuple[str, bool]]) -> str:
    return "".join(f"/{{v{number}}}" if var else f"/{name}" for number, (name, var) in enumerate(segments))


def path(segments: list[tuple[str, bool]]) -> str:
    return "".join(f"/{name}" for name, _ in segments)


def which(operations: list[str], method: str, path: str) -> str | None:
    """The operation that is called, written as `METHOD /template`."""
    found = called([Operation(*words.split(" ", 1)) for words in operations], method, path)
    return None if found is None else str(found)


class TestPath:
    @given(TEMPLATE)
    def test_a_template_fits_what_stands_for_its_variables(self, segments: list[tuple[str, bool]]) -> None:
        assert called([Operation("GET", template(segments))], "GET", path(segments)) is not None

    @given(TEMPLATE, SEGMENT)
    def test_it_fits_nothing_longer_or_shorter(self, segments: list[tuple[str, bool]], more: str) -> None:
        operations = [Operation("GET", template(segments))]
        assert called(operations, "GET", f"{path(segments)}/{more}") is None
        assert called(operations, "GET", path(segments[:-1]) + "/") is None
        assert called(operations, "GET", f"/{more}{path(segments)}") is None

    @given(TEMPLATE)
    def test_a_literal_path_beats_every_template(self, segments: list[tuple[str, bool]]) -> None:
        assume(any(variable for _, variable in segments))
        literal, vague = Operation("GET", path(segments)), Operation("GET", template(segments))
        assert called([literal, vague], "GET", path(segments)) == literal
        assert called([vague, literal], "GET", path(segments)) == literal

    @given(TEMPLATE, SEGMENT)
    def test_a_base_path_stands_before_it(self, segments: list[tuple[str, bool]], base: str) -> None:
        operations = [Operation("GET", template(segments), bases=(f"/{base}",))]
        assert called(operations, "GET", f"/{base}{path(segments)}") == operations[0]
        assert called(operations, "GET", path(segments)) is None

    def test_a_base_path_may_have_variables_and_there_may_be_several(self) -> None:
        operation = Operation("GET", "/notes", bases=("/{version}", ""))
        assert called([operation], "GET", "/v1/notes") == operation
        assert called([operation], "GET", "/notes") == operation

    def test_of_two_templates_the_one_that_is_literal_for_longer(self) -> None:
        operations = ["GET /{a}/b", "GET /a/{b}", "GET /a/{b}.txt"]
        assert which(operations, "GET", "/a/b") == "GET /a/{b}"
        assert which(operations, "GET", "/a/b.txt") == "GET /a/{b}.txt"
        assert which(operations, "GET", "/x/b") == "GET /{a}/b"

    def test_what_means_something_in_a_pattern_means_itself(self) -> None:
        assert which(["GET /a.b+(c)"], "GET", "/a.b+(c)") == "GET /a.b+(c)"
        assert which(["GET /a.b"], "GET", "/axb") is None


class TestMethod:
    def test_another_method_of_the_path_is_not_called(self) -> None:
        assert which(["GET /a", "POST /a"], "POST", "/a") == "POST /a"
        assert which(["GET /a"], "DELETE", "/a") is None

    def test_a_vaguer_path_that_has_the_method_is_called(self) -> None:
        assert which(["POST /notes/mine", "GET /notes/{id}"], "GET", "/notes/mine") == "GET /notes/{id}"

    def test_head_calls_get_unless_it_has_an_operation(self) -> None:
        assert which(["GET /a"], "HEAD", "/a") == "GET /a"
        assert which(["GET /a", "HEAD /a"], "HEAD", "/a") == "HEAD /a"
        assert which(["GET /a/b", "HEAD /a/{b}"], "HEAD", "/a/b") == "GET /a/b"

    def test_options_calls_only_its_own(self) -> None:
        assert which(["GET /a"], "OPTIONS", "/a") is None
        assert which(["OPTIONS /a"], "OPTIONS", "/a") == "OPTIONS /a"


class TestStatus:
    def test_itself_then_its_class_then_default(self) -> None:
        assert status_key(("default", "4XX", "404"), 404) == "404"
        assert status_key(("default", "4xx"), 404) == "4xx"
        assert status_key(("default", "4XX"), 500) == "default"
        assert status_key(("200",), 500) is None
