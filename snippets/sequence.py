"""`continues`: a snippet that goes on from the one above it in its language, in the same program and world.

The snippets of such a chain run as one program. Between them stand as many empty lines as there are
lines between them on the page, so that a line that the program names is the page's.
"""

from dataclasses import replace

from snippets.languages import language_of
from snippets.model import Block, Failure, Page, Result

__all__ = ["chain", "joined", "rest"]


def chain(page: Page, snippet: Block) -> tuple[Block, ...]:
    """The snippets that `snippet` goes on from, itself last; only itself when it continues nothing."""
    found = [snippet]
    for above in reversed(page.blocks[: snippet.ordinal]):
        if not found[0].directive.continues:
            break
        same = language_of(above.language) is language_of(snippet.language)
        if same and above.directive.skip is None:
            found.insert(0, above)
    return tuple(found)


def joined(blocks: tuple[Block, ...]) -> Block:
    """One block of the blocks' texts, each at its own distance from the first."""
    first = blocks[0]
    lines: list[str] = []
    for block in blocks:
        lines += [""] * (block.first - first.first - len(lines))
        lines += block.source.split("\n")
    return replace(blocks[-1], source="\n".join(lines), line=first.line, blank=first.blank)


def rest(whole: Result, before: Result, snippet: Block) -> Result:
    """What the last snippet of a chain added to what came of those before it."""
    if before.failure is not None:
        line = before.failure.line or snippet.directive.line
        fix = (("fix", "mend that one first"),)
        return replace(whole, exchanges=(), failure=Failure("continues a snippet that fails", line, fix))
    count = len(before.exchanges)
    if whole.exchanges[:count] != before.exchanges or not whole.output.startswith(before.output):
        fix = (("fix", "let each snippet wait for what it starts, so that the next begins after it"),)
        message = "can't be told apart from the snippet that it continues: they run into each other"
        return replace(whole, failure=Failure(message, None, fix))
    return replace(whole, output=whole.output[len(before.output) :], exchanges=whole.exchanges[count:])
