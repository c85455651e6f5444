"""What bash says of a script's line."""

from snippets.runners.bash import line_in


def test_the_line_that_bash_names() -> None:
    assert line_in("snippet.sh: line 4: nope: command not found") == 4


def test_a_program_that_fails_names_none() -> None:
    assert line_in("curl: (6) Could not resolve host") is None
