"""The grammar of `<!-- snippet: … -->` is closed: what it says, and what each wrong one is answered with."""

import pytest

from snippets.directive import VALID, DirectiveError, comments, parse
from snippets.model import Directive

VALID_TEXT = (
    "valid are `scenario=NAME`, `example=NAME`, `continues`, `response-to=NAME`, "
    '`skip because="…"`, `skip never because="…"`, `no-request because="…"`'
)


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("scenario=expired-key", Directive(line=7, scenario="expired-key")),
        ("example=list-tasks", Directive(line=7, example="list-tasks")),
        ("example=2-keys", Directive(line=7, example="2-keys")),
        ("continues", Directive(line=7, continues=True)),
        ("response-to=list-tasks", Directive(line=7, response_to="list-tasks")),
        ('skip because="it needs a browser"', Directive(line=7, skip="it needs a browser")),
        ('skip never because="it pays"', Directive(line=7, skip="it pays", never=True)),
        ('no-request because="it only defines"', Directive(line=7, no_request="it only defines")),
        ("scenario=a example=b", Directive(line=7, scenario="a", example="b")),
        (
            'example=b no-request because="why" continues',
            Directive(7, example="b", no_request="why", continues=True),
        ),
        ("  scenario=a\n  example=b ", Directive(line=7, scenario="a", example="b")),
        ('skip because="over\n  two lines"', Directive(line=7, skip="over two lines")),
        ("skip because=\"a = b, 'c'\"", Directive(line=7, skip="a = b, 'c'")),
    ],
)
def test_what_a_directive_says(text: str, directive: Directive) -> None:
    assert parse(text, 7) == directive


def test_several_comments_add_up() -> None:
    above = parse("scenario=a", 3)

    assert parse("example=b", 4, above) == Directive(line=3, scenario="a", example="b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"the directive says nothing; {VALID_TEXT}"),
        ("scenaro=a", f"`scenaro` is not a word of a directive; did you mean `scenario`? V{VALID_TEXT[1:]}"),
        ("Skip", f"`Skip` is not a word of a directive; did you mean `skip`? V{VALID_TEXT[1:]}"),
        ("title=a", f"`title` is not a word of a directive; {VALID_TEXT}"),
        ("scenario", f"`scenario` needs a name: `scenario=NAME`; {VALID_TEXT}"),
        (
            "scenario=",
            "`scenario=`: a name is small letters, digits and single hyphens, as in `expired-key`",
        ),
        (
            "example=List_Tasks",
            "`example=List_Tasks`: a name is small letters, digits and single hyphens, as in `expired-key`",
        ),
        (
            "example=a--b",
            "`example=a--b`: a name is small letters, digits and single hyphens, as in `expired-key`",
        ),
        ("skip", '`skip` needs a reason: `skip because="…"`'),
        ("skip never", '`skip never` needs a reason: `skip never because="…"`'),
        ("skip scenario=a", '`skip` needs a reason: `skip because="…"`'),
        ('skip because=""', "`skip` needs a reason, and the one given is empty"),
        ('skip because="  "', "`skip` needs a reason, and the one given is empty"),
        ("skip because=slow", f'a reason stands in double quotes: `because="…"`; {VALID_TEXT}'),
        ("skip because", f'a reason stands in double quotes: `because="…"`; {VALID_TEXT}'),
        ("skip because=“slow”", f'a reason stands in double quotes: `because="…"`; {VALID_TEXT}'),
        ('skip because="slow', f"`because=\"slow` can't be read: is a quote missing? V{VALID_TEXT[1:]}"),
        ("skip=slow", f"`skip` takes no value; {VALID_TEXT}"),
        ("continues=a", f"`continues` takes no value; {VALID_TEXT}"),
        ("no-request", '`no-request` needs a reason: `no-request because="…"`'),
        ('never because="slow"', f'`never` stands after `skip`: `skip never because="…"`; {VALID_TEXT}'),
        ('because="slow"', f"`because` stands right after `skip` or `no-request`; {VALID_TEXT}"),
        ("continues continues", "`continues` is said twice for one fence; say it once"),
        ("scenario=a scenario=a", "`scenario` is said twice for one fence; say it once"),
        ('skip because="a" skip because="b"', "`skip` is said twice for one fence; say it once"),
        (
            'no-request because="a" no-request because="b"',
            "`no-request` is said twice for one fence; say it once",
        ),
        ("response-to=a response-to=b", "`response-to` is said twice for one fence; say it once"),
        ("example=a example=b", "`example` is said twice for one fence; say it once"),
    ],
)
def test_what_a_wrong_directive_is_answered_with(text: str, message: str) -> None:
    with pytest.raises(DirectiveError) as raised:
        parse(text, 7)

    assert (raised.value.line, raised.value.message) == (7, message)


def test_a_word_said_again_in_another_comment_is_named_at_its_line() -> None:
    with pytest.raises(DirectiveError) as raised:
        parse("scenario=b", 4, parse("scenario=a", 3))

    assert raised.value.line == 4


def test_the_message_names_every_form() -> None:
    with pytest.raises(DirectiveError) as raised:
        parse("nonsense", 1)

    assert all(form in raised.value.message for form in VALID)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!-- snippet: continues -->", [" continues "]),
        ("<!--snippet:continues-->", ["continues"]),
        ("<!-- snippet: continues --> <!-- snippet: scenario=a -->", [" continues ", " scenario=a "]),
        ("<!-- snippet: scenario=a\n     example=b -->", [" scenario=a\n     example=b "]),
        ("Text `<!-- snippet: continues -->` text.", []),
        ("<!-- A comment about a snippet. -->", []),
        ("<!-- snippets like these run -->", []),
    ],
)
def test_which_comments_are_directives(text: str, words: list[str]) -> None:
    assert [comment.words for comment in comments(text.split("\n"), set())] == words


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<!-- snippets: continues -->", "a directive starts with `<!-- snippet:`"),
        ("<!-- snippet skip -->", "a directive starts with `<!-- snippet:`"),
        ("<!-- Snippet: continues -->", "a directive starts with `<!-- snippet:`"),
        ("Text <!-- snippet: continues -->", "a directive has a line of its own, above its fence"),
        ("<!-- snippet: continues --> text", "a directive's comment has its line for itself"),
        ("<!-- snippet: continues", "the comment is never closed: it ends with `-->`"),
    ],
)
def test_which_comments_are_directives_written_wrong(text: str, fault: str) -> None:
    assert [comment.fault for comment in comments(text.split("\n"), set()) if comment.fault] == [fault]


def test_a_comment_in_a_fence_is_no_directive() -> None:
    assert list(comments(["```html", "<!-- snippet: continues -->", "```"], {0, 1, 2})) == []
