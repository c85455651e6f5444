"""Case folders: `update/NAME/before.md` is a page whose answers are wrong, `after.md` what becomes of it.

`UPDATE_CASES=1` writes what becomes of it now. What is refused stands below, in the words that are printed.
"""

import errno
import os
from pathlib import Path

import pytest

from snippets.check import judged
from snippets.model import Page
from snippets.reporting.show import failure_lines
from snippets.rewriting.update import Update, Updater
from tests.snippets.conftest import Project

HERE = Path(__file__).parents[1] / "update"
CASES = sorted(path.parent for path in HERE.glob("*/before.md"))


def update(project: Project, page: Page, **options: bool) -> Update:
    updater = Updater(project.settings, project.reader, project.checker, **options)
    return updater.update(page, {block.ordinal for block in judged(page)})


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_a_wrong_page_becomes_right_and_stays_so(folder: Path, project: Project) -> None:
    page = project.page((folder / "before.md").read_text("utf-8"))
    first = update(project, page)
    assert first.refusals == ()
    text = (project.root / page.path).read_bytes().decode()
    if os.environ.get("UPDATE_CASES"):
        (folder / "after.md").write_bytes(text.encode())
    assert text == (folder / "after.md").read_bytes().decode()
    assert project.told(text) == ""
    second = update(project, first.page)
    assert (second.page, second.rewritten) == (first.page, ())
    assert (project.root / page.path).read_bytes().decode() == text


