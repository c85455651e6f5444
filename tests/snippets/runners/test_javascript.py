"""What Node says of a script's line and error; that it tells modules from scripts is its own doing."""

from snippets.runners.javascript import complaint, line_in


def test_the_line_is_that_of_the_first_frame_in_the_snippet() -> None:
    assert line_in("Error: x\n    at get (snippet.js:7:3)\n    at snippet.js:9:1") == 7
    assert line_in("AxiosError: x\n    at node:internal/x:3:1") is None


def test_the_complaint_is_the_error_and_not_its_dump() -> None:
    assert complaint("snippet.js:3\nthrow\n^\n\nTypeError: x is null\n    at …") == "TypeError: x is null"
    assert complaint("something else") == "something else"
