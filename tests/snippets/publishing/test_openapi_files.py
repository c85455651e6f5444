"""The OpenAPI document as files of a site: what the app answers, right also on another host."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from snippets.publishing.openapi_files import openapi_files
from snippets.settings import Settings, SettingsError
from tests.snippets import toy_api

SETTINGS = Settings(
    Path("/project"), Path("/project/docs"), ("api.notes.example.com",), "tests.snippets.toy_api:open_scene"
)


def answered(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> dict[str, Any]:
    """The JSON file of an app whose document has these changes."""
    monkeypatch.setattr(toy_api, "DOCUMENT", {**toy_api.DOCUMENT, **changes})
    # Settings of its own: a document is asked for once.
    settings = replace(SETTINGS, openapi="/openapi.json", browse={"changes": repr(changes)})
    found: dict[str, Any] = json.loads(openapi_files(settings)["openapi.json"])
    return found


def test_both_files_say_what_the_app_answers() -> None:
    files = openapi_files(replace(SETTINGS, openapi="/openapi.json"))
    expected = {**toy_api.DOCUMENT, "servers": [{"url": "https://api.notes.example.com/v1"}]}

    assert list(files) == ["openapi.json", "openapi.yaml"]
    assert json.loads(files["openapi.json"]) == yaml.safe_load(files["openapi.yaml"]) == expected
    assert list(yaml.safe_load(files["openapi.yaml"])) == list(toy_api.DOCUMENT)


def test_a_server_keeps_its_place_when_the_document_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAPI 3.1, 4.8.5: its address is relative to that of the document."""
    responses = {"200": {"description": "A"}}
    paths = {
        "/a": {"servers": [{"url": "v2"}], "get": {"servers": [{"url": "/v3"}], "responses": responses}},
        "/b": {"get": {"servers": [{"url": "https://other.example.com"}], "responses": responses}},
        "/c": {"get": {"servers": [{"url": "{proto}://c.example.com/{v}"}], "responses": responses}},
    }
    document = answered(monkeypatch, servers=[], paths=paths)

    assert document["servers"] == [{"url": "https://api.notes.example.com/"}]
    assert document["paths"]["/a"]["servers"] == [{"url": "https://api.notes.example.com/v2"}]
    assert document["paths"]["/a"]["get"]["servers"] == [{"url": "https://api.notes.example.com/v3"}]
    assert document["paths"]["/b"]["get"]["servers"] == [{"url": "https://other.example.com"}]
    assert document["paths"]["/c"]["get"]["servers"] == [{"url": "{proto}://c.example.com/{v}"}]


def test_the_app_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(SETTINGS, openapi="/openapi.json")
    first = openapi_files(settings)
    monkeypatch.setattr(toy_api, "open_scene", None)

    assert openapi_files(settings) is first


def test_without_the_option_there_are_none() -> None:
    assert openapi_files(SETTINGS) == {}


def test_an_app_without_a_document_is_a_fault() -> None:
    with pytest.raises(SettingsError, match=r"openapi = '/lost.json': the app answers 401 there"):
        openapi_files(replace(SETTINGS, openapi="/lost.json"))
