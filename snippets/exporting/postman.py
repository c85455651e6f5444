"""An OpenAPI document as a Postman collection (v2.1), which Postman and newman run from top to bottom."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from snippets.api.media import is_json
from snippets.api.openapi import Document
from snippets.api.sample import given, sample
from snippets.api.schema import Shapes
from snippets.exporting.calls import Call, folders
from snippets.exporting.credentials import Credentials
from snippets.exporting.script import script

__all__ = ["postman"]

_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_VARIABLE = re.compile(r"\{([^/{}]+)\}")
_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
_STATED = ("example", "examples", "default", "const", "enum")
"""The keywords that say a value; without them a schema only says of what kind it is."""

_Json = dict[str, Any]


def postman(document: Document) -> str:
    """The collection as JSON text."""
    return json.dumps(_Collection(document).made(), indent=2, ensure_ascii=False) + "\n"


class _Collection:
    """A collection in the making: its requests, and the variables that they have asked for so far."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._shapes = Shapes(document.resolve)
        self._credentials = Credentials(document.data, document.resolve)
        self._variables: dict[str, tuple[str, str]] = {}
        self._bases: dict[str, str] = {}

    def made(self) -> _Json:
        info = self._document.data.get("info", {})
        root = self._base(self._document.data.get("servers") or [{"url": "/"}])
        items = [
            {
                "name": folder.name,
                "description": folder.description,
                "item": [self._item(call) for call in folder.calls],
            }
            for folder in folders(self._document)
        ]
        usual = self._usual(items)
        for variable in self._credentials.variables:
            self._variables.setdefault(variable, ("", "Your own: what the requests are sent with"))
        made: _Json = {
            "info": {
                "name": str(info.get("title", "API")),
                "description": self._description(info, root),
                "version": str(info.get("version", "")),
                "schema": _SCHEMA,
            },
            "auth": usual,
            "variable": [
                {"key": key, "value": value, "description": description}
                for key, (value, description) in self._variables.items()
            ],
            "item": items,
        }
        return made

    def _usual(self, items: Sequence[_Json]) -> _Json:
        """The authentication of most requests, which then inherit it from the collection."""
        requests = [item["request"] for folder in items for item in folder["item"]]
        counts = Counter(json.dumps(r["auth"]) for r in requests if r["auth"] != {"type": "noauth"})
        usual: _Json = json.loads(counts.most_common(1)[0][0]) if counts else {"type": "noauth"}
        for request in requests:
            if request["auth"] == usual:
                del request["auth"]
        return usual

    def _description(self, info: Mapping[str, Any], root: str) -> str:
        others = [server["url"] for server in self._document.data.get("servers", ())[1:]]
        said = [str(info.get("description", "")).strip()]
        if variables := self._credentials.variables:
            said.append(f"Set first: {', '.join(variables)}")
        said.append(
            "Run it from top to bottom: what creates something keeps its id for what follows, and deletes "
            "come last."
        )
        if others:
            said.append(f"`{root}` may also be: {', '.join(others)}")
        return "\n\n".join(filter(None, said))

    def _base(self, servers: Sequence[Mapping[str, Any]]) -> str:
        """The variable that holds the address of the first of some servers."""
        server = servers[0]
        url = self._document.address(server).rstrip("/")
        if url not in self._bases:
            self._bases[url] = f"baseUrl{len(self._bases) + 1 if self._bases else ''}"
            self._variables[self._bases[url]] = (url, str(server.get("description", "Where the API is")))
        return self._bases[url]

    def _item(self, call: Call) -> _Json:
        request = self._request(call)
        return {
            "name": call.operation.summary or str(call.operation),
            "event": [
                {
                    "listen": "test",
                    "script": {"type": "text/javascript", "exec": script(call, self._document)},
                }
            ],
            "request": request,
            "response": [*self._responses(call, request)],
        }

    def _request(self, call: Call) -> _Json:
        auth, extra = self._credentials.of(call.node)
        content = self._content(call)
        headers = [*self._fields(call, "header"), *extra["header"]]
        request: _Json = {
            "method": call.operation.method,
            "auth": auth,
            "description": str(call.node.get("description") or call.operation.summary),
            "url": self._url(call, extra["query"]),
        }
        cookies = [
            f"{each['key']}={each['value']}"
            for each in self._fields(call, "cookie")
            if not each.get("disabled")
        ]
        if cookies := [*cookies, *extra["cookie"]]:
            headers.append({"key": "Cookie", "value": "; ".join(cookies)})
        if content is not None:
            media, body = content
            if media != _PARTS:  # that has a boundary, which the client makes
                headers.append({"key": "Content-Type", "value": media})
            request["body"] = body
        request["header"] = headers
        return request

    def _url(self, call: Call, extra: Sequence[_Json]) -> _Json:
        base = self._base(self._document.servers(call.operation))
        path, variables = [], []
        fields = {each["name"]: each for each in call.parameters if each["in"] == "path"}
        for segment in call.operation.path.removeprefix("/").split("/"):
            name = _VARIABLE.fullmatch(segment)
            if name is None:
                path.append(_VARIABLE.sub(lambda m: self._path_value(call, m[1], fields), segment))
                continue
            path.append(f":{name[1]}")
            description = str(fields.get(name[1], {}).get("description", ""))
            value = self._path_value(call, name[1], fields)
            variables.append({"key": name[1], "value": value, "description": description})
        query = [*self._fields(call, "query"), *extra]
        raw = "/".join([f"{{{{{base}}}}}", *path])
        on = "&".join(f"{each['key']}={each['value']}" for each in query if not each.get("disabled"))
        url: _Json = {"raw": f"{raw}?{on}" if on else raw, "host": [f"{{{{{base}}}}}"], "path": path}
        return url | ({"query": query} if query else {}) | ({"variable": variables} if variables else {})

    def _path_value(self, call: Call, name: str, fields: Mapping[str, Mapping[str, Any]]) -> str:
        """A variable that an earlier call fills, the documented example, or a variable for you to fill."""
        if name in call.values:
            self._variables.setdefault(call.values[name], ("", "Filled by the request that creates it"))
            return f"{{{{{call.values[name]}}}}}"
        parameter = fields.get(name, {})
        if known := self._documented(parameter):
            return _written(parameter, known[0])
        self._variables.setdefault(name, ("", "Fill it in: no answer and no example gives it"))
        return f"{{{{{name}}}}}"

    def _documented(self, parameter: Mapping[str, Any]) -> list[Any]:
        """The value that the document states, in a list; no item where it states none."""
        holder = _holder(parameter)
        if found := given(holder, self._shapes):
            return found
        schema = holder.get("schema", {})
        said = self._shapes.of(schema).said
        return [sample(schema, self._shapes)] if any(word in said for word in _STATED) else []

    def _fields(self, call: Call, place: str) -> list[_Json]:
        """Parameters of one place; an optional one is there, and switched off."""
        found = []
        for each in call.parameters:
            if each["in"] != place:
                continue
            name = str(each["name"])
            known = self._documented(each) or [sample(_holder(each).get("schema", {}), self._shapes, name)]
            entry: _Json = {
                "key": name,
                "value": _written(each, known[0]),
                "description": str(each.get("description", "")),
            }
            if name in call.values:
                self._variables.setdefault(call.values[name], ("", "Filled by the request that creates it"))
                entry["value"] = f"{{{{{call.values[name]}}}}}"
            elif not each.get("required"):
                entry["disabled"] = True
            found.append(entry)
        return found

    def _content(self, call: Call) -> tuple[str, _Json] | None:
        """Media type and body of a request; None when it has none."""
        body = call.node.get("requestBody")
        if body is None:
            return None
        content = (self._document.resolve(body["$ref"]) if "$ref" in body else body).get("content", {})
        if not content:
            return None
        media = next(filter(is_json, content), None) or next(
            (each for each in (_FORM, _PARTS) if each in content), next(iter(content))
        )
        schema = content[media].get("schema", {})
        known = given(content[media], self._shapes) if call.body is None else [call.body]
        value = known[0] if known else sample(schema, self._shapes)
        if media in (_FORM, _PARTS):
            kind = "urlencoded" if media == _FORM else "formdata"
            return media, {"mode": kind, kind: self._parts(schema, value)}
        if is_json(media):
            raw = json.dumps(value, indent=2, ensure_ascii=False)
            return media, {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
        return media, {"mode": "raw", "raw": _text(value)}

    def _parts(self, schema: Any, value: Any) -> list[_Json]:
        properties = self._shapes.of(schema).properties
        found = []
        for name, each in (value if isinstance(value, dict) else {}).items():
            kind = self._shapes.of(properties.get(name)).said
            if kind.get("format") == "binary" or "contentMediaType" in kind:
                found.append({"key": name, "type": "file", "src": []})
            else:
                found.append({"key": name, "type": "text", "value": _text(each)})
        return found

    def _responses(self, call: Call, request: _Json) -> Iterator[_Json]:
        """The documented answers that have an example."""
        original = {
            name: value for name, value in request.items() if name in ("method", "url", "header", "body")
        }
        for status in call.operation.statuses:
            if not status.isdigit():
                continue
            response = self._document.response(call.operation, int(status))
            for media, content in response.get("content", {}).items():
                for value in given(content, self._shapes):
                    yield {
                        "name": str(response.get("description") or status),
                        "originalRequest": original,
                        "status": _phrase(int(status)),
                        "code": int(status),
                        "_postman_previewlanguage": "json" if is_json(media) else "text",
                        "header": [{"key": "Content-Type", "value": media}],
                        "body": value
                        if isinstance(value, str)
                        else json.dumps(value, indent=2, ensure_ascii=False),
                    }


def _holder(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    """What has the example and the schema: the parameter, or its one media type (§4.8.12.2)."""
    found: Mapping[str, Any] = next(iter((parameter.get("content") or {}).values()), parameter)
    return found


def _written(parameter: Mapping[str, Any], value: Any) -> str:
    """A parameter's value as its media type has it, or as a text."""
    media = next(iter(parameter.get("content") or ()), "")
    return json.dumps(value, ensure_ascii=False) if is_json(media) else _text(value)


def _text(value: Any) -> str:
    """A value as a query or a header has it: items of an array with commas between (style `form`)."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
