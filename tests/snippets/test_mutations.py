"""Nothing passes by chance: an example with one thing changed fails, at its place, whatever the thing is.

Two families of mutants, both enumerated by program. A request is changed in one language of three: it is the
odd one, also where the API answers the same. An answer block is changed in one leaf, member, header, line or
in its status: each snippet that it holds for fails. What a snippet did is run once and judged many times,
since the judge is a pure function. `FULL=1` does the second to the real guide too.
"""

import json
import os
from dataclasses import replace

import pytest

from snippets.check import Checker
from snippets.judge import judge, judge_extra
from snippets.languages import LANGUAGES
from snippets.model import Block, Example, Failure, Page, Result
from snippets.page import Reader
from snippets.settings import load
from tests.snippets.conftest import ROOT, Project
from tests.snippets.mutants import Mutant, Sent, of_answer, of_request

BASH = """curl -i -s -X {method} "{url}"{headers}{body}"""
JAVASCRIPT = """const response = await fetch("{url}", {{
  method: "{method}",
  headers: {headers},{body}
}});
console.log(response.status);
console.log(`Location: ${{response.headers.get("location")}}`);
console.log(await response.text());"""
PYTHON = """import requests

response = requests.request(
    "{method}",
    "{url}",
    headers={headers},{body}
)
print(response.status_code)
print("Location:", response.headers.get("Location"))
print(response.text)"""

FULL = os.environ.get("FULL") == "1"

ANSWERS = {
    "http": "HTTP/1.1 201 Created\nLocation: /v1/notes/2\n\n{answer}",
    "json": "{answer}",
    "text": "{answer}",
}


def sources(sent: Sent) -> dict[str, str]:
    """What sends the request, in each language."""
    body = json.dumps(sent.body) if sent.body is not None else None
    names = dict(sent.headers)
    # With a body, curl and fetch name a media type of their own: so it is taken out.
    bare = {"Content-Type": ""} if "Content-Type" not in names else {}
    curl = "".join(f' \\\n  -H "{name}: {value}"' for name, value in {**names, **bare}.items())
    return {
        "bash": BASH.format(
            method=sent.method, url=sent.url, headers=curl, body=f" \\\n  -d '{body}'" if body else ""
        ),
        "javascript": JAVASCRIPT.format(
            method=sent.method,
            url=sent.url,
            headers=json.dumps(names),
            body=f"\n  body: new TextEncoder().encode({json.dumps(body)})," if body else "",
        ),
        "python": PYTHON.format(
            method=sent.method,
            url=sent.url,
            headers=json.dumps(names),
            body=f"\n    data={json.dumps(body)}," if body else "",
        ),
    }


def page_of(texts: dict[str, str], kind: str, answer: str) -> str:
    snippets = "".join(f"```{language}\n{text}\n```\n\n" for language, text in texts.items())
    return f"{snippets}```{kind}\n{ANSWERS[kind].format(answer=answer)}\n```\n"


def as_printed(result: Result, kind: str) -> Result:
    """The result of the same snippet, had it been written for this kind of answer."""
    if kind == "http" or not result.exchanges:
        return result
    return replace(result, output=result.exchanges[-1].answer.body.decode())


SENT = Sent()
FEW = {
    "method",
    "path",
    "query tag changed",
    "query tag renamed",
    "query added",
    "Authorization: Token YOUR_KEY",
}
FEW |= {"header X-Tenant changed", "header X-Tenant dropped", "header added", "header Authorization dropped"}
FEW |= {"body: rank = 2", 'body: rank = "1"', "body: meta.pinned = 1", "body: meta.pinned dropped"}
"""Each mutant is a run in three languages: without `FULL=1`, one of each kind."""
if FULL:
    SENT = Sent(
        query=(("tag", "home"), ("tag", "work"), ("limit", "1")),
        body={"text": "Call home", "rank": 1, "meta": {"pinned": True, "of": ["a", None, [2]], "by": {}}},
    )


