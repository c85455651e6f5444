"""What flows from answer to request: which values a step takes, and which it never holds."""

import json
from typing import Any

from snippets.model import Answer, Exchange, Request, Step, Take
from snippets.reporting.flow import OWN, steps

WORDS = ("YOUR_KEY",)


def met(target: str, answer: Any = None, **how: Any) -> Exchange:
    """An exchange: GET, or POST with a body, met with 200."""
    body = how.get("body")
    sent = () if body is None else (("Content-Type", "application/json"),)
    request = Request(
        "GET" if body is None else "POST",
        target,
        (("Host", "api.example.com"), *sent, *how.get("headers", ())),
        b"" if body is None else json.dumps(body).encode(),
    )
    content = b"" if answer is None else json.dumps(answer).encode()
    return Exchange(request, Answer(how.get("status", 200), tuple(how.get("given", ())), content))


def flow(*exchanges: Exchange) -> tuple[Step, ...]:
    return steps((), exchanges, WORDS)


def bearer(key: str) -> dict[str, Any]:
    return {"headers": (("Authorization", f"Bearer {key}"),)}


class TestTakes:
    def test_an_id_in_a_path_a_query_and_a_body(self) -> None:
        made, *later = flow(
            met("/notes", {"id": "note_1"}, body={"text": "x"}),
            met("/notes/note_1/tags"),
            met("/tags?note=note_1&limit=1"),
            met("/copies", body={"of": ["note_1"]}),
        )
        assert made.takes == ()
        assert [step.takes for step in later] == [(Take(0, "body#/id"),)] * 3
        assert later[0].path == "/notes/{$0}/tags"
        assert later[1].query == (("limit", "1"), ("note", "{$0}"))
        assert json.loads(later[2].body) == {"of": ["{$0}"]}

    def test_an_entity_tag(self) -> None:
        *_, last = flow(
            met("/notes/1", {"text": "x"}, given=(("ETag", '"v1"'),)),
            met("/notes/1", headers=(("If-Match", '"v1"'),)),
        )
        assert (last.headers, last.takes) == ((("if-match", "{$0}"),), (Take(0, "header.etag"),))

    def test_a_new_key_and_nothing_of_it_stays(self) -> None:
        found = flow(met("/keys", {"key": "k_5ecret"}, body={}), met("/notes", **bearer("k_5ecret")))
        assert found[1].headers == (("authorization", "Bearer {$0}"),)
        assert "k_5ecret" not in repr(found)

    def test_the_place_that_lies_least_deep_in_the_first_answer_that_had_it(self) -> None:
        *_, last = flow(
            met("/a", {"list": [{"id": "note_1"}], "id": "note_1"}),
            met("/b", {"id": "note_1"}),
            met("/notes/note_1"),
        )
        assert last.takes == (Take(0, "body#/id"),)

    def test_pointers_are_escaped(self) -> None:
        *_, last = flow(met("/a", {"a/b~c": ["note_1"]}), met("/notes/note_1"))
        assert last.takes == (Take(0, "body#/a~1b~0c/0"),)

    def test_not_what_the_client_has_said_before(self) -> None:
        *_, last = flow(met("/notes", {"name": "plan-9"}, body={"name": "plan-9"}), met("/notes?name=plan-9"))
        assert (last.query, last.takes) == ((("name", "plan-9"),), ())

    def test_not_a_word(self) -> None:
        *_, last = flow(met("/notes", {"state": "OPEN"}, body={}), met("/notes?state=OPEN"))
        assert last.takes == ()

    def test_steps_before_count(self) -> None:
        first, second = met("/notes", {"id": "note_1"}, body={}), met("/notes/note_1")
        assert steps((first,), (second,), WORDS) == flow(first, second)[1:]


class TestCredentials:
    def test_a_placeholder_stays(self) -> None:
        (step,) = flow(met("/notes", **bearer("YOUR_KEY")))
        assert step.headers == (("authorization", "Bearer YOUR_KEY"),)

    def test_any_other_is_never_held(self) -> None:
        for name in ("Authorization", "Cookie"):
            (step,) = flow(met("/notes", headers=((name, "session=5ecret"),)))
            assert step.headers == ((name.lower(), OWN),)


class TestChecks:
    def test_what_the_request_said_comes_back(self) -> None:
        (step,) = flow(met("/notes", {"id": "note_1", "text": "a b"}, body={"text": "a b", "size": 3}))
        assert step.checks == (("/text", "a b"),)

    def test_of_an_error_the_words_for_programs(self) -> None:
        error = {"error": {"code": "not_found", "message": "No such resource"}}
        (step,) = flow(met("/notes/9", error, status=404))
        assert (step.status, step.checks) == (404, (("/error/code", "not_found"),))

    def test_an_answer_that_is_not_json_has_none(self) -> None:
        exchange = met("/notes")
        text = Exchange(exchange.request, Answer(200, (), b"<p>"))
        assert flow(text)[0].checks == ()