NOTES = "https://api.notes.example.com/v1/notes"
READER = '-H "Authorization: Bearer YOUR_KEY"'
EXPIRED = '-H "Authorization: Bearer YOUR_EXPIRED_KEY"'
ERROR_AS_HTTP = f"""\
```bash
curl -i {NOTES} {EXPIRED}
```

```http
HTTP/1.1 200 OK

{{"notes": []}}
```
"""
ERROR_AS_JSON = f"""\
```bash
curl {NOTES} {EXPIRED}
```

```json
{{"notes": []}}
```
"""
ERROR_AS_TEXT = f"""\
```bash
curl -s -o answer {NOTES} {EXPIRED}
echo "no notes"
```

```text
1 note
```
"""
ERROR_ON_THE_WAY = f"""\
```bash
curl -s -o answer {NOTES} {EXPIRED}
curl {NOTES} {READER}
```

```json
{{"notes": []}}
```
"""
ANOTHER_REQUEST = f"""\
```bash
curl {NOTES} {READER}
```

```python
import requests

url = "{NOTES}?limit=1"
print(requests.get(url, headers={{"Authorization": "Bearer YOUR_KEY"}}).text)
```

```json
{{"notes": []}}
```
"""
ANOTHER_OUTPUT = f"""\
```bash
curl -s -o answer {NOTES} {READER}
echo one
```

```python
import requests

requests.get("{NOTES}", headers={{"Authorization": "Bearer YOUR_KEY"}})
print("uno")
```

```text
eins
```
"""
NO_JSON = f"""\
```bash
curl -X DELETE {NOTES} {READER}
```

```json
{{"deleted": true}}
```
"""
NO_OUTPUT = f"""\
```bash
curl -s -o answer {NOTES} {READER}
```

```text
1 note
```
"""
A_FENCE = f"""\
```bash
curl -s -o answer {NOTES} {READER}
printf '%s\\n' one '```' three
```

```text
one
```
"""
A_KEY = f"""\
```bash
curl -X POST {NOTES} {READER} -d '{{"text": "note_key_to_''spare"}}'
```

```json
{{"id": 2}}
```
"""
WHERE_IT_IS_NOT_THE_SAME = f"""\
```bash
curl -s -o answer {NOTES} {READER}
date +%N
```

```text
1 note
```
"""
REFUSED = {
    ERROR_AS_HTTP: """\
docs/page.md:5 [http] not rewritten: the page shows 200, and the API answers 401 Unauthorized
  sent     GET /v1/notes   Authorization: Bearer YOUR_EXPIRED_KEY
  got      401 {"error":"expired"}
  fix      mend the request or the API; if it is right, add --allow-status-change
""",
    ERROR_AS_JSON: """\
docs/page.md:5 [json] not rewritten: the API answers 401 Unauthorized, and a `json` block can't say so
  sent     GET /v1/notes   Authorization: Bearer YOUR_EXPIRED_KEY
  got      401 {"error":"expired"}
  fix      mend the request or the API; if it is right, make it an empty `http` block and update again
""",
    ERROR_AS_TEXT: """\
docs/page.md:1 [bash] not rewritten: the API answers 401 Unauthorized, and the page doesn't speak of it
  sent     GET /v1/notes   Authorization: Bearer YOUR_EXPIRED_KEY
  got      401 {"error":"expired"}
  fix      mend the request or the API; if it is right, put an empty `http` block under it and update again
""",
    ERROR_ON_THE_WAY: """\
docs/page.md:1 [bash] not rewritten: the API answers 401 Unauthorized, and the page doesn't speak of it
  sent     GET /v1/notes   Authorization: Bearer YOUR_EXPIRED_KEY
  got      401 {"error":"expired"}
  fix      mend the request or the API; if it is right, put an empty `http` block under it and update again
""",
    ANOTHER_REQUEST: """\
docs/page.md:5 [python] not rewritten: not the same query as in the example's other languages
  parity     line 5 [python]                 line 1 [bash]
           ≠ GET /v1/notes?limit=1           GET /v1/notes
             Authorization: Bearer YOUR_KEY  Authorization: Bearer YOUR_KEY
             → 200                           → 200
  fix      send the same in each language first; then update
""",
    ANOTHER_OUTPUT: """\
docs/page.md:13 [text] not rewritten: the snippet at line 6 prints something else than that at line 1
  differs  line 1: page 'one', output 'uno'
  fix      make them agree, put `...` where they may differ, or give each its answer by `title`
""",
    NO_JSON: """\
docs/page.md:5 [json] not rewritten: the API answers 204 with no body
  sent     DELETE /v1/notes   Authorization: Bearer YOUR_KEY
  got      204
  fix      mend the API; if it is right, make it an empty `http` block and update again
""",
    NO_OUTPUT: """\
docs/page.md:5 [text] not rewritten: the snippet at line 1 prints nothing for it
  fix      let it print something, or delete the block
""",
    A_FENCE: """\
docs/page.md:6 [text] not rewritten: what was observed can't stand in this fence
  fix      show it in another kind of block, or put `...` where it can't be shown
""",
    A_KEY: """\
docs/page.md:5 [json] not rewritten: it would show a key
  fix      put `...` where the answer has the key
""",
}


def told(refused: Update) -> str:
    lines: list[str] = []
    for refusal in refused.refusals:
        lines += failure_lines(refused.page, refusal.block, None, refusal.failure)
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_not_be_written_is_refused_with_a_remedy(text: str, project: Project) -> None:
    page = project.page(text)
    assert told(update(project, page)) == REFUSED[text]
    assert (project.root / page.path).read_text("utf-8") == text


def test_a_success_becomes_an_error_when_that_is_allowed(project: Project) -> None:
    page = project.page(ERROR_AS_HTTP)
    assert update(project, page, allow_status_change=True).refusals == ()
    text = (project.root / page.path).read_text("utf-8")
    assert text == ERROR_AS_HTTP.replace("200 OK", "401 Unauthorized").replace(
        '{"notes": []}', '{"error": "expired"}'
    )


@pytest.mark.parametrize("text", [ERROR_AS_JSON, ERROR_AS_TEXT])
def test_a_block_that_cannot_say_a_status_never_becomes_an_error(text: str, project: Project) -> None:
    page = project.page(text)
    assert update(project, page, allow_status_change=True).refusals
    assert (project.root / page.path).read_text("utf-8") == text


