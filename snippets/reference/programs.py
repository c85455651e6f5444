"""The program that sends a request and prints its answer, in each language of the engine.

All of them print the same: a JSON body alone, or a status line, the headers that the page shows and the body.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from snippets.reference.literals import javascript, python
from snippets.reference.request import Body, Request

__all__ = ["WRITERS", "Printed"]

_SHORT = 60
"""Characters of a body, or of a list in it, that stands on one line."""
_LIST = re.compile(r"\[\n\s*([^\[\]{}]*?)\n\s*\]")
"""A list of plain values in indented JSON, whose texts have no line breaks of their own."""
_PLAIN = re.compile(r"[\w./:%~@,-]+", re.ASCII)
"""An address that means itself to a shell."""
_LINE = 93
"""Characters of a line that a page shows whole beside its navigation."""
_WIDE = 77
"""Characters of a call; with what it is assigned to, 88, as Python's formatters have it."""


@dataclass(frozen=True)
class Printed:
    """What a program prints of the answer."""

    body: Literal["json", "text", "nothing"]
    whole: bool
    """Whether the status and the `headers` come first."""
    headers: tuple[str, ...] = ()


def _bash(request: Request, printed: Printed) -> str:
    body = request.body
    words = ["curl"] + ["--head"] * (request.method == "HEAD")
    words += ["-i"] * (printed.whole and request.method != "HEAD")
    if request.method not in ("HEAD", "GET" if body is None else "POST"):
        words.append(f"-X {request.method}")
    words.append(_address(request.url))
    lines = [" ".join(words), *(f"-H {_double(f'{name}: {value}')}" for name, value in _sent(request))]
    if body is not None:
        if body.kind == "form":
            lines += [f"-d {_single(pair)}" for pair in urlencode(_flat(body.value), doseq=True).split("&")]
        elif body.kind == "json":
            lines.append(f"-d {_single(_json(body.value))}")
        else:
            lines.append(f"--data-raw {_single(body.value)}")
    return " \\\n  ".join(lines) + "\n"


def _sent(request: Request) -> list[tuple[str, str]]:
    """The headers that a program sets: a form's media type comes from the client."""
    form = request.body is not None and request.body.kind == "form"
    return [(name, value) for name, value in request.headers.items() if not (form and name == "Content-Type")]


def _json(value: Any) -> str:
    """On one line where that is short, else indented as the lines around it."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) <= _SHORT:
        return line
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _LIST.sub(_on_one_line, text).replace("\n", "\n  ")


def _on_one_line(found: re.Match[str]) -> str:
    line = f"[{' '.join(each.strip() for each in found[1].splitlines())}]"
    return line if len(line) <= _SHORT else found[0]


def _flat(form: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """The fields as texts; a list is a field an item (OpenAPI 3.1 §4.8.15.1: `form`, exploded)."""
    return {
        name: [_text(item) for item in each] if isinstance(each, list) else _text(each)
        for name, each in form.items()
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _address(url: str) -> str:
    """As one word of the shell."""
    if _PLAIN.fullmatch(url):
        return url
    return _single(url) if set(url) & set('"$`\\!') else f'"{url}"'


def _double(text: str) -> str:
    return '"' + "".join(f"\\{each}" if each in '\\"$`' else each for each in text) + '"'


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _javascript(request: Request, printed: Printed) -> str:
    options: list[str] = []
    if request.method != "GET":
        options.append(f"method: {javascript(request.method)},")
    if headers := dict(_sent(request)):
        line = javascript(headers, 2)
        options.append(f"headers: {line},")
    if request.body is not None:
        value, kind = request.body.value, request.body.kind
        if kind == "json":
            options.append(f"body: JSON.stringify({javascript(value, 2)}),")
        elif kind == "form":
            options.append(f"body: new URLSearchParams({javascript(_fields(_flat(value)), 2)}),")
        else:
            options.append(f"body: {javascript(value)},")
    given = "".join(f"    {option}\n" for option in options)
    where, lines = _where(request.url)
    call = f"fetch({where}" + (f", {{\n{given}  }})" if given else ")")
    lines.append(f"const response = await {call};")
    if printed.whole:
        lines.append("console.log(response.status, response.statusText);")
        lines += [f"console.log(`{name}: ${{response.headers.get('{name}')}}`);" for name in printed.headers]
    if printed.body == "json":
        lines.append("console.log(JSON.stringify(await response.json(), null, 2));")
    elif printed.body == "text":
        lines.append("console.log(await response.text());")
    return "async function main() {\n" + "".join(f"  {line}\n" for line in lines) + "}\n\nmain();\n"


def _fields(form: Mapping[str, str | list[str]]) -> Any:
    """As `URLSearchParams` takes them: an object, or pairs where a field comes several times."""
    if not any(isinstance(each, list) for each in form.values()):
        return form
    return [
        [name, text] for name, each in form.items() for text in (each if isinstance(each, list) else [each])
    ]


def _where(url: str) -> tuple[str, list[str]]:
    """The address as an expression, and the lines above that a long one needs."""
    where = javascript(url)
    if len(f"  const response = await fetch({where}, {{") <= _LINE:
        return where, []
    path, mark, query = url.partition("?")
    if mark and len(f"  const url = {where};") > _LINE:
        where = f"{javascript(path)}\n    + {javascript(mark + query)}"
    return "url", [f"const url = {where};"]


def _python(request: Request, printed: Printed) -> str:
    arguments = [python(request.url)]
    headers = dict(_sent(request))
    body = request.body
    if body is not None and body.kind == "json" and body.media_type == "application/json":
        headers.pop("Content-Type", None)  # requests sets it
    if headers:
        arguments.append(f"headers={python(headers, 1)}")
    if body is not None:
        arguments.append(_python_body(body, typed="Content-Type" in headers))
    arguments.append("timeout=10")
    lines = [f"response = {_call(request.method, arguments)}"]
    if printed.whole:
        lines.append("print(response.status_code, response.reason)")
        lines += [f'print("{name}:", response.headers.get("{name}"))' for name in printed.headers]
    if printed.body == "json":
        lines.append("print(json.dumps(response.json(), indent=2))")
    elif printed.body == "text":
        lines.append("print(response.text)")
    text = "\n".join(lines) + "\n"
    return ("import json\n\n" if "json.dumps(" in text else "") + "import requests\n\n" + text


def _call(method: str, arguments: Sequence[str]) -> str:
    """On one line where that is short, as black and ruff would write it."""
    name = method.lower()
    if name not in ("get", "head", "post", "put", "patch", "delete", "options"):
        name, arguments = "request", [python(method), *arguments]
    line = f"requests.{name}({', '.join(arguments)})"
    if len(line) <= _WIDE and "\n" not in line:
        return line
    return f"requests.{name}(\n{''.join(f'    {argument},' + chr(10) for argument in arguments)})"


def _python_body(body: Body, *, typed: bool) -> str:
    """`typed`: whether the program names the media type itself; `json=` would name another."""
    if body.kind == "json":
        data = python(body.value, 1)
        return f"data=json.dumps({data})" if typed else f"json={data}"
    if body.kind == "form":
        return f"data={python(_flat(body.value), 1)}"
    return f"data={python(body.value)}.encode()"


WRITERS: Mapping[str, Callable[[Request, Printed], str]] = {
    "bash": _bash,
    "javascript": _javascript,
    "python": _python,
}
"""Language → what writes its program."""
