"""What runs after a request of a collection: tests of the answer, and what later requests need of it."""

import json
from collections.abc import Iterator

from snippets.api.openapi import Document
from snippets.exporting.calls import Call, Capture

__all__ = ["script"]


def script(call: Call, document: Document) -> list[str]:
    """Lines of JavaScript. They test the documented success, and its content type where there is only one."""
    lines = [*_tests(call, document)]
    for capture in call.captures:
        lines += [
            "if (pm.response.code < 300) {",
            f"  pm.collectionVariables.set({json.dumps(capture.variable)}, {_reading(capture)});",
            "}",
        ]
    return lines


def _tests(call: Call, document: Document) -> Iterator[str]:
    status = next((each for each in call.operation.statuses if each.startswith("2")), None)
    if status is None:
        yield 'pm.test("is no error", () => pm.expect(pm.response.code).to.be.below(400));'
    elif not status.isdigit():
        yield f'pm.test("status is {status}", () => pm.response.to.be.success);'
    else:
        yield f'pm.test("status is {status}", () => pm.response.to.have.status({status}));'
        kinds = list(document.response(call.operation, int(status)).get("content", {}))
        if len(kinds) == 1 and "*" not in kinds[0]:
            yield f"pm.test({json.dumps(f'content type is {kinds[0]}')}, () =>"
            yield f'  pm.expect(pm.response.headers.get("Content-Type")).to.include({json.dumps(kinds[0])}));'


def _reading(capture: Capture) -> str:
    """JavaScript that reads what a link's runtime expression names (OpenAPI 3.1 §4.8.20.4)."""
    name = capture.expression.removeprefix("$response.header.")
    if name != capture.expression:
        return f"pm.response.headers.get({json.dumps(name)})"
    parts = capture.expression.partition("#/")[2].split("/")
    names = (part.replace("~1", "/").replace("~0", "~") for part in parts)
    return "pm.response.json()" + "".join(f"[{json.dumps(name)}]" for name in names)
