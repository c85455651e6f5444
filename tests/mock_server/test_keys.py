"""The form of a key, and what is kept of one."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.allow_list import AllowList
from mock_server.keys import ApiKey, KeyStatus, digest_of, has_valid_form, make_secret, masked, prefix_of

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
NOW = datetime(2025, 5, 13, 10, 30, tzinfo=UTC)

secrets = st.binary(min_size=32, max_size=64).map(make_secret)


def record(secret: str, key_id: str = "key_000001") -> ApiKey:
    return ApiKey(
        id=key_id,
        name="test",
        user_id="usr_000001",
        prefix=prefix_of(secret),
        last_four=secret[-4:],
        digest=digest_of(secret),
        scopes=frozenset(),
        allowed_ips=AllowList(),
        created_at=NOW,
    )


@given(secrets)
def test_a_key_is_its_prefix_30_characters_and_the_crc_32_of_all_that_in_base62(secret: str) -> None:
    assert re.fullmatch(r"tmk_[0-9A-Za-z]{36}", secret)
    number = 0
    for digit in secret[-6:]:
        number = number * 62 + BASE62.index(digit)
    assert number == zlib.crc32(secret[:-6].encode())


def test_the_form_is_fixed_for_good() -> None:
    assert make_secret(bytes(32)) == "tmk_" + "0" * 30 + "3VHM61"


@given(secrets)
def test_a_made_key_has_a_valid_form(secret: str) -> None:
    assert has_valid_form(secret)


@given(secrets, st.integers(min_value=0, max_value=39), st.sampled_from(BASE62 + "_-é "))
def test_one_wrong_character_shows(secret: str, at: int, character: str) -> None:
    typo = secret[:at] + character + secret[at + 1 :]
    assert has_valid_form(typo) == (typo == secret)


@given(secrets, st.integers(min_value=0, max_value=39))
def test_a_missing_or_doubled_character_shows(secret: str, at: int) -> None:
    assert not has_valid_form(secret[:at] + secret[at + 1 :])
    assert not has_valid_form(secret[:at] + secret[at] + secret[at:])


@given(st.text())
def test_no_text_breaks_the_check(text: str) -> None:
    assert not has_valid_form(text)


def test_too_little_entropy_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        make_secret(bytes(31))


@given(secrets)
def test_a_record_shows_neither_the_secret_nor_its_digest(secret: str) -> None:
    shown = repr(record(secret))
    assert secret not in shown
    assert secret[8:-4] not in shown
    assert repr(digest_of(secret)) not in shown


@given(secrets, st.text(), st.text())
def test_a_masked_text_shows_no_key_in_full(secret: str, before: str, after: str) -> None:
    shown = masked(f"{before} {secret} {after}")
    assert secret not in shown
    assert f" {secret[:8]}…{secret[-4:]} " in shown


BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("expires_at", "revoked_at", "replaced_by", "status"),
    [
        (None, None, None, KeyStatus.ACTIVE),
        (AFTER, None, None, KeyStatus.ACTIVE),
        (AFTER, None, "key_000002", KeyStatus.DEPRECATED),
        (NOW, None, None, KeyStatus.EXPIRED),
        (BEFORE, None, "key_000002", KeyStatus.EXPIRED),
        (None, BEFORE, None, KeyStatus.REVOKED),
        (BEFORE, BEFORE, "key_000002", KeyStatus.REVOKED),
    ],
)
def test_the_status_of_a_key(
    expires_at: datetime | None, revoked_at: datetime | None, replaced_by: str | None, status: KeyStatus
) -> None:
    key = replace(record("x"), expires_at=expires_at, revoked_at=revoked_at, replaced_by=replaced_by)
    assert key.status(NOW) is status
