"""Workflows as an Arazzo description (Arazzo 1.0.1), which tools run and programs read.

Keys come in as inputs. What a step has from an earlier answer is an output of that step.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import yaml

from snippets.api.media import is_json
from snippets.api.operation import Operation
from snippets.exporting.workflows import LeftOut, Named, Workflow
from snippets.model import Take
from snippets.reading.naming import unique

__all__ = ["arazzo"]

_SOURCE = "api"
"""The name under which the description knows the OpenAPI document."""

_MARK = re.compile(r"\{\$(\d+)\}")
_VARIABLE = re.compile(r"\{([^/{}]+)\}")


def arazzo(
    found: Sequence[Workflow],
    out: Sequence[LeftOut],
    api: Mapping[str, str],
    words: Sequence[str],
    openapi: str,
) -> str:
    """The description as YAML; empty without a workflow, since Arazzo asks for one (§4.6.1).

    `words`: what the pages print for a key. `openapi`: the OpenAPI document, as seen from this file.
    """
    if not found:
        return ""
    title = f"Tutorials of the {api.get('title', 'API')}"
    data = {
        "arazzo": "1.0.1",
        "info": {
            "title": title,
            "version": api.get("version", "").removeprefix("v") or "1",
            "description": _description(out),
        },
        "sourceDescriptions": [{"name": _SOURCE, "url": openapi, "type": "openapi"}],
        "workflows": [_workflow(each, words) for each in found],
    }
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.SafeDumper):
    """YAML without anchors, and with lists indented."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _description(out: Sequence[LeftOut]) -> str:
    said = "Each workflow is a page of the documentation: its steps are the requests that its examples send."
    if not out:
        return said
    rows = "".join(f"\n- {each.page} {each.reason}" for each in out)
    return f"{said}\n\nThese pages are left out, because steps one after the other can't express them:{rows}"


def _workflow(workflow: Workflow, words: Sequence[str]) -> dict[str, Any]:
    needed = _Outputs(workflow.steps)
    inputs = _inputs(workflow, words)
    made: dict[str, Any] = {
        "workflowId": workflow.id,
        "summary": workflow.title,
        "description": f"{workflow.description}\n\nPage: {workflow.page}".strip(),
    }
    if inputs:
        made["inputs"] = {
            "type": "object",
            "required": list(inputs.values()),
            "properties": {
                name: {
                    "type": "string",
                    "format": "password",
                    "description": f"The pages print {word} for it.",
                }
                for word, name in inputs.items()
            },
        }
    made["steps"] = [_Writer(each, needed, inputs).step() for each in workflow.steps]
    return made


