"""A pure function from a snippet and what it did to a verdict: None, or the failure to print.

What counts is what the server received and answered: without `-f`, curl ends well on a 401. So a
snippet must end well, send its request, get the documented answer, print what stands under it, and
send the same request as its example's other languages.
"""

from collections.abc import Mapping
from dataclasses import replace

from snippets.judging.difference import text_differences
from snippets.judging.exchanges import met_rows, sent_line
from snippets.judging.leeway import EXACT, Leeway
from snippets.judging.message import Documented, Malformed, answer_differs, parse, request_differs
from snippets.judging.output import output_differs
from snippets.judging.parity import agreeing, odd_one_out
from snippets.languages import answers_under, language_of
from snippets.model import Block, Example, Exchange, Failure, Group, Result
from snippets.runners.process import OUTPUT_LIMIT

__all__ = ["Results", "judge", "judge_extra", "missing_languages"]

Results = Mapping[int, Result]
"""Ordinal of a snippet → what came of it; for all snippets of the example that could be run."""


def judge(
    example: Example, group: Group, snippet: Block, results: Results, leeway: Leeway = EXACT
) -> Failure | None:
    """What is wrong with `snippet`, or None. The first fault is told; the others follow from it."""
    mine = results[snippet.ordinal]
    failure = _fault(group, snippet, mine, leeway)
    odd = odd_one_out(example, snippet, mine, _sound(example, results, leeway) or agreeing(results))
    return odd if failure is None else _blaming_the_odd(snippet, failure, odd)


def judge_extra(example: Example, answer: Block, results: Results, leeway: Leeway = EXACT) -> Failure | None:
    """What is wrong with an answer elsewhere (`response-to`): each sound language must have met it."""
    try:
        documented = parse(answer)
    except Malformed as error:
        return _unreadable("this answer", error)
    sound = _sound(example, results, leeway)
    if not sound:
        return Failure(
            f"shows what example {example.name} meets, but none of its snippets is right",
            detail=(("fix", f"see line {example.snippets[0].line}"),),
        )
    for snippet in example.snippets:
        met = sound[snippet.ordinal].exchanges if snippet.ordinal in sound else None
        if met is not None and (found := _message_differs(documented, met, leeway)):
            fix = f"mend line {answer.line}, or what line {snippet.line} sends, or the API: they must agree"
            return Failure(
                f"not what the snippet at line {snippet.line} meets",
                answer.line,
                (*_told(found), ("fix", fix)),
            )
    return None


def _sound(example: Example, results: Results, leeway: Leeway) -> Results:
    """The results of those snippets that nothing is wrong with by themselves."""
    return {
        snippet.ordinal: results[snippet.ordinal]
        for group in example.groups
        for snippet in group.snippets
        if snippet.ordinal in results and _fault(group, snippet, results[snippet.ordinal], leeway) is None
    }


def _fault(group: Group, snippet: Block, result: Result, leeway: Leeway) -> Failure | None:
    """What is wrong with the snippet by itself, whatever its example's other languages do."""
    return (
        _ended_well(snippet, result)
        or _sent(snippet, result)
        or _answered(group, snippet, result, leeway)
        or _printed(group, snippet, result, leeway)
    )


def missing_languages(example: Example, languages: tuple[str, ...]) -> Failure | None:
    """Whether the example stands in each of the project's languages."""
    if any(snippet.directive.no_request for snippet in example.snippets):
        return None
    have = [language.name for snippet in example.snippets if (language := language_of(snippet.language))]
    missing = [name for name in languages if name not in have]
    if not missing:
        return None
    return Failure(
        f"is not shown in {' and '.join(missing)}",
        detail=(
            ("has", ", ".join(have)),
            ("fix", "add the fence right below, or give it the same `<!-- snippet: example=… -->`"),
        ),
    )


def _ended_well(snippet: Block, result: Result) -> Failure | None:
    if not snippet.source.strip():
        return Failure("the snippet is empty", detail=(("fix", "write the snippet, or delete the fence"),))
    if result.failure is None or not result.exchanges:
        return result.failure
    last = result.exchanges[-1]
    fix = ("fix", "let the snippet meet this answer and end well, or show the error that it is to meet")
    told = result.failure.detail
    remedy = () if "fix" in dict(told) else (fix,)
    rows = (*met_rows(last), *told, *remedy)
    return replace(result.failure, detail=rows)


def _sent(snippet: Block, result: Result) -> Failure | None:
    if snippet.directive.no_request is None and not result.exchanges:
        return Failure(
            "sent no request to a documented host",
            detail=(
                *_output(result),
                (
                    "fix",
                    'call what the snippet defines, or say why not: <!-- snippet: no-request because="…" -->',
                ),
            ),
        )
    if snippet.directive.no_request is not None and result.exchanges:
        return Failure(
            "sent a request, but the page says that it sends none",
            detail=(
                ("sent", sent_line(result.exchanges[0])),
                ("fix", "delete the directive `no-request`"),
            ),
        )
    return None


