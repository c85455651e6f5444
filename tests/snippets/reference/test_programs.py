"""The programs of an example, as people would write them; that they run, test_command.py shows."""

import json

import pytest

from snippets.reference.programs import WRITERS, Printed
from snippets.reference.request import Body, Request

URL = "https://api.example.com/pets"
JSON = Printed("json", whole=False)


def patch(media_type: str) -> Request:
    body = Body("json", {"name": "it's"}, media_type)
    return Request("PATCH", f"{URL}?a=1", {"X-Key": 'a"$b', "Content-Type": media_type}, body)


def test_a_long_address_has_a_line_of_its_own() -> None:
    def program(url: str) -> str:
        return WRITERS["javascript"](Request("GET", url, {}), JSON)

    short = f"https://api.example.com/{'x' * 30}"
    long = f"https://api.example.com/{'x' * 40}"
    assert f"  const response = await fetch('{short}');\n" in program(short)
    assert f"  const url = '{long}';\n  const response = await fetch(url);\n" in program(long)
    assert f"  const url = '{long}'\n    + '?a=1&b={'y' * 20}';\n" in program(f"{long}?a=1&b={'y' * 20}")


def test_curl() -> None:
    assert WRITERS["bash"](Request("GET", URL, {}), JSON) == f"curl {URL}\n"
    assert WRITERS["bash"](patch("application/json"), Printed("json", whole=True)) == (
        f'curl -i -X PATCH "{URL}?a=1" \\\n'
        '  -H "X-Key: a\\"\\$b" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        "  -d '{\"name\": \"it'\\''s\"}'\n"
    )
    assert WRITERS["bash"](Request("HEAD", URL, {}), Printed("nothing", whole=True)) == f"curl --head {URL}\n"


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/me,you@2:%7E~", f"{URL}/me,you@2:%7E~"),
        ("/me?a=1&b=(2)", f'"{URL}/me?a=1&b=(2)"'),
        ("/me#x", f'"{URL}/me#x"'),
        ("/me/$value", f"'{URL}/me/$value'"),
        ("/`id`!", f"'{URL}/`id`!'"),
    ],
)
def test_curl_gets_the_address_that_is_written(path: str, word: str) -> None:
    assert WRITERS["bash"](Request("GET", URL + path, {}), JSON) == f"curl {word}\n"


def test_a_text_that_begins_like_the_name_of_a_file() -> None:
    request = Request("POST", URL, {}, Body("text", "@ada", "text/plain"))
    assert WRITERS["bash"](request, JSON) == f"curl {URL} \\\n  --data-raw '@ada'\n"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("bash", "  -d 'n=1' \\\n  -d 'tags=a' \\\n  -d 'tags=b'\n"),
        ("javascript", "    body: new URLSearchParams([['n', '1'], ['tags', 'a'], ['tags', 'b']]),\n"),
        ("python", '    data={\n        "n": "1",\n        "tags": ["a", "b"],\n    },\n'),
    ],
)
def test_a_list_in_a_form_is_a_field_an_item(language: str, lines: str) -> None:
    body = Body("form", {"n": 1, "tags": ["a", "b"]}, "application/x-www-form-urlencoded")
    assert lines in WRITERS[language](Request("POST", URL, {}, body), JSON)


def test_a_list_of_plain_values_stands_on_one_line() -> None:
    value = {"name": "a " * 30, "tags": ["x\n", "y"], "odd": ["[ z ]"], "long": ["l" * 40] * 2}
    program = WRITERS["bash"](Request("POST", URL, {}, Body("json", value, "application/json")), JSON)
    body = program.partition("-d '")[2].rstrip("'\n")
    assert json.loads(body) == value
    assert '\n    "tags": ["x\\n", "y"],\n    "odd": [\n      "[ z ]"\n    ],\n    "long": [\n      "' in body


def test_javascript() -> None:
    assert WRITERS["javascript"](
        Request("HEAD", URL, {}), Printed("nothing", whole=True, headers=("Link",))
    ) == (
        "async function main() {\n"
        f"  const response = await fetch('{URL}', {{\n"
        "    method: 'HEAD',\n"
        "  });\n"
        "  console.log(response.status, response.statusText);\n"
        "  console.log(`Link: ${response.headers.get('Link')}`);\n"
        "}\n\nmain();\n"
    )


def test_python() -> None:
    assert WRITERS["python"](Request("GET", URL, {}), JSON) == (
        "import json\n\nimport requests\n\n"
        f'response = requests.get("{URL}", timeout=10)\n'
        "print(json.dumps(response.json(), indent=2))\n"
    )


@pytest.mark.parametrize(
    ("media_type", "argument"),
    [
        ("application/json", 'json={"name": "it\'s"},'),
        ("application/merge-patch+json", 'data=json.dumps({"name": "it\'s"}),'),
    ],
)
def test_python_names_a_media_type_that_its_client_would_not(media_type: str, argument: str) -> None:
    program = WRITERS["python"](patch(media_type), JSON)
    assert f"    {argument}\n" in program
    assert ("Content-Type" in program) is (media_type != "application/json")


def test_a_method_that_the_client_has_no_name_for() -> None:
    assert f'requests.request("PURGE", "{URL}", timeout=10)' in WRITERS["python"](
        Request("PURGE", URL, {}), JSON
    )