def _inputs(workflow: Workflow, words: Sequence[str]) -> dict[str, str]:
    """Placeholder → name of the input that stands for it, of those that the workflow sends.

    One placeholder has the same name in all workflows, and two have two.
    """
    taken: set[str] = set()
    names = {word: unique(_input(word), taken, "") for word in dict.fromkeys(words)}
    text = json.dumps([(s.step.path, s.step.query, s.step.headers, s.step.body) for s in workflow.steps])
    return {word: name for word, name in names.items() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def _input(word: str) -> str:
    """`apiKey` of `YOUR_API_KEY`, and `key` of what has no letter."""
    word = re.sub(r"\W+", "_", word).strip("_").lower().removeprefix("your_")
    first, *rest = (word or "key").split("_")
    return first + "".join(part.title() for part in rest)


class _Outputs:
    """What later steps take from each step, with a name that is unique in its step."""

    def __init__(self, steps: Sequence[Named]) -> None:
        self._steps = steps
        self._names: dict[Take, str] = {}
        taken: dict[int, set[str]] = {}
        for take in dict.fromkeys(take for each in steps for take in each.step.takes):
            self._names[take] = unique(_output(take.source), taken.setdefault(take.step, set()), "")

    def of(self, named: Named) -> dict[str, str]:
        """Output → the runtime expression that gives it (Arazzo §4.7)."""
        return {
            name: f"$response.{take.source}"
            for take, name in self._names.items()
            if self._steps[take.step] is named
        }

    def expression(self, take: Take) -> str:
        """What a later step writes for a value."""
        return f"$steps.{self._steps[take.step].id}.outputs.{self._names[take]}"


def _output(source: str) -> str:
    last = [part for part in re.split(r"[/#.]", source) if part and not part.isdigit()][-1]
    return re.sub(r"[^A-Za-z0-9_-]", "_", last)


class _Writer:
    """One step on its way into the description."""

    def __init__(self, named: Named, outputs: _Outputs, inputs: Mapping[str, str]) -> None:
        self._named = named
        self._step = named.step
        self._outputs = outputs
        self._inputs = inputs

    def step(self) -> dict[str, Any]:
        operation = self._named.operation
        made: dict[str, Any] = {"stepId": self._named.id}
        if operation.summary:
            made["description"] = operation.summary
        made |= _address(operation)
        if parameters := list(self._parameters()):
            made["parameters"] = parameters
        if self._step.body:
            media = dict(self._step.headers).get("content-type", "application/octet-stream")
            made["requestBody"] = {"contentType": media, "payload": self._payload(media)}
        made["successCriteria"] = [
            {"condition": f"$statusCode == {self._step.status}"},
            *({"condition": f"$response.body#{pointer} == '{text}'"} for pointer, text in self._step.checks),
        ]
        if outputs := self._outputs.of(self._named):
            made["outputs"] = outputs
        return made

    def _parameters(self) -> Iterator[dict[str, Any]]:
        for name, value in _path_values(self._named):
            yield {"name": name, "in": "path", "value": self._written(unquote(value))}
        for name, value in self._step.query:
            yield {"name": name, "in": "query", "value": self._written(value)}
        for name, value in self._step.headers:
            if name != "content-type":
                yield {
                    "name": "-".join(map(str.title, name.split("-"))),
                    "in": "header",
                    "value": self._written(value),
                }

    def _payload(self, media: str) -> Any:
        if is_json(media):
            try:
                return self._replaced(json.loads(self._step.body))
            except ValueError:
                pass
        return self._written(self._step.body)

    def _replaced(self, node: Any) -> Any:
        if isinstance(node, dict):
            return {name: self._replaced(value) for name, value in node.items()}
        if isinstance(node, list):
            return [self._replaced(value) for value in node]
        return self._written(node) if isinstance(node, str) else node

    def _written(self, text: str) -> str:
        """A text with runtime expressions for what answers and inputs give. Alone, one has no braces."""
        for word, name in self._inputs.items():
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", f"{{$inputs.{name}}}", text)
        text = _MARK.sub(lambda m: f"{{{self._outputs.expression(self._step.takes[int(m[1])])}}}", text)
        whole = re.fullmatch(r"\{(\$[^{}]+)\}", text)
        return whole[1] if whole else text


def _address(operation: Operation) -> dict[str, str]:
    if operation.id:
        return {"operationId": operation.id}
    pointer = operation.path.replace("~", "~0").replace("/", "~1")
    where = f"#/paths/{pointer}/{operation.method.lower()}"
    return {"operationPath": f"{{$sourceDescriptions.{_SOURCE}.url}}{where}"}


def _path_values(named: Named) -> Iterator[tuple[str, str]]:
    """The variables of the operation's path, and what stands in their places; a value has no `/`."""
    template = named.operation.path.split("/")
    sent = named.step.path.split("/")[-len(template) :] if template else []
    for part, value in zip(template, sent, strict=False):
        names = _VARIABLE.findall(part)
        pattern = "([^/]+?)".join(map(re.escape, _VARIABLE.split(part)[::2]))
        if names and (match := re.fullmatch(pattern, value)):
            yield from zip(names, match.groups(), strict=True)
