"""`openapi.json` and `openapi.yaml`: the document that the app answers, as files of the site.

They come from the app whenever a site is built, so they can't differ from what it answers. A build process
asks once: code that has been imported answers the same as long as the process lives.
"""

import json
from copy import deepcopy
from typing import Any

import yaml

from snippets.api.openapi import Document, fetch
from snippets.settings import Settings
from snippets.world import scene_factory

__all__ = ["JSON", "YAML", "openapi_files"]

JSON = "openapi.json"
YAML = "openapi.yaml"

_Dumper: type = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""libyaml's where PyYAML has it: ten times as fast."""

_made: dict[str, dict[str, str]] = {}


def openapi_files(settings: Settings) -> dict[str, str]:
    """Path in the site → text; none where the settings name no document.

    Raises SettingsError when the app can't be imported or answers no OpenAPI document.
    """
    key = repr(settings)
    if key not in _made:
        document = fetch(settings, scene_factory(settings)) if settings.openapi else None
        _made[key] = {} if document is None else _texts(_placed(document))
    return _made[key]


def _texts(data: Any) -> dict[str, str]:
    return {
        JSON: json.dumps(data, indent=2, ensure_ascii=False) + "\n",
        YAML: yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100),
    }


def _placed(document: Document) -> dict[str, Any]:
    """The document with whole addresses for its servers.

    OpenAPI 3.1 §4.8.5: an address of a server is relative to where the document is, and `/` without any. From
    another host, both would lead to that host.
    """
    placed = deepcopy(dict(document.data))
    placed["servers"] = placed.get("servers") or [{"url": "/"}]
    holders = [placed]
    for item in placed.get("paths", {}).values():
        if isinstance(item, dict):
            holders += [item, *(each for each in item.values() if isinstance(each, dict))]
    for holder in holders:
        for server in holder.get("servers", ()):
            server["url"] = document.template(server)
    return placed