def _answered(group: Group, snippet: Block, result: Result, leeway: Leeway) -> Failure | None:
    """Holds the exchanges against the documented messages: the last ones, when there are more."""
    try:
        documented = _messages(group, snippet)
    except Malformed as error:
        return _unreadable("its answer", error)
    pieces = [message for message in documented if message.of_request]
    answers = [message for message in documented if not message.of_request]
    for piece in pieces:
        if all(request_differs(piece, exchange.request) for exchange in result.exchanges):
            found = (
                request_differs(piece, result.exchanges[-1].request) if result.exchanges else ["sent nothing"]
            )
            return _differs("the request differs", piece.block, found, (result.exchanges or (None,))[-1])
    if len(answers) > len(result.exchanges):
        return Failure(
            f"the page shows {len(answers)} answers, but requests sent: {len(result.exchanges)}",
            detail=(
                ("page", f"line {answers[-1].block.line}: {_first_line(answers[-1].block)}"),
                ("fix", "send a request for each, or say whose it is: `<!-- snippet: response-to=NAME -->`"),
            ),
        )
    last = result.exchanges[len(result.exchanges) - len(answers) :]
    for message, exchange in zip(answers, last, strict=True):
        if found := answer_differs(message, exchange.answer, leeway.types(exchange)):
            return _differs("the answer differs", message.block, found, exchange)
    unspoken = result.exchanges[: len(result.exchanges) - len(answers)] + tuple(
        exchange for message, exchange in zip(answers, last, strict=True) if message.status is None
    )
    for exchange in unspoken:
        if exchange.answer.status >= (300 if exchange is result.exchanges[-1] else 400):
            return _differs("met an answer that the page doesn't speak of", None, [], exchange)
    return None


def _printed(group: Group, snippet: Block, result: Result, leeway: Leeway) -> Failure | None:
    """Holds the output against what stands under the snippet."""
    if len(result.output.encode()) > OUTPUT_LIMIT:
        return Failure(f"prints more than {OUTPUT_LIMIT:,} bytes", detail=(("fix", "print less"),))
    texts = [answer for answer in answers_under(group, snippet) if answer.language == "text"]
    answers = [message for message in _messages(group, snippet) if not message.of_request]
    if texts:
        shown, page = texts[0], "\n".join(text.source for text in texts)
        found = text_differences(page, result.output, same=leeway.same_line)
    elif answers:
        last = result.exchanges[len(result.exchanges) - len(answers) :]
        shown = answers[0].block
        met, types = [exchange.answer for exchange in last], [leeway.types(exchange) for exchange in last]
        found = output_differs(result.output, answers, met, types)
    elif result.output.strip():
        return Failure(
            "prints something, but the page doesn't show what",
            detail=(
                *_output(result),
                ("fix", "put the answer under it, as a `json`, `http` or `text` block"),
            ),
        )
    else:
        return None
    if not found:
        return None
    empty = not result.output.strip()
    return Failure(
        "prints nothing, but the page shows an output" if empty else "the output differs",
        detail=(
            *(() if empty else _output(result)),
            ("page", f"line {shown.line}: {_first_line(shown)}"),
            *_told(found),
            (
                "fix",
                f"print what line {shown.line} shows, or mend that{' (--update-docs does)' if texts else ''}",
            ),
        ),
    )


def _messages(group: Group, snippet: Block) -> list[Documented]:
    return [parse(answer) for answer in answers_under(group, snippet) if answer.language != "text"]


def _unreadable(what: str, error: Malformed) -> Failure:
    fix = ("fix", "mend that line; what a page leaves out, it writes as `...`")
    return Failure(f"{what} can't be read: {error}", error.line, (fix,))


def _message_differs(documented: Documented, exchanges: tuple[Exchange, ...], leeway: Leeway) -> list[str]:
    """How the message differs from the exchange that it fits best; empty when it fits one."""
    found = [
        request_differs(documented, exchange.request)
        if documented.of_request
        else answer_differs(documented, exchange.answer, leeway.types(exchange))
        for exchange in exchanges
    ]
    return min(found, key=len, default=["nothing was sent"])


def _differs(what: str, shown: Block | None, found: list[str], exchange: Exchange | None) -> Failure:
    """A failure with both sides: what was sent and got, and what the page shows."""
    detail: list[tuple[str, str]] = []
    if exchange is not None:
        detail += met_rows(exchange)
    if shown is None:
        fix = "show the answer as an `http` block under it, or mend the request"
        return Failure(what, detail=(*detail, ("fix", fix)))
    detail.append(("page", f"line {shown.line}: {_first_line(shown)}"))
    detail += _told(found)
    return Failure(what, detail=(*detail, ("fix", _remedy(shown, exchange))))


def _remedy(shown: Block, exchange: Exchange | None) -> str:
    documented = parse(shown)
    if documented.of_request:
        return f"mend line {shown.line}, or what the snippet sends: they must agree"
    error = exchange is not None and exchange.answer.status >= 400
    right = f"mend the API or, where the API is right, line {shown.line}"
    if not error or (documented.status or 0) >= 400:
        return f"{right} (--update-docs does)"
    if documented.status is None:
        return f"{right}: make it an empty `http` block, which --update-docs fills"
    return f"{right} (--update-docs --allow-status-change does)"


def _told(found: list[str]) -> list[tuple[str, str]]:
    """A row for each difference, as far as somebody reads them."""
    more = [f"and {len(found) - 8} more"] if len(found) > 8 else []
    return [("differs", text) for text in (*found[:8], *more)]


def _blaming_the_odd(snippet: Block, failure: Failure, odd: Failure | None) -> Failure:
    """Where the snippet sends what no other language of its example does, that is the likeliest cause."""
    if odd is None or not failure.detail:
        return failure
    line = odd.line or snippet.line
    rows = [row for row in odd.detail if row[0] == "parity"]
    fix = ("fix", f"line {line}: {odd.message}")
    return Failure(failure.message, failure.line or line, (*failure.detail[:-1], *rows, fix))


def _output(result: Result) -> tuple[tuple[str, str], ...]:
    text = result.output.strip()
    return (("printed", text if len(text) <= 400 else text[:399] + "…"),) if text else ()


def _first_line(block: Block) -> str:
    return block.source.strip().partition("\n")[0][:120]
