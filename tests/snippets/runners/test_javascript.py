"""CommonJS or a module: what the source says."""

import pytest

from snippets.runners.javascript import complaint, file_name, line_in

MODULES = [
    'import axios from "axios";',
    'import { a } from "b";',
    'import * as a from "b";',
    'import "b";',
    "export const a = 1;",
    "export { a };",
    'const response = await fetch("https://x");',
    'await fetch("https://x");',
    "const { data } = await axios.get(url);",
    "for await (const chunk of stream) {}",
    "// a comment\n\nimport a from 'b';",
]
SCRIPTS = [
    'const axios = require("axios");',
    "async function get() {\n  const r = await fetch(url);\n}",
    "importer();",
    'import("b").then(console.log);',
    "exports.a = 1;",
    "const awaited = 1;",
]


@pytest.mark.parametrize("source", MODULES)
def test_a_module(source: str) -> None:
    assert file_name(source) == "snippet.mjs"


@pytest.mark.parametrize("source", SCRIPTS)
def test_a_script(source: str) -> None:
    assert file_name(source) == "snippet.cjs"


def test_the_line_is_that_of_the_first_frame_in_the_snippet() -> None:
    assert line_in("Error: x\n    at get (snippet.cjs:7:3)\n    at snippet.cjs:9:1") == 7
    assert line_in("AxiosError: x\n    at node:internal/x:3:1") is None


def test_the_complaint_is_the_error_and_not_its_dump() -> None:
    assert complaint("snippet.cjs:3\nthrow\n^\n\nTypeError: x is null\n    at …") == "TypeError: x is null"
    assert complaint("something else") == "something else"
