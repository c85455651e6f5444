"""What a world remembers."""

from __future__ import annotations

import pickle
from typing import Any

from mock_server.clock import StandingClock
from mock_server.store import Store
from tests.mock_server.driver import Client


def test_ids_are_counted_by_kind() -> None:
    store = Store(StandingClock())
    ids = [store.next_id("task"), store.next_id("task"), store.next_id("req"), store.next_id("key")]
    assert ids == ["task_000001", "task_000002", "req_000001", "key_000001"]


def test_a_world_remembers_no_secret(client: Client) -> None:
    for name in client.scene.keys:
        client.get("/v1/tasks", key=name)
    outermost: Any = client.scene.app
    memory = pickle.dumps(outermost._store)
    assert b"key_000001" in memory
    assert not [name for name, secret in client.scene.keys.items() if secret[8:-4].encode() in memory]
