"""The world: plays the reader who has put a key in, and records what was said."""

import asyncio
import dataclasses
from typing import Any

import pytest

from snippets.model import Failure, Result
from snippets.settings import SettingsError
from snippets.world import World, scene_factory
from tests.snippets import toy_api
from tests.snippets.conftest import Project

URL = "https://api.notes.example.com/v1/notes"


@pytest.fixture
def world(project: Project) -> World:
    return World(toy_api.open_scene(), project.settings)


def call(world: World, key: str, url: str = URL, method: str = "GET", body: bytes = b"") -> int:
    return world.call(method, url, (("Authorization", f"Bearer {key}"),), body).status


def test_a_placeholder_becomes_the_scenes_key_on_the_wire(world: World) -> None:
    assert call(world, "YOUR_KEY") == 200
    assert call(world, "YOUR_EXPIRED_KEY") == 401


def test_the_record_shows_the_placeholder_even_where_the_key_itself_was_sent(world: World) -> None:
    call(world, "YOUR_KEY")
    call(world, toy_api.KEYS["reader"])
    assert [exchange.request.header("authorization") for exchange in world.exchanges] == [
        "Bearer YOUR_KEY"
    ] * 2


def test_a_longer_word_is_no_placeholder(world: World) -> None:
    assert call(world, "MY_YOUR_KEY") == 401
    assert call(world, "YOUR_KEY2") == 401


def test_both_halves_of_an_exchange_are_kept(world: World) -> None:
    call(world, "YOUR_KEY", f"{URL}?a=b%20c", "POST", b'{"text":"x"}')
    (exchange,) = world.exchanges
    assert (exchange.request.method, exchange.request.target) == ("POST", "/v1/notes?a=b%20c")
    assert exchange.request.body == b'{"text":"x"}'
    assert (exchange.answer.status, exchange.answer.header("Location")) == (201, "/v1/notes/2")


def test_what_is_printed_shows_placeholders(world: World) -> None:
    assert world.as_printed(f"key: {toy_api.KEYS['reader']}!") == "key: YOUR_KEY!"


def test_its_repr_tells_no_key(world: World) -> None:
    call(world, "YOUR_KEY")
    assert repr(world) == "World(Notes API, 1 exchanges)"


def test_snippets_find_their_key_in_the_environment(world: World) -> None:
    assert world.env == {"NOTES_KEY": toy_api.KEYS["reader"]}


@pytest.mark.parametrize(
    "url",
    [
        "https://api.evil.example.org/v1/notes",
        "https://localhost/v1/notes",
        "https://api.notes.example.com:9999/v1/notes",
    ],
)
def test_another_host_or_port_is_misdirected(url: str, world: World) -> None:
    assert call(world, "YOUR_KEY", url) == 421
    assert call(world, "YOUR_KEY", "https://API.notes.example.com:443/v1/notes") == 200


def test_an_app_that_breaks_has_answered_500(world: World) -> None:
    assert call(world, "YOUR_KEY", method="POST", body=b"not json") == 500
    assert [exchange.answer.body for exchange in world.exchanges] == [b"the app raised JSONDecodeError"]


def test_no_key_is_left_in_a_result(world: World) -> None:
    key, nameless = toy_api.KEYS["reader"], toy_api.KEYS["spare"]
    failure = Failure(f"raised {key}", 3, (("said", nameless),))
    masked = world.masked(Result(1, f"{key} {nameless}", failure=failure))
    assert masked.output == "YOUR_KEY <the key spare>"
    assert masked.failure == Failure("raised YOUR_KEY", 3, (("said", "<the key spare>"),))


def test_no_key_is_left_in_a_recorded_body(world: World) -> None:
    call(world, "YOUR_KEY", method="POST", body=b'{"text":"%s"}' % toy_api.KEYS["reader"].encode())
    assert world.exchanges[0].request.body == b'{"text":"YOUR_KEY"}'


def test_settings_that_name_no_key_of_the_scene_are_refused(project: Project) -> None:
    settings = dataclasses.replace(project.settings, env={"A": "admin"})
    with pytest.raises(SettingsError, match="names the keys admin, but the app's scene has: expired, reader"):
        World(toy_api.open_scene(), settings)


def test_an_app_that_waits_cannot_be_called_without_a_loop(world: World) -> None:
    async def waiting(scope: Any, receive: Any, send: Any) -> None:
        future: asyncio.Future[None] = asyncio.Future(loop=loop)
        await future

    loop = asyncio.new_event_loop()
    world.scene.app = waiting  # type: ignore[misc]
    with pytest.raises(RuntimeError, match="waits for something"):
        call(world, "YOUR_KEY")
    loop.close()


@pytest.mark.parametrize(
    "app", ["tests.snippets.nowhere:open_scene", "tests.snippets.toy_api:nothing", "json"]
)
def test_an_app_that_cannot_be_imported_is_named(app: str, project: Project) -> None:
    with pytest.raises(SettingsError, match="can't be imported"):
        scene_factory(dataclasses.replace(project.settings, app=app))


def test_a_world_that_is_served_for_days_remembers_no_exchange(project: Project) -> None:
    served = World(toy_api.open_scene(), project.settings, keep=0)
    call(served, "YOUR_KEY")
    assert list(served.exchanges) == []
