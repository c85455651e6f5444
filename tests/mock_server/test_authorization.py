"""Each credential of `authorization.yaml` gets the status, error and challenge that stand beside it."""

from __future__ import annotations

import base64
import json
import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from mock_server.keys import digest_of, has_valid_form, make_secret, prefix_of
from mock_server.scenarios import open_scene
from tests.mock_server.driver import Answer, Client

UNAUTHORIZED = b'{"error":{"code":"unauthorized","message":"Invalid or missing API key"}}'
"""The body of every 401, to the letter."""

_REALM = 'Bearer realm="Task Management API"'
_INVALID = f'{_REALM}, error="invalid_token"'

OUTCOMES: dict[str, tuple[int, str | int, str | None]] = {
    "the tasks": (200, 3, None),
    "a member's tasks": (200, 1, None),
    "no task of the reader": (200, 0, None),
    "unauthorized": (401, "unauthorized", _REALM),
    "invalid": (401, "unauthorized", _INVALID),
    "expired": (401, "unauthorized", f'{_INVALID}, error_description="The API key expired"'),
    "revoked": (401, "unauthorized", f'{_INVALID}, error_description="The API key was revoked"'),
    "another address": (403, "forbidden", None),
    "too many requests": (429, "rate_limit_exceeded", None),
    "a bad query": (400, "invalid_request", None),
}
"""What a group gets: status, how many tasks or which error, and `WWW-Authenticate`."""


def _changed(key: str, at: int) -> str:
    return key[:at] + ("x" if key[at] != "x" else "y") + key[at + 1 :]


def _namesake(key: str) -> str:
    """Another key with a right checksum and the same shown part, by which the server looks keys up."""
    alphabet = string.digits + string.ascii_uppercase + string.ascii_lowercase
    entropy = 0
    for character in prefix_of(key).removeprefix("tmk_").ljust(30, "0"):
        entropy = entropy * 62 + alphabet.index(character)
    return make_secret(entropy.to_bytes(32))


CHANGES: dict[str, Callable[[str], str]] = {
    **{f"changed at {at}": lambda key, at=at: _changed(key, at) for at in range(40)},  # type: ignore[misc]
    "swapped case": str.swapcase,
    "upper case": str.upper,
    "lower case": str.lower,
    "one short": lambda key: key[:-1],
    "first missing": lambda key: key[1:],
    "without checksum": lambda key: key[:-6],
    "without prefix": lambda key: key.removeprefix("tmk_"),
    "first half": lambda key: key[:20],
    "shown": lambda key: f"{prefix_of(key)}\xe2\x80\xa6{key[-4:]}",
    "inserted": lambda key: f"{key[:20]}0{key[20:]}",
    "spaced": lambda key: f"{key[:20]} {key[20:]}",
    "exchanged": lambda key: f"{key[:10]}{key[11]}{key[10]}{key[12:]}",
    "backwards": lambda key: key[::-1],
    "doubled": lambda key: key * 2,
    "checksum of another": lambda key: key[:-6] + make_secret(bytes(32))[-6:],
    "hyphen": lambda key: key.replace("_", "-"),
    "Cyrillic": lambda key: key[:10] + "\xd0\xb0" + key[11:],
    "never made": lambda key: make_secret(bytes(32)),
    "namesake": _namesake,
    "percent-encoded": lambda key: "".join(f"%{ord(character):02X}" for character in key),
    "percent-encoded underscore": lambda key: key.replace("_", "%5F"),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "hexadecimal": lambda key: key.encode().hex(),
    "UTF-16": lambda key: key.encode("utf-16-le").decode("latin-1"),
    "SHA-256": lambda key: digest_of(key).hex(),
    "Basic user": lambda key: base64.b64encode(f"{key}:".encode()).decode(),
    "Basic password": lambda key: base64.b64encode(f"user:{key}".encode()).decode(),
}
"""`<reader, one short>` is the reader's key, changed so."""

TEXTS = {"64 KiB": "a" * 65_536, "all bytes": bytes(range(256)).decode("latin-1")}


