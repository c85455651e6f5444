"""Where the secrets of new keys come from."""

from __future__ import annotations

import pytest

from mock_server.clock import open_clock
from mock_server.entropy import CountedEntropy, Entropy, RandomEntropy
from mock_server.keys import has_valid_form
from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client

NEW = {"name": "x", "scopes": ["tasks:read"]}


def secrets_of(client: Client) -> list[str]:
    return [client.post("/v1/api-keys", NEW).json["key"] for _ in range(3)]


@pytest.mark.parametrize("entropy", [RandomEntropy(), CountedEntropy()])
def test_it_gives_32_bytes_that_never_come_twice(entropy: Entropy) -> None:
    given = [entropy.next_bytes() for _ in range(100)]
    assert {len(some) for some in given} == {32}
    assert len(set(given)) == 100


def test_counted_entropy_begins_anew_in_every_world() -> None:
    assert CountedEntropy().next_bytes() == CountedEntropy().next_bytes()
    assert RandomEntropy().next_bytes() != RandomEntropy().next_bytes()


def test_a_new_key_is_the_same_in_every_test_world() -> None:
    first, second = secrets_of(Client(open_scene())), secrets_of(Client(open_scene()))
    assert first == second == secrets_of(Client(open_scene(clock="2030-01-01T00:00:00Z")))
    assert len(set(first)) == 3


@pytest.mark.parametrize("spec", ["now", "2030-01-01T00:00:00Z"])
def test_a_new_key_is_never_the_same_where_time_passes(spec: str) -> None:
    clients = [Client(open_scene(clock=open_clock(spec, ticks=True))) for _ in range(2)]
    made = [secret for client in clients for secret in secrets_of(client)]
    assert len(set(made)) == 6
    assert all(map(has_valid_form, made))


def test_a_new_key_is_none_of_those_that_were_there() -> None:
    client = Client(open_scene())
    assert set(secrets_of(client)).isdisjoint(client.scene.keys.values())
