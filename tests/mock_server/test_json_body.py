"""What a body must be before its fields are looked at."""

from __future__ import annotations

import pytest

from tests.mock_server.driver import Client

MIB = 1024 * 1024
GOOD = b'{"title": "x"}'


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;a=b"],
)
def test_json_is_accepted(client: Client, media_type: str) -> None:
    assert client.post("/v1/tasks", body=GOOD, media_type=media_type).status == 201


@pytest.mark.parametrize(
    "media_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "application/merge-patch+json",
    ],
)
def test_a_body_of_another_type_is_refused(client: Client, media_type: str | None) -> None:
    answer = client.post("/v1/tasks", body=GOOD, media_type=media_type)
    assert (answer.status, answer.code) == (415, "unsupported_media_type")
    assert answer["accept"] == "application/json"


@pytest.mark.parametrize("media_type", [None, "text/plain"])
def test_an_empty_body_has_no_type_to_be_wrong(client: Client, media_type: str | None) -> None:
    assert client.post("/v1/tasks", body=b"", media_type=media_type).status == 422
    assert client.post("/v1/tasks", body=[b"", b""], media_type=media_type).status == 422


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="cut off"),
        pytest.param(b"title=x", id="a form"),
        pytest.param(b'{"title": "x",}', id="a comma too many"),
        pytest.param(b"{'title': 'x'}", id="single quotes"),
        pytest.param(b'{"title": "x"} x', id="something after it"),
        pytest.param(b'{"title": "\xff"}', id="not UTF-8"),
        pytest.param(b'{"title": "\xed\xa0\x80"}', id="a surrogate in UTF-8"),
        pytest.param(rb'{"title": "\ud800"}', id="half a surrogate pair"),
        pytest.param('{"title": "x"}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'\xef\xbb\xbf{"title": "x"}', id="a byte order mark"),
        pytest.param(b'{"title": NaN}', id="NaN"),
        pytest.param(b'{"title": Infinity}', id="Infinity"),
        pytest.param(b"[" * 100_000, id="deeply nested"),
        pytest.param(b'{"warningOffset": ' + b"9" * 5_000 + b"}", id="a number that no program reads"),
    ],
)
def test_what_is_not_json_in_utf8_is_refused(client: Client, body: bytes) -> None:
    answer = client.post("/v1/tasks", body=body)
    assert (answer.status, answer.code) == (400, "invalid_request")
    assert answer.details["body"].startswith("is not JSON in UTF-8: ")


def padded(size: int) -> bytes:
    return GOOD + b" " * (size - len(GOOD))


def test_a_body_of_one_mebibyte_is_accepted(client: Client) -> None:
    assert client.post("/v1/tasks", body=padded(MIB)).status == 201


@pytest.mark.parametrize(
    "length",
    [[], [("content-length", str(MIB + 1))], [("content-length", "lots")], [("content-length", "9" * 5_000)]],
)
def test_a_larger_one_is_not_whether_or_not_it_says_so(client: Client, length: list[tuple[str, str]]) -> None:
    body = padded(MIB + 1)
    answer = client.post("/v1/tasks", body=[body[:MIB], body[MIB:]], headers=length)
    assert (answer.status, answer.code) == (413, "payload_too_large")


def test_a_body_that_says_that_it_is_too_large_is_not_read(client: Client) -> None:
    answer = client.post("/v1/tasks", body=[], headers=[("content-length", str(MIB + 1))])
    assert answer.status == 413


def test_a_body_of_the_wrong_type_is_not_read_to_its_end(client: Client) -> None:
    assert client.post("/v1/tasks", body=[b"x"] * 3, media_type="text/plain").status == 415


def test_the_body_of_a_request_that_takes_none_is_left_alone(client: Client) -> None:
    assert client.request("GET", "/v1/tasks", body=b"x", media_type="text/plain").status == 200
