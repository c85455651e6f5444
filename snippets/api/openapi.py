"""The OpenAPI document that the app answers: what the API says of itself."""

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import unquote, urljoin, urlsplit

import yaml

from snippets.api.operation import Operation, called, status_key
from snippets.settings import Settings, SettingsError
from snippets.world import OpenScene, World

__all__ = ["NOT_PARAMETERS", "Document", "fetch"]

NOT_PARAMETERS = {"accept", "content-type", "authorization"}
"""OpenAPI 3.1 §4.8.12.1: a header parameter of such a name is ignored."""

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""OpenAPI 3.1 §4.8.9.1; a path item's other keys are no methods."""


class _Loader(yaml.SafeLoader):
    """Reads an unquoted date as the text that JSON has for it (OpenAPI 3.1 §4.3: a document is JSON)."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - so declared by PyYAML
        first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class Document:
    """An OpenAPI 3 document, read.

    Raises SettingsError when `data` isn't one, or a `$ref` on the way to its operations names nothing in it.
    """

    def __init__(self, data: Any, url: str = "") -> None:
        """`url`: where the document is, which its relative `servers` are relative to."""
        self._data = data
        self._url = url
        version = data.get("openapi") if isinstance(data, dict) else None
        if not str(version).startswith("3.") or not isinstance(data.get("paths", {}), dict):
            raise SettingsError(
                f"the OpenAPI document{_at(url)} is not one of OpenAPI 3: "
                'it needs `openapi` ("3.…") and `paths` (an object)'
            )
        self._nodes = dict(self._read())

    @property
    def data(self) -> Mapping[str, Any]:
        """The document itself."""
        return cast("Mapping[str, Any]", self._data)

    @property
    def url(self) -> str:
        """Where the document is."""
        return self._url

    @property
    def operations(self) -> tuple[Operation, ...]:
        """In the document's order."""
        return tuple(self._nodes)

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request calls; `path` is percent-decoded and without its query."""
        return called(self._nodes, method, path)

    @property
    def info(self) -> Mapping[str, Any]:
        """What it says of the API as a whole: `title`, `version`."""
        found = self._data.get("info")
        return found if isinstance(found, dict) else {}

    @property
    def tags(self) -> Mapping[str, Mapping[str, Any]]:
        """Name → Tag Object, in the document's order."""
        return {str(tag["name"]): tag for tag in self._data.get("tags") or ()}

    def components(self, kind: str) -> Mapping[str, Any]:
        """What stands below `components`, such as its `securitySchemes`, by name."""
        found = (self._data.get("components") or {}).get(kind)
        return found if isinstance(found, dict) else {}

    def node(self, operation: Operation) -> Mapping[str, Any]:
        """The Operation Object, with what it has from its path and from the root: `parameters` (the path's
        first), `servers` and `security`.
        """
        return self._nodes[operation]

    def described(self, operation: Operation) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
        """The Operation Object as `node` gives it, and its parameters, each once (§4.8.9), none ignored."""
        node = self._nodes[operation]
        found = {}
        for parameter in node.get("parameters", ()):
            whole = self._resolved(parameter)
            if whole["in"] != "header" or whole["name"].lower() not in NOT_PARAMETERS:
                found[whole["name"], whole["in"]] = whole
        return node, list(found.values())

    def servers(self, operation: Operation) -> list[Mapping[str, Any]]:
        """Where an operation is (§4.8.10.1); §4.8.1 says what no server at all means."""
        return self._nodes[operation].get("servers") or [{"url": "/"}]

    def address(self, server: Mapping[str, Any]) -> str:
        """The whole address of a Server Object, with the defaults of its variables (§4.8.5, §4.8.6)."""
        address = str(server["url"])
        for name, variable in (server.get("variables") or {}).items():
            address = address.replace(f"{{{name}}}", str(variable.get("default", f"{{{name}}}")))
        return urljoin(self._url, address)

    def template(self, server: Mapping[str, Any]) -> str:
        """The whole address with its variables. One that begins with a variable stays as it is: whether it is
        relative to the document depends on the value.
        """
        address = str(server["url"])
        return address if address.startswith("{") else urljoin(self._url, address)

    def response(self, operation: Operation, status: int) -> Mapping[str, Any]:
        """The Response Object for a status of an operation; empty when it isn't documented.

        A status stands for itself, then for its class (`4XX`), then for `default`.
        """
        responses = self._nodes[operation].get("responses", {})
        keys = {str(key): key for key in responses}
        key = status_key(keys, status)
        return {} if key is None else self._resolved(responses[keys[key]])

    def resolve(self, ref: str) -> Any:
        """What a `$ref` names; a chain of them is followed to its end.

        Raises SettingsError when that is nothing, or stands in another document.
        """
        seen: set[str] = set()
        while ref not in seen:
            seen.add(ref)
            node = self._named(ref)
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node
            ref = node["$ref"]
        raise SettingsError(f"the OpenAPI document{_at(self._url)} has a $ref that leads to itself: {ref}")

    def _named(self, ref: str) -> Any:
        """RFC 6901 §6: a JSON pointer in a URI fragment."""
        node = self._data
        try:
            if not ref.startswith("#"):
                raise LookupError
            for part in unquote(ref[1:]).split("/")[1:]:
                name = part.replace("~1", "/").replace("~0", "~")
                node = node[int(name)] if isinstance(node, list) else node[name]
        except (LookupError, TypeError, ValueError):
            raise SettingsError(
                f"the OpenAPI document{_at(self._url)} has the $ref {ref!r}, which names nothing in it; "
                "put what it names into the document"
            ) from None
        return node

    def _resolved(self, node: Any) -> Any:
        return self.resolve(node["$ref"]) if isinstance(node, dict) and "$ref" in node else node

    def _read(self) -> list[tuple[Operation, Mapping[str, Any]]]:
        found: list[tuple[Operation, Mapping[str, Any]]] = []
        for path, item in self._data.get("paths", {}).items():
            whole = self._resolved(item)
            for method, node in whole.items() if isinstance(whole, dict) else ():
                if method in _METHODS and isinstance(node, dict):
                    # §4.8.10.1: an operation's own `servers`, else its path's, else the root's.
                    servers = node.get("servers") or whole.get("servers") or self._data.get("servers") or []
                    shared = whole.get("parameters") or []
                    inherited = {
                        "security": self._data.get("security") or [],
                        **node,
                        "servers": servers,
                        "parameters": [*shared, *(node.get("parameters") or [])],
                    }
                    found.append((self._operation(method, path, node, servers), inherited))
        return found

    def _operation(self, method: str, path: str, node: Mapping[str, Any], servers: list[Any]) -> Operation:
        addresses = [address for each in servers for address in (self.address(each), self.template(each))]
        bases = [urlsplit(address).path.rstrip("/") for address in addresses if address[:1] != "{"]
        return Operation(
            method.upper(),
            path,
            str(node.get("operationId", "")),
            str(node.get("summary", "")),
            tuple(map(str, node.get("responses", {}))),
            tuple(dict.fromkeys(bases)) or ("",),
        )