def test_a_request_that_is_another_in_one_language_is_the_odd_one(three_languages: Project) -> None:
    run = three_languages
    right = results(run, SENT)
    answer = right["python"].exchanges[-1].answer.body.decode()
    mutants = {name: mutant for name, mutant in of_request(SENT) if FULL or name in FEW}
    judged = silent = 0
    for name, mutant in mutants.items():
        wrong = results(run, mutant)
        for language in wrong:
            for kind in ANSWERS:
                case = f"{name} in {language}, above a {kind} block"
                texts = {**sources(SENT), language: sources(mutant)[language]}
                page = run.reader.read_text(page_of(texts, kind, answer), "page.md")
                given = [as_printed((wrong if each == language else right)[each], kind) for each in texts]
                failures = verdicts(page.examples[0], dict(enumerate(given)))
                odd = list(texts).index(language)
                assert [number for number, failure in failures.items() if failure] == [odd], case
                assert beside(failures[odd]).count("≠"), case
                judged += 1
                silent += as_printed(wrong[language], kind).output == as_printed(right[language], kind).output
    assert judged == 9 * len(mutants) >= 9 * len(FEW)
    # Where the API doesn't mind, nothing but parity finds it.
    assert silent > judged // 5, f"{silent} of {judged}"


def test_what_only_looks_like_another_request_is_none(three_languages: Project) -> None:
    sent = SENT
    alike = replace(
        sent,
        query=sent.query[::-1],
        headers=(*((name.lower(), value) for name, value in sent.headers[::-1]), ("User-Agent", "me")),
        body=dict(reversed(sent.body.items())),
    )
    run, right, other = three_languages, results(three_languages, sent), results(three_languages, alike)
    answer = right["python"].exchanges[-1].answer.body.decode()
    for language in right:
        texts = {**sources(sent), language: sources(alike)[language]}
        page = run.reader.read_text(page_of(texts, "http", answer), "page.md")
        given = dict(enumerate((other if each == language else right)[each] for each in texts))
        assert not any(verdicts(page.examples[0], given).values()), language


def results(run: Project, sent: Sent) -> dict[str, Result]:
    """What each language's snippet does with the request; side by side, and each by itself."""
    texts = sources(sent)
    page = run.page("".join(f"```{language}\n{text}\n```\n\n" for language, text in texts.items()))
    return dict(zip(texts, run.checker.results(page, page.examples[0]).values(), strict=True))


def verdicts(example: Example, given: dict[int, Result]) -> dict[int, Failure | None]:
    """The judge's verdict on each block of the example that has one, by ordinal."""
    found = {
        snippet.ordinal: judge(example, group, snippet, given)
        for group in example.groups
        for snippet in group.snippets
    }
    return found | {answer.ordinal: judge_extra(example, answer, given) for answer in example.extra}


def beside(failure: Failure | None) -> str:
    """The two requests, side by side."""
    return dict(failure.detail)["parity"] if failure else ""


CURL = "curl {options}https://api.notes.example.com/v1/notes -H 'Authorization: Bearer {key}'"
PYTHON_GET = """import requests

headers = {{"Authorization": "Bearer {key}"}}
response = requests.get("https://api.notes.example.com/v1/notes", headers=headers, timeout=10)"""
BODY = "\nprint(response.text)"
MESSAGE = '\nprint(response.status_code)\nprint(response.headers["WWW-Authenticate"])' + BODY
LIST = '{\n  "notes": [\n    {\n      "id": 1,\n      "text": "Buy milk"\n    }\n  ]\n}'
CHALLENGE = (
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"\n\n{"error": "expired"}'
)
ELIDED = 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: ...\n\n{"error": ...}'
ELIDED_LIST = LIST.replace("    }\n", "    },\n    ...\n").replace('"id": 1', '"id": "..."')
PIECE = f"""<!-- snippet: response-to=list -->
```http
GET /v1/notes
Authorization: Bearer YOUR_KEY
```

<!-- snippet: response-to=list -->
```json
{LIST}
```

<!-- snippet: example=list -->
"""
GOOD = (CURL.format(options="", key="YOUR_KEY"), PYTHON_GET.format(key="YOUR_KEY"))
WRONG = (CURL.format(options="-i ", key="YOUR_EXPIRED_KEY"), PYTHON_GET.format(key="YOUR_EXPIRED_KEY"))


def fences(bash: str, python: str, answers: str) -> str:
    return f"```bash\n{bash}\n```\n\n```python\n{python}\n```\n\n{answers}\n"


