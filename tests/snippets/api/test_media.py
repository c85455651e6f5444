"""What a media type says of a body."""

import pytest

from snippets.api.media import is_json


@pytest.mark.parametrize(
    ("media_type", "json"),
    [
        ("application/json; charset=utf-8", True),
        ("Application/JSON", True),
        ("application/problem+json", True),
        ("text/json5", False),
        ("application/json-seq", False),
    ],
)
def test_which_media_types_are_json(media_type: str, json: bool) -> None:
    assert is_json(media_type) is json
