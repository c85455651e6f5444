"""Data as a program writes it: what comes out is the same data."""

import ast
import json
import subprocess
from typing import Any

import pytest

from snippets.reference.literals import javascript, python

VALUES: list[Any] = [
    None,
    True,
    1.5,
    "",
    "it's",
    'a "quote"',
    "both ' and \"",
    "line\nbreak \\ \u2028 é 🌍",
    [],
    {},
    {"a": {"b-c": [1, {"d": None}], "it's": []}},
    {"one": 1, "two": ["x" * 40, "y" * 40]},
]


@pytest.mark.parametrize("value", VALUES)
def test_python_reads_the_same(value: Any) -> None:
    assert ast.literal_eval(python(value)) == value


def test_javascript_reads_the_same() -> None:
    program = f"console.log(JSON.stringify([{', '.join(javascript(value) for value in VALUES)}]))"
    done = subprocess.run(["node", "-e", program], capture_output=True, check=True, text=True, timeout=30)
    assert json.loads(done.stdout) == VALUES


def test_they_look_as_people_write_them() -> None:
    assert javascript({"role": "manager"}) == "{ role: 'manager' }"
    assert javascript({"a": 1, "tags": ["x"]}) == "{\n  a: 1,\n  tags: ['x'],\n}"
    assert python({"role": "manager"}, 1) == '{"role": "manager"}'
    assert python({"a": None, "b": True}, 1) == '{\n        "a": None,\n        "b": True,\n    }'