PAGES = {
    "json": fences(GOOD[0], GOOD[1] + BODY, f"```json\n{LIST}\n```"),
    "http": fences(WRONG[0], WRONG[1] + MESSAGE, f"```http\n{CHALLENGE}\n```"),
    "text": fences(
        GOOD[0] + " -o file -w '%{{http_code}}\\n\\nread\\n'".replace("{{", "{").replace("}}", "}"),
        GOOD[1] + '\nprint(response.status_code, "", "read", sep="\\n")',
        "```text\n200\n\nread\n```",
    ),
    "titled": fences(
        GOOD[0],
        GOOD[1] + '\nprint(response.json()["notes"][0]["text"])',
        f'```json title="cURL"\n{LIST}\n```\n\n```text title="Python"\nBuy milk\n```',
    ),
    "two answers": fences(
        f"{WRONG[0]}\necho\n{GOOD[0]}",
        f"{WRONG[1]}{MESSAGE}\n" + GOOD[1].partition("\n\n")[2] + BODY,
        f"```http\n{CHALLENGE}\n```\n\n```json\n{LIST}\n```",
    ),
    "response to": PIECE + fences(GOOD[0], GOOD[1] + BODY, f"```json\n{LIST}\n```"),
    "elided json": fences(GOOD[0], GOOD[1] + BODY, f"```json\n{ELIDED_LIST}\n```"),
    "elided http": fences(
        WRONG[0],
        WRONG[1] + MESSAGE,
        f"```http\n{ELIDED}\n```",
    ),
    "elided text": fences(
        GOOD[0] + " -o file -w '1\\n2\\n3\\n4\\n'",
        GOOD[1] + '\nprint(1, 2, 3, 4, sep="\\n")',
        "```text\n1\n...\n4\n```",
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_an_answer_that_is_another_fails(kind: str, project: Project) -> None:
    page = project.page(PAGES[kind])
    assert not page.problems
    given = {n: r for example in page.examples for n, r in project.checker.results(page, example).items()}
    assert not any(failure for example in page.examples for failure in verdicts(example, given).values())
    survivors, count = survive(page, given)
    assert count > 20
    assert survivors == ALIKE.get(kind, []), f"{len(survivors)} of {count} mutants survive"


@pytest.mark.skipif(not FULL, reason="runs a whole guide and judges its 3,785 mutants: FULL=1")
def test_an_answer_of_the_guide_that_is_another_fails() -> None:
    settings = load(ROOT)
    page = Reader(settings.mkdocs).read(ROOT / "docs" / "getting-started" / "authentication.md", ROOT)
    with Checker(settings) as checker:
        given = {n: r for example in page.examples for n, r in checker.results(page, example).items()}
    survivors, count = survive(page, given)
    assert not survivors, f"{len(survivors)} of {count} mutants survive"


ALIKE = {
    # A piece of a request shows the lines that the page speaks of.
    "response to": ["line 1 removed", "line 2 removed"],
    # What is left out may be any lines.
    "elided text": ["line 1 removed", "line 2 indented", "line 3 removed"],
}
"""Mutants that claim less, and are right."""


def survive(page: Page, given: dict[int, Result]) -> tuple[list[str], int]:
    """The mutants of a page's answers that go unnoticed, and how many there are."""
    survivors: list[str] = []
    count = 0
    for example in page.examples:
        for answer in (*example.extra, *(answer for group in example.groups for answer in group.answers)):
            for mutant in of_answer(answer.language, answer.source):
                count += 1
                other = replace(answer, source=mutant.source)
                failures = verdicts(with_answer(example, other), given)
                told = [failures[number] for number in holds_for(example, answer) if failures[number]]
                if not told:
                    survivors.append(mutant.name)
                for failure in told:
                    assert_tells(failure, other, mutant)
    return survivors, count


def with_answer(example: Example, answer: Block) -> Example:
    """The example with an answer in the place of the one of its ordinal."""

    def placed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(answer if block.ordinal == answer.ordinal else block for block in blocks)

    groups = tuple(replace(group, answers=placed(group.answers)) for group in example.groups)
    return replace(example, groups=groups, extra=placed(example.extra))


def holds_for(example: Example, answer: Block) -> list[int]:
    """The blocks that fail with an answer: the snippets that it stands under; elsewhere, itself."""
    if answer in example.extra:
        return [answer.ordinal]
    labels = {language.name: language.label for language in LANGUAGES}
    return [
        snippet.ordinal
        for group in example.groups
        for snippet in group.snippets
        if answer in group.answers_for(snippet, labels[snippet.language])
    ]


def assert_tells(failure: Failure | None, answer: Block, mutant: Mutant) -> None:
    """The failure names the answer's line, and the JSON path of what differs."""
    assert failure is not None
    told = dict(failure.detail)
    inside = failure.line is not None and answer.line <= failure.line <= answer.first + answer.source.count(
        "\n"
    )
    assert inside or f"line {answer.line}" in told.get("page", ""), (mutant.name, failure)
    if mutant.path and "page" in told:
        differs = [text for label, text in failure.detail if label == "differs"]
        assert any(text.startswith(f"{mutant.path}: ") for text in differs), (mutant.name, failure)
