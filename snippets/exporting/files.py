"""The descriptions for other tools, as files: path → text."""

import json
from collections.abc import Sequence

from snippets.api.openapi import fetch
from snippets.exporting.arazzo import arazzo
from snippets.exporting.postman import postman
from snippets.exporting.workflows import workflows
from snippets.page import Layout
from snippets.report import Report
from snippets.settings import Settings
from snippets.world import scene_factory

__all__ = ["ARAZZO", "OPENAPI", "POSTMAN", "descriptions"]

POSTMAN = "postman_collection.json"
ARAZZO = "tutorials.arazzo.yaml"
OPENAPI = "openapi.json"
"""What the Arazzo description finds beside it."""

_NONE_VERIFIED = "# No sequence is verified for the present pages.\n"
"""A page that links to the file is right, whether or not its examples have run yet."""


def descriptions(settings: Settings, pages: Sequence[Layout], report: Report) -> dict[str, str]:
    """The files that there can be: none without an OpenAPI document, no Arazzo without a sequence.

    Raises SettingsError when the app can't be imported or answers no OpenAPI document.
    """
    document = fetch(settings, scene_factory(settings)) if settings.openapi else None
    if document is None:
        return {}
    found, out = workflows(pages, report, settings)
    tutorials = arazzo(found, out, report.api, list(settings.placeholders), f"./{OPENAPI}")
    if not tutorials and any(layout.page.sequence for layout in pages):
        tutorials = _NONE_VERIFIED
    openapi = json.dumps(document.data, indent=2, ensure_ascii=False) + "\n"
    files = {POSTMAN: postman(document), ARAZZO: tutorials, OPENAPI: openapi}
    return {path: text for path, text in files.items() if text}
