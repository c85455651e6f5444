"""Workflows as an Arazzo description."""

from typing import Any

import yaml

from snippets.api.operation import Operation
from snippets.exporting.arazzo import arazzo
from snippets.exporting.workflows import LeftOut, Named, Workflow
from snippets.model import Step, Take

MAKE = Operation("POST", "/notes", "makeNote", "Make a note")
READ = Operation("GET", "/notes/{id}.{form}", "", "")
KEY = ("authorization", "Bearer YOUR_KEY")


def described(*steps: Named, out: tuple[LeftOut, ...] = (), words: tuple[str, ...] = ("YOUR_KEY",)) -> Any:
    workflow = Workflow("tour", "A tour", "From start to end.", "docs/tour.md", steps)
    return yaml.safe_load(
        arazzo([workflow], out, {"title": "Notes", "version": "v2"}, words, "./openapi.json")
    )


def steps(*found: Named) -> list[Any]:
    return list(described(*found)["workflows"][0]["steps"])


def test_what_an_earlier_answer_gave_is_an_output_of_its_step() -> None:
    made = Step(
        "POST", "/notes", headers=(KEY, ("content-type", "application/json")), body='{"a": 1}', status=201
    )
    takes = (Take(0, "body#/note/id"), Take(0, "header.etag"), Take(0, "body#/id"))
    headers = (("if-match", "{$1}"), ("x-of", "a {$2}"))
    read = Step("GET", "/v1/notes/{$0}.json", headers=headers, status=200, takes=takes)
    one, two = steps(Named("make", made, MAKE), Named("read", read, READ))
    assert one["outputs"] == {
        "id": "$response.body#/note/id",
        "etag": "$response.header.etag",
        "id2": "$response.body#/id",
    }
    assert one["requestBody"] == {"contentType": "application/json", "payload": {"a": 1}}
    assert [(each["in"], each["name"], each["value"]) for each in two["parameters"]] == [
        ("path", "id", "$steps.make.outputs.id"),
        ("path", "form", "json"),
        ("header", "If-Match", "$steps.make.outputs.etag"),
        ("header", "X-Of", "a {$steps.make.outputs.id2}"),
    ]
    assert "outputs" not in two


def test_keys_are_inputs() -> None:
    step = Step("POST", "/notes", query=(("key", "YOUR_MEMBER_KEY"),), headers=(KEY,))
    workflow = described(Named("a", step, MAKE), words=("YOUR_KEY", "YOUR_MEMBER_KEY", "OTHER"))["workflows"][
        0
    ]
    assert workflow["inputs"]["required"] == ["key", "memberKey"]
    values = [each["value"] for each in workflow["steps"][0]["parameters"]]
    assert values == ["$inputs.memberKey", "Bearer {$inputs.key}"]


def test_each_placeholder_has_an_input_of_its_own() -> None:
    words = ("YOUR_API_KEY", "API_KEY", "***", "<KEY>")
    headers = tuple((f"x-{at}", word) for at, word in enumerate(words))
    workflow = described(Named("a", Step("POST", "/notes", headers=headers), MAKE), words=words)["workflows"][
        0
    ]
    assert workflow["inputs"]["required"] == ["apiKey", "apiKey2", "key", "key2"]
    values = [each["value"] for each in workflow["steps"][0]["parameters"]]
    assert values == ["$inputs.apiKey", "$inputs.apiKey2", "$inputs.key", "$inputs.key2"]


def test_status_and_body_are_checked() -> None:
    (step,) = steps(Named("a", Step("POST", "/notes", status=404, checks=(("/error/code", "gone"),)), MAKE))
    assert [each["condition"] for each in step["successCriteria"]] == [
        "$statusCode == 404",
        "$response.body#/error/code == 'gone'",
    ]


def test_an_operation_without_an_id_is_found_by_its_path() -> None:
    (step,) = steps(Named("a", Step("GET", "/notes/1.json"), READ))
    assert step["operationPath"] == "{$sourceDescriptions.api.url}#/paths/~1notes~1{id}.{form}/get"
    assert "description" not in step


def test_a_body_that_is_not_json_stays_a_text() -> None:
    for media in ("text/plain", "application/json"):
        step = Step("POST", "/notes", headers=(("content-type", media),), body="{a")
        assert steps(Named("a", step, MAKE))[0]["requestBody"]["payload"] == "{a"


def test_what_is_left_out_is_said() -> None:
    out = (LeftOut("docs/wait.md", "waits"),)
    assert (
        "\n- docs/wait.md waits"
        in described(Named("a", Step("POST", "/notes"), MAKE), out=out)["info"]["description"]
    )


def test_without_a_workflow_there_is_no_description() -> None:
    assert arazzo([], [LeftOut("a.md", "waits")], {}, (), "./openapi.json") == ""
