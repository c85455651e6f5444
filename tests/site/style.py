"""The house style, as far as a machine can hold it; `docs/contributing/writing-pages.md` states it."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from tests.site.prose import Passage, passages, sentences

__all__ = ["LONGEST", "WIDEST", "faults", "longest"]

LONGEST = 30
"""Words of a sentence. Writers aim at 25; a few sentences need more."""

WIDEST = 93
"""Characters of a line of a program: what a page 1,280 px wide shows without scrolling."""

INSTEAD: Mapping[str, str] = {
    r"simpl[ye]|just|eas(y|ily)|obvious(ly)?|trivial(ly)?|straightforward": (
        "leave it out: it judges the reader's effort"
    ),
    r"please|basically|actually|very|quite|of course|note that|in order to": "leave it out: it says nothing",
    r"will|won't|shall|going to": "write the present tense",
    r"we|we're|our|ours|us|let's|let us|(?-i:I)": "write to “you”",
    r"utili[sz]e|leverage": "write “use”",
    r"via": "write “by” or “through”",
    r"etc\.?|e\.g\.?|i\.e\.?": "write it out",
    r"the user('s)? (should|must|can)": "write to “you”",
}
"""Words that the pages don't have → what to write instead."""

PROPER = re.compile(
    "APIs?|Arazzo|CI|CORS|Code|FastAPI|GitHub|HTML|HTTP|HTTPS|I|JSON|JavaScript|Linux|Management|Markdown|Material|"
    "MkDocs|Node.js|OWASP|OAuth|OpenAPI|Pages|Postman|Pydantic|Python|Security|Stripe|TLS|Task|Top|Twilio|URLs?|UTC|cURL"
)
"""Words with a capital of their own."""

SEED = frozenset(
    {
        "API Key Management",
        "API Key Security Best Practices",
        "API Reference",
        "Advanced: Rotating API Keys",
        "Authentication Errors",
        "Authentication Flow",
        "Authentication in Code Examples",
        "Bearer Token Authentication",
        "Best Practices",
        "Error Handling",
        "Getting an API Key",
        "JavaScript Example",
        "Next Steps",
        "Python Example",
        "Quick Start Guide",
        "Rate Limiting",
        "Related Resources",
        "Security Best Practices",
        "See Also",
        "cURL Example",
    }
)
"""Headings that the guide was given with; they stay as they were."""

_STATUS = re.compile("|".join(f"{each.value} {re.escape(each.phrase)}" for each in HTTPStatus))
"""A status as the standard writes it: 201 Created."""


def faults(file: Path, root: Path) -> Iterator[str]:
    """What breaks the style in a file: place, what, and what to write instead."""
    name = file.relative_to(root)
    for passage in passages(file):
        for said in [*_wordy(passage), *_long(passage), *_capital(passage)]:
            yield f"{name}:{passage.line}: {said}"
    for number, width in _wide(file):
        yield f"{name}:{number}: a line of {width} characters: break it after at most {WIDEST}"


def longest(file: Path) -> int:
    """How many words the file's longest sentence has."""
    found = (each for each in passages(file) if each.kind == "text")
    return max((len(words(each)) for passage in found for each in sentences(passage)), default=0)


def words(sentence: str) -> list[str]:
    return re.findall(r"[^\s–—]*\w[^\s–—]*", sentence)


def _wordy(passage: Passage) -> Iterator[str]:
    for pattern, instead in INSTEAD.items():
        if passage.text.endswith("?") and pattern.startswith("we|"):
            continue  # a question of the reader
        for found in re.finditer(rf"(?<![\w'’.-])({pattern})(?![\w'’-])", passage.text, re.IGNORECASE):
            yield f"“{found[0]}”: {instead}"


def _long(passage: Passage) -> Iterator[str]:
    if passage.kind == "text":
        for sentence in sentences(passage):
            if (count := len(words(sentence))) > LONGEST:
                yield f"a sentence of {count} words, “{sentence[:40]}…”: make it two of at most {LONGEST}"


def _wide(file: Path) -> Iterator[tuple[int, int]]:
    """The programs' lines that are too wide, each with its width; answers may be, as their headers are."""
    language = ""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if fence := re.match(r" *```+ *(\w*)", line):
            language = "" if language else fence[1] or "text"
        elif language in {"bash", "javascript", "python"} and len(line) > WIDEST:
            yield number, len(line)


def _capital(passage: Passage) -> Iterator[str]:
    if passage.kind == "heading" and passage.text not in SEED:
        said = _STATUS.sub("", passage.text)
        rest = [word for sentence in sentences(replace(passage, text=said)) for word in words(sentence)[1:]]
        if wrong := [
            word for word in rest if word[0].isupper() and not PROPER.fullmatch(word.strip(".,:?()"))
        ]:
            yield f"the heading has a capital in “{' '.join(wrong)}”: only the first word and names have one"


if __name__ == "__main__":
    here = Path.cwd()
    for argument in sys.argv[1:]:
        print(*faults(here / argument, here), sep="\n")