def fetch(settings: Settings, open_scene: OpenScene) -> Document | None:
    """The document that the app answers where `[tool.snippets] openapi` says; None without the option.

    Raises SettingsError when the app answers no OpenAPI 3 document there.
    """
    if not settings.openapi:
        return None
    url = f"https://{settings.hosts[0]}{settings.openapi}"
    place = f"{settings.root / 'pyproject.toml'}: [tool.snippets] openapi = {settings.openapi!r}: "
    if not settings.openapi.startswith("/"):
        raise SettingsError(place + "it is a path of the app and begins with `/`")
    try:
        answer = World(open_scene(), settings).call("GET", url, (), b"")
    except RuntimeError as error:
        raise SettingsError(place + str(error)) from None
    if answer.status != 200:
        raise SettingsError(
            f"{place}the app answers {answer.status} there; name the path of its OpenAPI document"
        )
    try:
        document = Document(_parsed(answer.body), url)
    except SettingsError as error:
        raise SettingsError(place + str(error)) from None
    except (ValueError, yaml.YAMLError) as error:
        raise SettingsError(f"{place}the app answers neither JSON nor YAML there: {error}") from None
    if not document.operations:
        raise SettingsError(place + "the document has no operation; name that of your API")
    return document


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return yaml.load(body, Loader=_Loader)  # noqa: S506 - it is a SafeLoader


def _at(url: str) -> str:
    return f" at {url}" if url else ""