@dataclass(frozen=True)
class Case:
    group: str
    name: str
    gets: str
    authorization: list[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    body: Mapping[str, str] | None = None
    after: int = 0
    says: Mapping[str, str] = field(default_factory=dict)


def _cases() -> Iterator[Case]:
    groups = yaml.safe_load(Path(__file__).with_name("authorization.yaml").read_text("utf-8"))
    for group in groups:
        for name, written in group["cases"].items():
            content = written if isinstance(written, dict) else {"authorization": written}
            sent = content.get("authorization", [])
            authorization = [sent] if isinstance(sent, str) else sent
            yield Case(group["group"], name, group["gets"], **{**content, "authorization": authorization})


CORPUS = list(_cases())


def _filled(text: str, keys: Mapping[str, str]) -> str:
    """Put in what stands in angle brackets, where it is a name that is known here."""

    def replacement(match: re.Match[str]) -> str:
        name, _, change = match[1].partition(", ")
        if change:
            return CHANGES[change](keys[name])
        return keys.get(name) or TEXTS.get(name) or match[0]

    return re.sub(r"<([^<>]+)>", replacement, text)


def _keys(client: Client) -> dict[str, str]:
    """The keys of the scene, and four that are made here and now."""

    def make(name: str, **settings: str) -> str:
        made = client.post("/v1/api-keys", {"name": name, "scopes": ["tasks:read"], **settings}).json
        keys[name] = made["key"]
        return f"/v1/api-keys/{made['id']}"

    keys = dict(client.scene.keys)
    make("new")
    make("ending", expiresAt="2025-05-13T10:31:00Z")
    client.delete(make("just revoked"))
    client.post(f"{make('rotated at once')}/rotate", {"overlapHours": 0})
    return keys


def _send(case: Case, client: Client) -> Answer:
    keys = _keys(client)
    client.scene.advance(case.after)
    return client.request(
        "GET" if case.body is None else "POST",
        f"/v1/tasks?{_filled(case.query, keys)}",
        key=None,
        headers=[
            *(("authorization", _filled(value, keys)) for value in case.authorization),
            *((name, _filled(value, keys)) for name, value in case.headers.items()),
        ],
        body=b"" if case.body is None else _filled(json.dumps(case.body), keys).encode(),
        media_type=None if case.body is None else "application/json",
    )


@pytest.mark.parametrize("case", CORPUS, ids=[f"{case.group}: {case.name}" for case in CORPUS])
def test_each_credential_gets_what_stands_beside_it(client: Client, case: Case) -> None:
    answer = _send(case, client)
    status, content, challenge = OUTCOMES[case.gets]
    assert (answer.status, answer["www-authenticate"]) == (status, challenge)
    assert (len(answer.json["data"]) if status == 200 else answer.code) == content
    if status == 401:
        assert answer.body == UNAUTHORIZED
        assert answer["x-ratelimit-remaining"] is None
    for name, value in case.says.items():
        assert answer[name] == value


@pytest.mark.parametrize("at", range(40))
def test_a_mistyped_character_anywhere_is_told_from_the_key(client: Client, at: int) -> None:
    typo = _changed(client.scene.keys["reader"], at)
    answer = client.get("/v1/tasks", key=None, headers=[("authorization", f"Bearer {typo}")])
    assert (answer.status, answer["www-authenticate"], answer.body) == (401, _INVALID, UNAUTHORIZED)


def test_the_corpus_is_large_and_leaves_no_outcome_out() -> None:
    assert len({(case.group, case.name) for case in CORPUS}) == len(CORPUS) >= 150
    assert {case.gets for case in CORPUS} == set(OUTCOMES)
    sent = [
        (tuple(case.authorization), str(case.headers), case.query, str(case.body), case.after)
        for case in CORPUS
    ]
    assert len(set(sent)) == len(sent)


def test_no_change_leaves_a_key_as_it_was_and_only_a_new_one_has_a_right_checksum() -> None:
    key = open_scene().keys["reader"]
    made = {name: change(key) for name, change in CHANGES.items()}
    assert key not in made.values()
    assert {name for name, text in made.items() if has_valid_form(text)} == {"never made", "namesake"}
