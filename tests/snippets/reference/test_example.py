"""The example of a page; that its programs send the same, tests/snippets/reference/test_command.py shows."""

import pytest

from snippets.reference.example import ANSWER, example, with_answer
from snippets.reference.request import Body, Request

GET = Request("GET", "https://api.example.com/pets", {})
JSON = {"content": {"application/json": {}}}
LINE = "<!-- snippet: example=pets -->"


def text(request: Request = GET, key: str = "200", response: dict[str, object] | None = None) -> str:
    return "\n".join(example("pets", request, (key, response or JSON), ["bash"], "")) + "\n\n## More\n"


def test_a_json_answer_alone() -> None:
    assert text() == (
        f"{LINE}\n```bash\ncurl https://api.example.com/pets\n```\n\n```json\n{ANSWER}\n```\n\n## More\n"
    )


def test_any_other_answer_with_its_status_and_where_the_new_thing_is() -> None:
    post = Request(
        "POST", GET.url, {"Content-Type": "application/json"}, Body("json", {}, "application/json")
    )
    created = text(post, "201", {**JSON, "headers": {"Location": {}}})
    assert f"```http\n{ANSWER}HTTP/1.1 201 Created\nLocation: ?\n```\n" in created
    assert f"```http\n{ANSWER}HTTP/1.1 204 No Content\n```\n" in text(GET, "204", {"content": {}})


def test_an_answer_of_text_and_one_of_bytes() -> None:
    assert f"```text\n{ANSWER}\n```\n" in text(GET, "default", {"content": {"text/csv": {}}})
    assert example("pets", GET, ("200", {"content": {"image/png": {}}}), ["bash"], "") == []


def test_the_state_that_it_starts_in() -> None:
    lines = example("pets", GET, ("200", JSON), ["bash", "python"], "full")
    assert lines[0] == "<!-- snippet: example=pets scenario=full -->"
    assert [line for line in lines if line.startswith("```") and line != "```"] == [
        *("```bash", "```python", "```json")
    ]


@pytest.mark.parametrize("answer", ["", '{"a": 1}\n', "{\n  ...\n}\n"])
def test_an_answer_stays_as_long_as_its_programs_do(answer: str) -> None:
    old = with_answer(text(), "").replace("```json\n```", f"```json\n{answer}```")
    assert with_answer(text(), old) == old
    other = text(Request("GET", f"{GET.url}?limit=1", {}))
    assert with_answer(other, old) == with_answer(other, "")


def test_the_rest_of_the_page_does_not_matter_to_it() -> None:
    old = "# Before\n\n" + with_answer(text(), "").replace("```json\n```", "```json\n1\n```") + "After.\n"
    assert "```json\n1\n```\n\n## More\n" in with_answer(text(), old)


def test_a_page_without_an_example() -> None:
    assert with_answer("# A\n", "# B\n") == "# A\n"
