"""What Node says of a script's line and error; and which sources are modules."""

import pytest

from snippets.runners.javascript import complaint, is_module, line_in


def test_the_line_is_that_of_the_first_frame_in_the_snippet() -> None:
    assert line_in("Error: x\n    at get (snippet.js:7:3)\n    at snippet.js:9:1") == 7
    assert line_in("AxiosError: x\n    at node:internal/x:3:1") is None


def test_the_complaint_is_the_error_and_not_its_dump() -> None:
    assert complaint("snippet.js:3\nthrow\n^\n\nTypeError: x is null\n    at …") == "TypeError: x is null"
    assert complaint("something else") == "something else"


@pytest.mark.parametrize(
    "source",
    [
        "import fs from 'node:fs'",
        "import 'x'",
        "export const a = 1",
        "console.log(import.meta.url)",
        "const a = await f()",
        "for (const a of b) {\n  await f(a)\n}",
        "try {\n  await f({ a: 1 })\n} catch (error) {}",
        "for await (const a of b) {}",
        "async function f() { await g() }\nawait f()",
        "const f = async () => await g()\n\nawait f()",
        "const f = async () => await g(); await f()",
        "const f = (a) => a.b\nconst c = [await f(1)]",
    ],
)
def test_a_source_that_imports_exports_or_waits_outside_all_functions_is_a_module(source: str) -> None:
    assert is_module(source)


@pytest.mark.parametrize(
    "source",
    [
        "const axios = require('axios')",
        "import('x').then(f)",
        "async function f({ a }) {\n  if (a) { await g() }\n}",
        "const f = async () => { await g() }",
        "const f = async () => await g()",
        "const f = async () =>\n  await g()",
        "const f = async () => (await g()).data",
        "const f = async () => ({ a: await g(), b: [await h()] })",
        "const f = async () => a\n  in await g()",
        "fetch(url).then(async (response) => console.log(await response.json()))",
        "class A {\n  async go(a = f()) { await g() }\n}",
        "f('await') // await",
        "f(`\nimport x from 'y'\n`)",
        "/* export */ f({ a: 1 })",
    ],
)
def test_any_other_source_is_a_script(source: str) -> None:
    assert not is_module(source)
