"""Two accounts, any sequence of calls: neither ever learns of the other's data, nor notices that it is there.

A world in which both act is compared with one in which only one does. There the ids that the other one used
up are counted as well, for those belong to the whole server; so all answers must be the same to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.scenarios import open_scene
from mock_server.scopes import SCOPES
from mock_server.store import IdKind
from tests.mock_server.driver import Answer, Client
from tests.mock_server.law import tried

KEYS_OF = {"acme": ["reader", "manager", "member", "deprecated", "expired"], "globex": ["stranger"]}
KINDS: dict[str, IdKind] = {"tasks": "task", "users": "usr", "api-keys": "key"}


@dataclass(frozen=True)
class Call:
    method: str
    target: str
    content: Any = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    who: str
    key: int
    """Which of the account's keys is used, those that it has made included."""
    call: Call
    pause: int = 0
    """Seconds that pass before."""


def ids(kind: str, highest: int) -> st.SearchStrategy[str]:
    """Ids of both accounts; the counted ids tell everybody which there are."""
    return st.integers(1, highest).map(lambda number: f"{kind}_{number:06}")


def calls(who: str) -> st.SearchStrategy[Call]:
    """Any call of any endpoint; what it writes are words that both accounts use, and words of its own."""
    text = st.sampled_from(["Shared", f"Secret of {who}", f"Plan of {who}", "x"])
    email = st.sampled_from(
        ["shared@example.com", f"own@{who}.example", "ada@example.com", "mary@example.org"]
    )
    task, user, key = ids("task", 8), ids("usr", 9), ids("key", 15)
    scopes = st.lists(st.sampled_from(list(SCOPES)), min_size=1)
    end = st.sampled_from(["2025-05-13T10:30:01Z", "2025-05-14T00:00:00Z", "2031-01-01T00:00:00Z", None])
    status = st.sampled_from(["TODO", "IN_PROGRESS", "CANCELED"])
    task_fields = {
        "assigneeId": user | st.none(),
        "status": status,
        "tags": st.lists(text),
        "description": text,
    }
    user_fields = {"role": st.sampled_from(["admin", "manager", "member"])}
    key_fields = {"allowedIps": st.sampled_from([[], ["127.0.0.0/8"], ["203.0.113.7"]]), "expiresAt": end}
    bodies = {
        "tasks": (fields({"title": text}, task_fields), fields({}, {"title": text, **task_fields})),
        "users": (
            fields({"name": text, "email": email}, user_fields),
            fields({}, {"name": text, "email": email, **user_fields}),
        ),
        "api-keys": (
            fields({"name": text, "scopes": scopes}, key_fields),
            fields({}, {"name": text, "scopes": scopes, **key_fields}),
        ),
    }
    filters = {
        "tasks": st.one_of(
            user.map("assigneeId={}".format),
            user.map("createdBy={}".format),
            text.filter(lambda value: len(value) > 2).map(lambda value: f"search={quote(value)}"),
            st.sampled_from(
                ["status=TODO", "sort=title", "sort=-updatedAt,status", "tags=Shared", "limit=100"]
            ),
        ),
        "users": email.map(lambda value: f"email={value}")
        | st.sampled_from(["name=a", "sort=email", "role=admin"]),
        "api-keys": st.sampled_from(
            ["status=active", "sort=-lastUsedAt", "sort=name,expiresAt", "limit=100"]
        ),
    }
    conditions = st.sampled_from(
        [(), (), (("if-match", "*"),), (("if-none-match", "*"),), (("if-match", '"x"'),)]
    )
    named = st.sampled_from([(), (("idempotency-key", "1"),), (("idempotency-key", "2"),)])

    def of_resource(name: str, one: st.SearchStrategy[str]) -> Iterable[st.SearchStrategy[Call]]:
        new, patch = bodies[name]
        path, single = f"/v1/{name}", one.map(lambda item: f"/v1/{name}/{item}")
        yield st.builds(Call, st.just("GET"), filters[name].map(lambda query: f"{path}?{query}"))
        yield st.builds(Call, st.just("POST"), st.just(path), new, named)
        yield st.builds(Call, st.sampled_from(["GET", "HEAD"]), single, headers=conditions)
        yield st.builds(Call, st.just("PATCH"), single, patch, conditions)
        forced = single.map(lambda target: target + "?force=true") if name == "users" else single
        yield st.builds(Call, st.just("DELETE"), single | forced, headers=conditions)

    overlap = st.sampled_from([{}, {"overlapHours": 0}, {"overlapHours": 1}])
    return st.one_of(
        *of_resource("tasks", task),
        *of_resource("users", user),
        *of_resource("api-keys", key),
        st.builds(Call, st.just("POST"), key.map("/v1/api-keys/{}/rotate".format), overlap),
        st.builds(Call, st.just("GET"), key.map("/v1/api-keys/{}/usage?limit=100".format)),
        st.builds(Call, st.just("BREW"), st.just("/v1/tasks")),
        st.builds(Call, st.just("GET"), st.just("/v1/nowhere")),
    )


