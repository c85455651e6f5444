"""`<!-- verification: NAME -->` on a line of a page: here the site shows a figure of the last run."""

import re

from snippets.reading.fences import Reading

__all__ = ["FIGURES", "asked"]

FIGURES = ("coverage", "summary", "totals")
"""`coverage`: the heat map of the API's operations; `summary`: how many snippets ran, in a sentence;
`totals`: how many blocks came to what."""

_MARKER = re.compile(r"<!--\s*verification\s*:\s*(.*?)\s*-->\s*", re.I)


def asked(reading: Reading) -> dict[int, str]:
    """Line of the text, from 0 → what the comment there asks for, which may be none of `FIGURES`."""
    inside = {line for fence in reading.fences for line in range(fence.start, fence.end + 1)}
    found = ((number, _MARKER.fullmatch(line)) for number, line in enumerate(reading.lines))
    return {number: match[1] for number, match in found if match and number not in inside}
