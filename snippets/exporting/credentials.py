"""How the requests of a collection authenticate: OpenAPI's security schemes in Postman's words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from snippets.reading.naming import unique

__all__ = ["Credentials"]

_Json = dict[str, Any]

_NONE: _Json = {"type": "noauth"}
_BASIC = ("username", "password")
"""The variables of what is sent as `Basic`."""


class Credentials:
    """The schemes of a document. Credentials are variables, and have no value here."""

    def __init__(self, data: Mapping[str, Any], resolve: Callable[[str], Any]) -> None:
        found = data.get("components", {}).get("securitySchemes", {})
        self._schemes = {
            name: resolve(scheme["$ref"]) if "$ref" in scheme else scheme for name, scheme in found.items()
        }
        self._general = data.get("security", [])
        keyed = [name for name, scheme in self._schemes.items() if not _is_basic(scheme)]
        taken = set(_BASIC)
        self._names = {
            name: unique(_camel(name) if number else "apiKey", taken, "") for number, name in enumerate(keyed)
        }
        self.variables: list[str] = []
        """Those that requests asked for so far, in their order."""

    def of(self, operation: Mapping[str, Any]) -> tuple[_Json, dict[str, list[Any]]]:
        """Postman's `auth` for an operation; and the parts of the request that it can't say, by their place.

        The first of several alternatives is taken (OpenAPI 3.1 §4.8.30).
        """
        extra: dict[str, list[Any]] = {"header": [], "query": [], "cookie": []}
        auth = _NONE
        for name in next(iter(operation.get("security", self._general)), {}):
            scheme = self._schemes.get(name, {"type": "http", "scheme": "bearer"})
            if auth is _NONE and scheme.get("in") != "cookie":
                auth = self._auth(name, scheme)
            elif scheme.get("type") == "apiKey":
                value = f"{{{{{self._variable(name)}}}}}"
                key = str(scheme["name"])
                extra[scheme["in"]].append(
                    f"{key}={value}" if scheme["in"] == "cookie" else {"key": key, "value": value}
                )
        return auth, extra

    def _auth(self, name: str, scheme: Mapping[str, Any]) -> _Json:
        if _is_basic(scheme):
            for each in _BASIC:
                self._use(each)
            return {"type": "basic", "basic": [_entry(each, f"{{{{{each}}}}}") for each in _BASIC]}
        value = f"{{{{{self._variable(name)}}}}}"
        if scheme.get("type") == "apiKey":
            entries = (("key", str(scheme["name"])), ("value", value), ("in", str(scheme["in"])))
            return {"type": "apikey", "apikey": [_entry(*each) for each in entries]}
        return {"type": "bearer", "bearer": [_entry("token", value)]}

    def _variable(self, name: str) -> str:
        variable = self._names.get(name, "apiKey")
        self._use(variable)
        return variable

    def _use(self, variable: str) -> None:
        if variable not in self.variables:
            self.variables.append(variable)


def _is_basic(scheme: Mapping[str, Any]) -> bool:
    return scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "basic"


def _entry(key: str, value: str) -> _Json:
    return {"key": key, "value": value, "type": "string"}


def _camel(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", name) or ["key"]
    return "".join(
        word[:1].lower() + word[1:] if not number else word.title() for number, word in enumerate(words)
    )