def fields(
    required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def steps(who: str) -> st.SearchStrategy[Step]:
    pause = st.sampled_from([0, 0, 0, 0, 1, 60, 3_600, 86_400])
    return st.builds(Step, st.just(who), st.just(0) | st.integers(0, 6), calls(who), pause)


histories = st.lists(st.one_of(steps("acme"), steps("globex")), min_size=10, max_size=25)


@dataclass
class Actor:
    """An account in a world: the keys that it has, and what it has sent."""

    client: Client
    secrets: list[str]
    sent: str = ""
    private: set[str] = field(default_factory=set)
    """What the other one must not see: its ids, names, titles, addresses, keys."""

    def takes(self, step: Step) -> Answer:
        call = step.call
        self.sent += f"{call.target} {json.dumps(call.content)}"
        asking = self.client.with_key(self.secrets[step.key % len(self.secrets)])
        body = b"" if call.content is None else json.dumps(call.content).encode()
        answer = asking.request(
            call.method, call.target, body=body, media_type="application/json", headers=call.headers
        )
        if was_made(answer):
            self.private.add(answer.json["id"])
            self.secrets += [answer.json["key"]] if "key" in answer.json else []
        self.private.update(word for word in own_words(step.who) if word in self.sent)
        self.private.update(self.secrets)
        return answer


def own_words(who: str) -> list[str]:
    return [f"Secret of {who}", f"Plan of {who}", f"own@{who}.example"]


def was_made(answer: Answer) -> bool:
    return answer.status == 201 and answer["idempotent-replayed"] is None


def enter(client: Client, who: str) -> Actor:
    account = client.store.accounts[who]
    private = {
        *account.users,
        *account.tasks,
        *account.keys,
        *(task.title for task in account.tasks.values()),
    }
    for user in account.users.values():
        private |= {user.name, user.email}
    return Actor(client, [client.scene.keys[name] for name in KEYS_OF[who]], private=private)


def use_up(client: Client, step: Step, answer: Answer) -> None:
    """Count what somebody else's request took of the counters of the whole server."""
    client.get("/health", key=None)
    if was_made(answer):
        kind = KINDS[step.call.target.split("/")[2]]
        client.store.next_id(kind)
        if kind == "key":
            client.store.entropy.next_bytes()


@pytest.mark.slow
@tried(45)
@given(histories)
def test_no_account_learns_of_another(history: list[Step]) -> None:
    both = Client(open_scene())
    acting = {who: enter(both, who) for who in KEYS_OF}
    alone = {who: enter(Client(open_scene()), who) for who in KEYS_OF}
    for step in history:
        me, (other,) = step.who, (who for who in KEYS_OF if who != step.who)
        for client in (both, *(actor.client for actor in alone.values())):
            client.scene.advance(step.pause)

        answer = acting[me].takes(step)

        assert answer == alone[me].takes(step), "it is told something that depends on the other account"
        use_up(alone[other].client, step, answer)
        shown = f"{answer.headers} {answer.body.decode()}"
        learned = {text for text in acting[other].private if text in shown and text not in acting[me].sent}
        assert not learned
