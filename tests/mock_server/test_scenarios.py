"""The named states of the world."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mock_server.keys import has_valid_form
from mock_server.scenarios import SCENARIOS, open_scene
from mock_server.timestamp import format_timestamp
from tests.mock_server.driver import Client

STATES = {
    "default": (200, 201),
    "expired": (401, 401),
    "revoked": (401, 401),
    "read-only": (200, 403),
    "ip-bound": (403, 403),
    "rotated": (200, 201),
    "one-request-left": (200, 429),
    "one-request-left-today": (200, 429),
    "enterprise": (200, 201),
    "used": (200, 201),
    "many-tasks": (200, 201),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_the_readers_key_can_do_in(open_client: Callable[[str], Client], scenario: str) -> None:
    client = open_client(scenario)
    assert (client.get("/v1/tasks").status, client.post("/v1/tasks", {"title": "x"}).status) == STATES[
        scenario
    ]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_other_keys_are_the_same_in(open_client: Callable[[str], Client], scenario: str) -> None:
    expected = {
        "replacement": 200,
        "expired": 401,
        "revoked": 401,
        "read-only": 200,
        "office": 403,
        "deprecated": 200,
        "manager": 200,
        "member": 200,
        "busy": 429,
    }
    for name, status in expected.items():
        assert open_client(scenario).get("/v1/tasks", key=name).status == status


def test_every_key_is_well_formed_of_its_own_and_the_same_in_every_world() -> None:
    keys = open_scene().keys
    assert all(has_valid_form(key) for key in keys.values())
    assert len(set(keys.values())) == len(keys) == 12
    assert dict(open_scene("expired").keys) == dict(keys)
    assert keys["reader"] == "tmk_MZ4W9Fcfot8dleVQ92lN3ZLhs00RKQ3pROK3"


def test_the_repr_of_a_scene_shows_no_key() -> None:
    scene = open_scene()
    shown = repr(scene) + repr(scene.keys) + str(scene.keys)
    assert "reader" in shown
    assert not [key for key in scene.keys.values() if key[8:] in shown]


def test_a_scene_has_the_title_and_version_of_the_api() -> None:
    scene = open_scene()
    assert (scene.title, scene.version) == ("Task Management API", "v1.0.0")


def test_an_unknown_scenario_is_told_the_ones_there_are() -> None:
    with pytest.raises(
        LookupError, match=r"no scenario 'broken'; there are default, expired, .*, many-tasks"
    ):
        open_scene("broken")


def test_a_scene_stands_still_until_told_otherwise(client: Client) -> None:
    assert client.post("/v1/tasks", {"title": "x"}).json["createdAt"] == "2025-05-13T10:30:00Z"
    client.scene.advance(3600)
    assert client.post("/v1/tasks", {"title": "x"}).json["createdAt"] == "2025-05-13T11:30:00Z"


def test_a_scene_can_start_at_any_time_and_its_keys_live_relative_to_that() -> None:
    client = Client(open_scene(clock="2029-12-31T23:59:59Z"))
    assert client.post("/v1/tasks", {"title": "x"}).json["createdAt"] == "2029-12-31T23:59:59Z"
    assert client.get("/v1/tasks", key="deprecated")["api-key-expires"] == "2030-01-01T23:59:59Z"
    assert client.get("/v1/tasks", key="expired")["api-key-expires"] == "2029-12-30T23:59:59Z"


def test_what_a_page_names_in_a_request_is_the_same_at_any_time() -> None:
    documented, later = Client(open_scene()), Client(open_scene(clock="2029-12-31T23:59:59Z"))
    for path in ("/v1/tasks/task_000001", "/v1/users/usr_000001"):
        assert later.get(path)["etag"] == documented.get(path)["etag"]
    for due in ("dueDate[lt]=2031-05-18T00:00:00Z", "dueDate[gt]=2031-05-18T00:00:00Z"):
        assert later.get(f"/v1/tasks?{due}").titles == documented.get(f"/v1/tasks?{due}").titles


def test_a_scene_can_live_in_real_time() -> None:
    before = format_timestamp(datetime.now(UTC))
    created = Client(open_scene(clock="now")).post("/v1/tasks", {"title": "x"}).json["createdAt"]
    assert before <= created <= format_timestamp(datetime.now(UTC))


def test_a_clock_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="must be an ISO 8601 timestamp"):
        open_scene(clock="noon")


def test_due_dates_lie_far_ahead_and_everything_else_behind(open_client: Callable[[str], Client]) -> None:
    for task in open_client("many-tasks").get("/v1/tasks?limit=100").json["data"]:
        assert task["createdAt"] <= task["updatedAt"] < "2025-05-13T10:30:00Z"
        assert task["dueDate"] is None or task["dueDate"] > "2031"


def test_a_fresh_scene_costs_little() -> None:
    open_scene()
    durations = []
    for _ in range(20):
        start = time.perf_counter()
        open_scene()
        durations.append(time.perf_counter() - start)
    assert timedelta(seconds=min(durations)) < timedelta(milliseconds=2)


def test_a_description_is_one_line() -> None:
    assert all(
        re.fullmatch(r"[^\n.]+(\.\d+[^\n]*)?", scenario.description) for scenario in SCENARIOS.values()
    )
