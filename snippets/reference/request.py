"""The request of an operation's example: what the document gives as examples, else what its schemas allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from snippets.api.media import is_json
from snippets.api.openapi import Document
from snippets.api.operation import Operation
from snippets.api.sample import given, sample
from snippets.api.schema import Schema, Shapes
from snippets.reference.parameters import parameters, written

__all__ = ["Body", "Request", "request_of"]


@dataclass(frozen=True)
class Body:
    """What a request carries."""

    kind: Literal["json", "form", "text"]
    value: Any
    media_type: str


@dataclass(frozen=True)
class Request:
    """What an example sends."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Body | None = None


def request_of(
    document: Document, operation: Operation, hosts: tuple[str, ...], key: str, shapes: Shapes
) -> Request | None:
    """The example's request, with `key` where the credential belongs; None when no example can be made.

    That is so for a body of several parts or of bytes, which no page can show, and for one of a GET or HEAD
    request, which means nothing (RFC 9110 §9.3.1) and which `fetch` refuses.
    """
    node = document.node(operation)
    carried = _body(operation.method, node, shapes)
    if carried is None:
        return None
    pairs: dict[str, list[tuple[str, str]]] = {"query": [], "header": [], "cookie": []}
    path = operation.path
    for parameter in parameters(node, shapes):
        for value in parameter.value(shapes):
            if parameter.where == "path":
                path = path.replace(f"{{{parameter.name}}}", written(parameter, value)[0][1])
            else:
                pairs[parameter.where] += written(parameter, value)
    for where, name, value in _credential(document, node, key, shapes):
        pairs[where].insert(0, (name, value))
    headers = dict(pairs["header"])
    if pairs["cookie"]:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in pairs["cookie"])
    body = carried[0] if carried else None
    if body is not None:
        headers["Content-Type"] = body.media_type
    query = "&".join(f"{name}={value}" for name, value in pairs["query"])
    url = _base(document, operation, hosts) + path + (f"?{query}" if query else "")
    return Request(operation.method, url, headers, body)


def _base(document: Document, operation: Operation, hosts: tuple[str, ...]) -> str:
    """The first server's address, at a documented host, where the document may name a sandbox's."""
    address = document.address(document.servers(operation)[0])
    parts = urlsplit(urljoin(f"https://{hosts[0]}/", address))
    host = parts.netloc if parts.netloc in hosts else hosts[0]
    return f"https://{host}{parts.path.rstrip('/')}"


def _credential(document: Document, node: Schema, key: str, shapes: Shapes) -> list[tuple[str, str, str]]:
    """Where, name and value of each credential that the operation's first alternative asks for."""
    wanted: Schema = next(iter(node.get("security") or ()), {})
    schemes = document.components("securitySchemes")
    found = []
    for name in wanted:
        scheme = schemes.get(name) or {}
        scheme = shapes.resolve(scheme["$ref"]) if "$ref" in scheme else scheme
        if scheme.get("type") == "apiKey":
            found.append((str(scheme["in"]), str(scheme["name"]), key))
        elif word := _word(scheme):
            found.append(("header", "Authorization", f"{word} {key}"))
    return found


def _word(scheme: Schema) -> str | None:
    """What stands before a key in `Authorization`; None where no key alone is the credential."""
    if scheme.get("type") == "http":
        return {"basic": "Basic", "bearer": "Bearer"}.get(str(scheme.get("scheme")).lower())
    return "Bearer" if scheme.get("type") in ("oauth2", "openIdConnect") else None


def _body(method: str, node: Schema, shapes: Shapes) -> list[Body] | None:
    """The body in a list; an empty list where none is sent, None where one must be that can't be shown."""
    stated = node.get("requestBody") or {}
    stated = shapes.resolve(stated["$ref"]) if "$ref" in stated else stated
    content: Mapping[str, Schema] = stated.get("content") or {}
    for media_type, media in sorted(content.items(), key=lambda item: not is_json(item[0])):
        kind = _kind(media_type)
        example = given(media, shapes)
        schema = media.get("schema") or {}
        if kind is None or method in ("GET", "HEAD") or not (example or schema):
            continue
        value = example[0] if example else sample(schema, shapes)
        if not isinstance(value, {"text": str, "form": Mapping, "json": object}[kind]):
            continue
        return [Body(kind, value, media_type)]
    return None if content and stated.get("required") is True else []


def _kind(media_type: str) -> Literal["json", "form", "text"] | None:
    if "*" in media_type:
        return None  # a range of types: none of them is the one to send
    if is_json(media_type):
        return "json"
    if media_type == "application/x-www-form-urlencoded":
        return "form"
    return "text" if media_type.startswith("text/") else None
