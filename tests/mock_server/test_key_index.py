"""How a key is found."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.account import Account
from mock_server.key_index import KeyIndex
from mock_server.keys import digest_of, make_secret, prefix_of
from mock_server.rate_limit import PLANS
from tests.mock_server.test_keys import NOW, record


def account() -> Account:
    return Account(id="acme", plan=PLANS["Free"])


def found(index: KeyIndex, secret: str) -> str | None:
    answer = index.find(secret)
    return answer and answer[1].id


@given(st.lists(st.binary(min_size=32, max_size=32), unique=True, min_size=1, max_size=5))
def test_each_key_is_found_by_its_secret_and_by_nothing_else(seeds: list[bytes]) -> None:
    index, owner = KeyIndex(), account()
    made = [make_secret(seed) for seed in seeds]
    for number, secret in enumerate(made[1:]):
        index.add(owner, record(secret, f"key_{number:06}"))
    ids = [f"key_{number:06}" for number in range(len(made) - 1)]
    assert [found(index, secret) for secret in made] == [None, *ids]


def test_a_key_is_found_as_it_is_now() -> None:
    index, owner = KeyIndex(), account()
    secret = make_secret(bytes(32))
    index.add(owner, record(secret))
    owner.revoke_key("key_000001", NOW)
    answer = index.find(secret)
    assert answer is not None
    assert answer[0] is owner
    assert answer[1].revoked_at == NOW


def two_with_one_prefix(index: KeyIndex) -> tuple[str, str]:
    first, second = (make_secret(number.to_bytes(32)) for number in (1, 2))
    assert prefix_of(first) == prefix_of(second)
    index.add(account(), record(first, "key_000001"))
    index.add(account(), record(second, "key_000002"))
    return first, second


def test_keys_with_the_same_prefix_are_told_apart() -> None:
    index = KeyIndex()
    assert [found(index, secret) for secret in two_with_one_prefix(index)] == ["key_000001", "key_000002"]


def test_every_candidate_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    index = KeyIndex()
    first, second = two_with_one_prefix(index)
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    index.find(first)
    assert compared == [(digest_of(first), digest_of(first)), (digest_of(second), digest_of(first))]
