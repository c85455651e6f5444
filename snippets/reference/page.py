"""The page of one operation, from the document alone; only its day and its answer come from elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from snippets.api.openapi import Document
from snippets.api.operation import Operation
from snippets.api.schema import Schema, Shapes
from snippets.reference.example import example
from snippets.reference.fields import Fields
from snippets.reference.links import Links
from snippets.reference.names import file_name
from snippets.reference.parameters import Parameter, parameters
from snippets.reference.request import request_of
from snippets.reference.rules import described, type_of
from snippets.reference.table import as_code, as_sentence, as_text, table

__all__ = ["DAY", "MARK", "Place", "Writer"]

MARK = "<!-- Made by `python -m snippets reference` from the API's OpenAPI document; edit that instead. -->"
"""By this line a page is known to be a generated one."""

DAY = "\x01"
"""Stands for the day of the last change."""

_PARAMETERS = {
    "path": "Path parameters",
    "query": "Query parameters",
    "header": "Request headers",
    "cookie": "Cookies",
}
_META = 170
"""Characters; a search engine shows no more of a description."""
_CODE = re.compile(r"(\[?`[^`]+`(?:\]\([^)]*\))?):\s+(.*)", re.S)
"""The paragraph of an error's description that begins with the error's code."""


@dataclass(frozen=True)
class Place:
    """Where a page stands in the navigation."""

    parent: str
    order: int


@dataclass(frozen=True)
class Writer:
    """Writes the pages of one document."""

    document: Document
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    key: str
    """What an example shows in the place of a key."""
    links: Links

    @property
    def _shapes(self) -> Shapes:
        return Shapes(self.document.resolve)

    def page(self, operation: Operation, place: Place) -> str:
        """The text, with `DAY` and, where it has an example, `example.ANSWER` still in it."""
        node = self.document.node(operation)
        title = _title(operation)
        description = str(node.get("description") or "")
        lines = [
            *_front_matter(operation, place, node, str(self.document.info.get("version", ""))),
            MARK,
            "",
            f"# {as_text(title)}",
            "",
            f"{as_code(operation.method)} {as_code(self._path(operation))}",
            "",
            *self._access(node),
            *([description.strip(), ""] if description else []),
            *self._example(operation, node),
            *self._parameters(node),
            *self._body(node),
            *self._answers(node),
            *self._errors(node),
            *self._more(node),
        ]
        return self.links.within("\n".join(lines).rstrip() + "\n")

    def _path(self, operation: Operation) -> str:
        return operation.bases[0] + operation.path

    def _access(self, node: Schema) -> list[str]:
        """What it takes to be let in: scopes, and the roles that `x-roles` names."""
        said = []
        asked = [each for each in node.get("security") or () if each]
        scopes = [
            " + ".join(as_code(scope) for all_of in each.values() for scope in all_of) for each in asked
        ]
        if scopes := [scope for scope in dict.fromkeys(scopes) if scope]:
            free = [] if all(node["security"]) else ["no key"]  # §4.8.30: an empty one makes the key optional
            said.append(f"Scope: {' or '.join([*scopes, *free])}")
        elif not asked and self.document.components("securitySchemes"):
            said.append("No key needed")
        if roles := node.get("x-roles"):
            said.append(f"Roles: {', '.join(as_code(str(role)) for role in roles)}")
        if node.get("deprecated") is True:
            said.append("**Deprecated**")
        return [" · ".join(said), ""] if said else []

    def _example(self, operation: Operation, node: Schema) -> Iterator[str]:
        request = request_of(self.document, operation, self.hosts, self.key, self._shapes)
        success = next(iter(self._responses(node, good=True)), None)
        if request is not None and success is not None:
            name = file_name(operation).removesuffix(".md")
            scenario = str(node.get("x-scenario") or "")
            if lines := example(name, request, success, self.languages, scenario):
                yield from ("## Example", "", *lines, "")

    def _parameters(self, node: Schema) -> Iterator[str]:
        found = parameters(node, self._shapes)
        for where, title in _PARAMETERS.items():
            if rows := [self._parameter(each) for each in found if each.where == where]:
                yield from (f"## {title}", "", *table(("Name", "Type", "Description"), rows), "")

    def _parameter(self, each: Parameter) -> tuple[str, str, str]:
        shape = self._shapes.of(each.schema)
        needed = ", **required**" if each.required and each.where != "path" else ""
        said = described(self._shapes, shape, each.node.get("description") or shape.said.get("description"))
        if each.node.get("deprecated") is True and shape.said.get("deprecated") is not True:
            said += " Deprecated."
        kind = type_of(self._shapes, shape) or "any"
        return as_code(each.name), kind + needed, said

    def _body(self, node: Schema) -> Iterator[str]:
        body = self._resolved(node.get("requestBody") or {})
        if not body.get("content"):
            return
        needed = "required" if body.get("required") is True else "optional"
        yield from ("## Body", "")
        if description := str(body.get("description") or ""):
            yield from (description.strip(), "")
        yield from self._content(body["content"], "", needed, Fields(self._shapes, in_request=True))

    def _content(
        self, content: Mapping[str, Schema], lead: str, needed: str, fields: Fields
    ) -> Iterator[str]:
        """The fields of each media type, behind what leads to them; types with one schema stand together."""
        alike: dict[str, tuple[Schema, list[str]]] = {}
        for media_type, media in content.items():
            schema = media.get("schema") or {}
            alike.setdefault(json.dumps(schema, sort_keys=True), (schema, []))[1].append(media_type)
        for schema, names in alike.values():
            shape = self._shapes.of(schema)
            said = [" or ".join(map(as_code, names)), *([needed] if needed else [])]
            whole = type_of(self._shapes, shape)
            rows = fields.lines(schema)
            said += [whole] if whole not in ("", "object") else []
            about = as_sentence(str(shape.said.get("description") or ""))
            line = [lead, f"{', '.join(said)}.", about if about != lead else ""]
            yield from (" ".join(part for part in line if part), "", *rows, *([""] if rows else []))
            lead = ""

    def _answers(self, node: Schema) -> Iterator[str]:
        found = self._responses(node, good=True)
        if found:
            yield from ("## Answers", "")
        for key, response in found:
            yield from (f"### {_status(key)}", "")
            lead = as_sentence(str(response.get("description") or ""))
            headers = response.get("headers") or {}
            rows = [self._header(name, self._resolved(header)) for name, header in headers.items()]
            content = response.get("content") or {}
            if content:
                yield from self._content(content, lead, "", Fields(self._shapes, in_request=False))
            else:
                yield from (lead, "")
            if rows:
                yield from (*table(("Header", "Type", "Description"), rows), "")

    def _header(self, name: str, header: Schema) -> tuple[str, str, str]:
        shape = self._shapes.of(header.get("schema") or {})
        kind = type_of(self._shapes, shape)
        return as_code(name), kind, described(self._shapes, shape, header.get("description"))

    def _errors(self, node: Schema) -> Iterator[str]:
        rows = []
        for key, response in self._responses(node, good=False):
            status = as_code(key) if key != "default" else "Any other"
            for paragraph in re.split(r"\n\s*\n", str(response.get("description") or "").strip()):
                found = _CODE.fullmatch(paragraph)
                rows.append(
                    (status, found[1] if found else "", as_sentence(found[2] if found else paragraph))
                )
        if rows:
            yield from ("## Errors", "", *table(("Status", "Code", "When"), rows), "")

    def _more(self, node: Schema) -> Iterator[str]:
        """Where the document sends those who want to know more: of the operation, and of its tags."""
        tags = self.document.tags
        found = [node, *(tags[str(name)] for name in node.get("tags") or () if str(name) in tags)]
        links = [each["externalDocs"] for each in found if each.get("externalDocs")]
        if links:
            yield from ("## See also", "")
            yield from (f"- [{as_text(str(e.get('description') or e['url']))}]({_target(e)})" for e in links)

    def _responses(self, node: Schema, *, good: bool) -> list[tuple[str, Schema]]:
        """Key and Response Object: of those that are no errors, or of those that are.

        `default` stands for errors, unless nothing else tells of a success.
        """
        stated = {str(key): response for key, response in (node.get("responses") or {}).items()}
        chosen = [key for key in stated if key[:1] in "123"] or [key for key in stated if key == "default"]
        return [(key, self._resolved(each)) for key, each in stated.items() if (key in chosen) is good]

    def _resolved(self, node: Any) -> Schema:
        found = self.document.resolve(node["$ref"]) if "$ref" in node else node
        return found if isinstance(found, Mapping) else {}


def _title(operation: Operation) -> str:
    return operation.summary or str(operation)


def _front_matter(operation: Operation, place: Place, node: Schema, version: str) -> list[str]:
    title, description = _title(operation), _plain(str(node.get("description") or ""))
    first = re.split(r"(?<=[.!?])\s", " ".join(description.split()), maxsplit=1)[0]
    about = f"{operation}: {first}"
    if not first or len(about) > _META:
        about = f"{operation}: {as_sentence(title)}"
    fields = {
        "title": title,
        "description": about,
        "tags": ["reference", *map(str, node.get("tags") or ())],
        "categories": ["api-reference"],
        "parent": place.parent,
        "nav_order": str(place.order),
        "layout": "reference",
        "version": f"v{version}" if version[:1].isdecimal() else version,
        "method": operation.method,
        "lastUpdated": DAY,
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    return ["---", *lines, "---", ""]


def _yaml(value: Any) -> str:
    """JSON is YAML (YAML 1.2 §1.2)."""
    return f'"{DAY}"' if value == DAY else json.dumps(value, ensure_ascii=False)


def _plain(markdown: str) -> str:
    """Without the marks of links and code, which mean nothing in front matter."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown).replace("`", "")


def _target(docs: Schema) -> str:
    """The address of External Documentation; nothing in it ends the link."""
    url = re.sub(r"[<>\s]", lambda found: quote(found[0]), str(docs["url"]))
    return f"<{url}>"


def _status(key: str) -> str:
    """`200 OK`; a class such as `2XX`, and a status that has no phrase, as they are."""
    if key == "default":
        return "Any status"
    known = {str(each.value): each.phrase for each in HTTPStatus}
    return f"{key} {known[key]}" if key in known else key