def test_an_error_may_become_another_error_or_a_success(project: Project) -> None:
    for status in ("404 Not Found", "401 Unauthorized"):
        page = project.page(ERROR_AS_HTTP.replace("200 OK", status).replace(EXPIRED, READER))
        assert update(project, page).refusals == ()
        assert "HTTP/1.1 200 OK" in (project.root / page.path).read_text("utf-8")


def test_the_rest_of_a_page_is_written_and_a_refusal_names_the_line_it_now_has(project: Project) -> None:
    right = ERROR_AS_JSON.replace(EXPIRED, READER).replace('{"notes": []}', "")
    done = update(project, project.page(f"{right}\n{ERROR_AS_HTTP}"))
    assert [block.line for block in done.rewritten] == [5]
    assert [refusal.failure.line for refusal in done.refusals] == [20]
    assert done.page.blocks[3].line == 20


def test_what_is_another_each_time_is_said_to_be(project: Project) -> None:
    done = update(project, project.page(WHERE_IT_IS_NOT_THE_SAME))
    assert "docs/page.md:6 [text] was rewritten, and is another again a moment later" in told(done)


def test_an_example_is_rewritten_as_a_whole_or_not_at_all(project: Project) -> None:
    text = ERROR_AS_HTTP.replace("\n```\n\n```http", f"\ncurl {NOTES} {READER}\n```\n\n```http")
    text += '\n```json\n{"notes": []}\n```\n'
    page = project.page(text)
    assert update(project, page).refusals
    assert (project.root / page.path).read_text("utf-8") == text


@pytest.mark.parametrize("ends", ["exit 3", "kill $$"])
def test_a_snippet_that_did_not_end_well_says_nothing(ends: str, project: Project) -> None:
    page = project.page(ERROR_AS_JSON.replace(EXPIRED, READER).replace("\n```\n\n", f"\n{ends}\n```\n\n", 1))
    assert update(project, page) == Update(page)


@pytest.mark.parametrize(
    "text",
    [
        ERROR_AS_JSON.replace('{"notes": []}', "{notes}"),
        ERROR_AS_JSON + '\n```json\n{"notes": []}\n```\n',
        "```bash\necho one\n```\n\n```text\ntwo\n```\n",
        '<!-- snippet: skip because="no" -->\n' + ERROR_AS_JSON.replace("```json", "```yaml"),
    ],
    ids=["unreadable", "more answers than requests", "no request", "skipped"],
)
def test_what_nothing_can_be_said_of_is_left_to_the_judge(text: str, project: Project) -> None:
    page = project.page(text)
    assert update(project, page) == Update(page)


def test_only_what_is_selected_is_rewritten(project: Project) -> None:
    wrong = ERROR_AS_JSON.replace(EXPIRED, READER)
    page = project.page(f"{wrong}\n{wrong}")
    updater = Updater(project.settings, project.reader, project.checker)
    assert [block.line for block in updater.update(page, {2}).rewritten] == [13]


def test_a_page_that_is_edited_while_it_runs_is_left_alone(project: Project) -> None:
    page = project.page(ERROR_AS_JSON.replace(EXPIRED, READER))
    file = project.root / page.path
    edited = file.read_text("utf-8") + "\nAn afterthought.\n"
    project.checker.forget()
    results = project.checker.results

    def results_while_somebody_edits(*which: object) -> object:
        file.write_text(edited, "utf-8")
        return results(*which)

    project.checker.results = results_while_somebody_edits
    try:
        assert "docs/page.md:5 [json] not rewritten: the page was edited" in told(update(project, page))
    finally:
        del project.checker.results
    assert file.read_text("utf-8") == edited
    assert "docs/page.md:1 [bash] not rewritten: the page was edited" in told(update(project, page))
    assert file.read_text("utf-8") == edited


def test_a_page_that_cannot_be_written_is_said_to_be(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def across_devices(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    page = project.page(ERROR_AS_JSON.replace(EXPIRED, READER))
    monkeypatch.setattr("snippets.rewriting.edit.os.replace", across_devices)
    done = update(project, page)
    assert "[json] not rewritten: the page can't be written: Invalid cross-device link" in told(done)
