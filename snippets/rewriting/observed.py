"""From what was observed of an example to the texts that its answers must have to show it.

Observations are taken as the judge takes them: the last exchanges for the answers under a snippet, its output
for `text`, the exchange that fits best for an answer elsewhere. Only snippets that ended well count. An
example is rewritten as a whole or not at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from snippets.judging.difference import text_differences
from snippets.judging.exchanges import met_rows
from snippets.judging.message import Malformed, answer_differs, parse
from snippets.judging.parity import odd_one_out
from snippets.languages import answers_under
from snippets.model import Block, Example, Exchange, Failure, Group, Result
from snippets.rewriting.rewrite import (
    Unfit,
    rewritten_http,
    rewritten_json_block,
    rewritten_texts,
    status_line,
)

__all__ = ["Refused", "observed_texts"]


class Refused(Exception):
    """Answers of an example that differ and are not rewritten; `failure` says why, and what to do."""

    def __init__(self, block: Block, message: str, *detail: tuple[str, str]) -> None:
        super().__init__(message)
        self.block = block
        self.failure = Failure(f"not rewritten: {message}", block.line, detail)


@dataclass(frozen=True)
class _Sighting:
    """What one snippet has to say on one answer, or on the `text` blocks under it together."""

    snippet: Block
    blocks: tuple[Block, ...]
    exchange: Exchange | None
    """What it met; None where the blocks show what it printed."""
    output: str = ""


def observed_texts(
    example: Example, results: Mapping[int, Result], allow_status_change: bool = False
) -> dict[int, str]:
    """Ordinal → new text, for each answer of the example that shows something else than was observed.

    Empty where nothing differs, and where nothing can be said: no snippet ended well, an answer can't be
    read, or there are more answers than requests. The judge tells of these. Raises Refused.
    """
    well = {
        snippet.ordinal: results[snippet.ordinal]
        for snippet in example.snippets
        if snippet.ordinal in results and _ended_well(snippet, results[snippet.ordinal])
    }
    try:
        sightings = list(_sightings(example, well))
        wrong = {sighting.blocks: sighting for sighting in sightings if _differs(sighting, {})}
    except Malformed:
        return {}
    if not wrong:
        return {}
    _same_in_all_languages(example, well)
    _nothing_unspoken(example, well)
    for sighting in wrong.values():
        _no_new_error(sighting, allow_status_change)
    texts: dict[int, str] = {}
    for sighting in sightings:
        if sighting.blocks in wrong and not any(block.ordinal in texts for block in sighting.blocks):
            texts |= _rewritten(sighting)
    for sighting in sightings:
        if sighting.blocks in wrong and (found := _differs(sighting, texts)):
            raise _at_odds(sighting, sightings, found)
    return texts


def _ended_well(snippet: Block, result: Result) -> bool:
    did = bool(result.exchanges) or snippet.directive.no_request is not None
    return result.failure is None and did


def _sightings(example: Example, well: Mapping[int, Result]) -> Iterator[_Sighting]:
    for group, snippet in _placed(example, well):
        result = well[snippet.ordinal]
        for answer, exchange in _spoken(group, snippet, result):
            yield _Sighting(snippet, (answer,), exchange)
        if texts := tuple(block for block in answers_under(group, snippet) if block.language == "text"):
            yield _Sighting(snippet, texts, None, result.output)
    for answer in example.extra:
        for snippet in example.snippets:
            if _is_answer(answer) and snippet.ordinal in well and well[snippet.ordinal].exchanges:
                yield _Sighting(snippet, (answer,), _best(answer, well[snippet.ordinal].exchanges))


def _placed(example: Example, well: Mapping[int, Result]) -> list[tuple[Group, Block]]:
    return [(group, block) for group in example.groups for block in group.snippets if block.ordinal in well]


def _spoken(group: Group, snippet: Block, result: Result) -> list[tuple[Block, Exchange]]:
    """The answers under a snippet with the exchanges that they stand for; none when there are too few."""
    answers = [block for block in answers_under(group, snippet) if _is_answer(block)]
    count = len(result.exchanges)
    if len(answers) > count:
        return []
    return list(zip(answers, result.exchanges[count - len(answers) :], strict=True))


def _is_answer(block: Block) -> bool:
    """Whether a block is a message that the API answers; an empty `http` block is to be one."""
    return block.language == "json" or (
        block.language == "http" and (not block.source.strip() or not parse(block).of_request)
    )


def _best(answer: Block, exchanges: Sequence[Exchange]) -> Exchange:
    return min(exchanges, key=lambda exchange: len(_answer_differs(answer, exchange)))


def _answer_differs(block: Block, exchange: Exchange) -> list[str]:
    if not block.source.strip():
        return ["the page shows nothing"]
    return answer_differs(parse(block), exchange.answer)


def _differs(sighting: _Sighting, texts: Mapping[int, str]) -> list[str]:
    """How the blocks, with the new `texts`, differ from what was seen. Raises Malformed."""
    blocks = [replace(block, source=texts.get(block.ordinal, block.source)) for block in sighting.blocks]
    if sighting.exchange is not None:
        return _answer_differs(blocks[0], sighting.exchange)
    return text_differences("\n".join(block.source for block in blocks), sighting.output)


def _same_in_all_languages(example: Example, well: Mapping[int, Result]) -> None:
    for snippet in example.snippets:
        if snippet.ordinal in well and (odd := odd_one_out(example, snippet, well[snippet.ordinal], well)):
            raise Refused(
                snippet,
                odd.message,
                *odd.detail[:-1],
                ("fix", "send the same in each language first; then update"),
            )


def _nothing_unspoken(example: Example, well: Mapping[int, Result]) -> None:
    """Refuses when an error was met whose status stands nowhere: a success may have been there."""
    for group, snippet in _placed(example, well):
        exchanges = well[snippet.ordinal].exchanges
        spoken = _spoken(group, snippet, well[snippet.ordinal])
        told = [id(exchange) for answer, exchange in spoken if answer.language == "http"]
        for exchange in exchanges:
            status = exchange.answer.status
            if id(exchange) in told or status < (300 if exchange is exchanges[-1] else 400):
                continue
            json = next((answer for answer, met in spoken if met is exchange), None)
            where = "the page doesn't speak of it" if json is None else "a `json` block can't say so"
            block = "put an empty `http` block under it" if json is None else "make it an empty `http` block"
            raise Refused(
                json or snippet,
                f"the API answers {status_line(status)}, and {where}",
                *met_rows(exchange),
                ("fix", f"mend the request or the API; if it is right, {block} and update again"),
            )


def _no_new_error(sighting: _Sighting, allowed: bool) -> None:
    if sighting.exchange is None or sighting.blocks[0].language != "http" or allowed:
        return
    block, status = sighting.blocks[0], sighting.exchange.answer.status
    documented = parse(block).status if block.source.strip() else None
    if documented is not None and documented < 400 <= status:
        raise Refused(
            block,
            f"the page shows {documented}, and the API answers {status_line(status)}",
            *met_rows(sighting.exchange),
            ("fix", "mend the request or the API; if it is right, add --allow-status-change"),
        )


def _rewritten(sighting: _Sighting) -> dict[int, str]:
    first = sighting.blocks[0]
    if sighting.exchange is None:
        new = rewritten_texts([block.source for block in sighting.blocks], sighting.output)
        for block, text in zip(sighting.blocks, new, strict=True):
            if not text.strip():
                fix = ("fix", "let it print something, or delete the block")
                raise Refused(
                    block, f"the snippet at line {sighting.snippet.line} prints nothing for it", fix
                )
        return {block.ordinal: text for block, text in zip(sighting.blocks, new, strict=True)}
    try:
        write = rewritten_json_block if first.language == "json" else rewritten_http
        text = write(first.source, sighting.exchange.answer)
        if not answer_differs(parse(replace(first, source=text)), sighting.exchange.answer):
            return {first.ordinal: text}
        cause = "an `http` block can't show this answer"
    except (Unfit, Malformed) as error:
        cause = str(error)
    fix = (
        "fix",
        "mend the API; if it is right, make it an empty `http` block and update again",
    )
    raise Refused(first, cause, *met_rows(sighting.exchange), fix)


def _at_odds(sighting: _Sighting, all_of_them: Iterable[_Sighting], found: Sequence[str]) -> Refused:
    """Two snippets that one answer can't be right for."""
    other = next(each.snippet for each in all_of_them if each.blocks == sighting.blocks)
    does = "prints" if sighting.exchange is None else "meets"
    return Refused(
        sighting.blocks[0],
        f"the snippet at line {sighting.snippet.line} {does} something else than that at line {other.line}",
        *(("differs", text) for text in found[:8]),
        (
            "fix",
            "make them agree, put `...` where they may differ, or give each its answer by `title`",
        ),
    )
