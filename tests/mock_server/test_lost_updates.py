"""Two clients read and change one resource, in any order, each only the version that it has read: whatever
happens, the resource is what the changes with the current tag made of it, and each 412 was deserved.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mock_server.scenarios import open_scene
from mock_server.timestamp import format_timestamp
from tests.mock_server.driver import Answer, Client, SlowRequest
from tests.mock_server.law import tried

RESOURCES = {
    "/v1/tasks/task_000003": "title",
    "/v1/users/usr_000003": "name",
    "/v1/api-keys/key_000009": "name",
}
"""What is changed, and which field of it. The key is that of a member, who uses it now and then."""

clients = st.sampled_from(["one", "other"])
words = st.sampled_from(["Red", "Green", "Blue"])


class TwoClients(RuleBasedStateMachine):
    @initialize(path=st.sampled_from(list(RESOURCES)))
    def open(self, path: str) -> None:
        self.client = Client(open_scene("enterprise"))
        self.path, self.field = path, RESOURCES[path]
        self.now = self.read_now().json
        self.read: dict[str, tuple[str, Any]] = {}
        """Of each client, the tag that it has, and what it names."""
        self.writing: dict[str, tuple[SlowRequest, str, tuple[str, Any]]] = {}
        """Of each client, the change that it is about to make, and what it had read when it began."""

    def read_now(self) -> Answer:
        return self.client.get(self.path)

    @rule(who=clients)
    def reads(self, who: str) -> None:
        self.learns(who, self.read_now())

    @rule(who=clients)
    def asks_whether_it_has_changed(self, who: str) -> None:
        if who in self.read:
            tag, known = self.read[who]
            answer = self.client.get(self.path, headers=[("if-none-match", tag)])
            assert answer.status == (304 if same(known, self.now) else 200)

    @rule(who=clients, word=words)
    def writes(self, who: str, word: str) -> None:
        if who in self.read:
            answer = self.client.patch(self.path, {self.field: word}, headers=self.condition(who))
            self.is_judged(who, answer, word)

    @rule(who=clients, word=words)
    def begins_to_write(self, who: str, word: str) -> None:
        if who in self.read and who not in self.writing:
            slow = self.client.begin("PATCH", self.path, headers=self.condition(who))
            self.writing[who] = slow, word, self.read[who]

    @precondition(lambda self: self.writing)
    @rule(data=st.data())
    def has_written(self, data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(self.writing)))
        slow, word, self.read[who] = self.writing.pop(who)
        self.is_judged(who, slow.finish({self.field: word}), word)

    @rule(word=words)
    def somebody_writes_unconditionally(self, word: str) -> None:
        answer = self.client.patch(self.path, {self.field: word})
        assert answer.status == 200
        self.is_changed(word)

    @rule(who=clients)
    def deletes_what_is_out_of_date(self, who: str) -> None:
        if who in self.read and not same(self.read[who][1], self.now):
            assert self.deletes(who).status == 412

    @rule(seconds=st.sampled_from([0, 1, 3600]))
    def time_passes_and_the_member_uses_its_key(self, seconds: int) -> None:
        self.client.scene.advance(seconds)
        self.client.get("/v1/nowhere", key="member")

    @invariant()
    def the_resource_is_what_the_model_says(self) -> None:
        if hasattr(self, "now"):
            assert same(self.read_now().json, self.now)

    def teardown(self) -> None:
        """In the end one of them deletes what it has read."""
        for who in list(getattr(self, "read", {}))[:1]:
            is_current = same(self.read[who][1], self.now)
            assert self.deletes(who).status == (204 if is_current else 412)

    def deletes(self, who: str) -> Answer:
        forced = "?force=true" if "users" in self.path else ""
        return self.client.delete(self.path + forced, headers=self.condition(who))

    def condition(self, who: str) -> list[tuple[str, str]]:
        return [("if-match", self.read[who][0])]

    def learns(self, who: str, answer: Answer) -> None:
        assert same(answer.json, self.now)
        self.read[who] = str(answer["etag"]), answer.json

    def is_judged(self, who: str, answer: Answer, word: str) -> None:
        """A change counts where the client knew the current version, and else changes nothing."""
        if same(self.read[who][1], self.now):
            assert answer.status == 200, "this 412 was not deserved"
            self.is_changed(word)
            self.learns(who, answer)
        else:
            assert answer.status == 412, "an update was lost"

    def is_changed(self, word: str) -> None:
        if self.now[self.field] != word:
            self.now = {**self.now, self.field: word}
            if "updatedAt" in self.now:
                self.now["updatedAt"] = format_timestamp(self.client.scene.clock.now())


def same(one: Any, other: Any) -> bool:
    """Whether two representations are of one version; the last use of a key makes none."""
    return {**one, "lastUsedAt": None} == {**other, "lastUsedAt": None}


TwoClients.TestCase.settings = tried(50, steps=25)
test_no_update_is_lost = pytest.mark.slow(TwoClients.TestCase)
