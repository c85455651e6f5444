"""The engine's vocabulary: what is read from a page, what a run gives, what is judged.

Frozen records of the standard library only, so that every other module can import this one. What may hold a
credential, such as one that an answer has just made, stays out of their `repr`.
"""

from dataclasses import dataclass, field

__all__ = [
    "Answer",
    "Block",
    "Directive",
    "Example",
    "Exchange",
    "Failure",
    "Group",
    "Headers",
    "Page",
    "Problem",
    "Request",
    "Result",
    "Step",
    "Take",
    "Verdict",
    "joined",
]

Headers = tuple[tuple[str, str], ...]
"""Name and value of each field, in their order."""


@dataclass(frozen=True)
class Directive:
    """The exceptions that a page states for one fence: `<!-- snippet: … -->` above it."""

    line: int = 0
    """Line of the first comment in the file, 0 when there is none."""
    scenario: str | None = None
    """The state the world is in when the example starts."""
    example: str | None = None
    """A name; fences of one name are one example, wherever they stand on the page."""
    continues: bool = False
    """The snippet goes on from the one above it in the same language."""
    response_to: str | None = None
    """Names the example that this documented answer belongs to."""
    skip: str | None = None
    """Why the block is not run."""
    never: bool = False
    """A skipped block that is not even tried (`skip never`)."""
    no_request: str | None = None
    """Why a snippet sends no request."""


@dataclass(frozen=True)
class Block:
    """One fenced block, as MkDocs shows it."""

    ordinal: int
    """Position among the page's blocks, from 0: the key of its verdict."""
    language: str
    """The fence's language in lower case, as written; empty when it has none."""
    source: str
    """The text of the page's `<code>`, byte for byte, without a final newline."""
    line: int
    """Line of the opening fence in the file, from 1."""
    end: int
    """Line of the closing fence."""
    title: str | None = None
    directive: Directive = field(default_factory=Directive)
    blank: int = 0
    """Empty lines below the opening fence, which MkDocs leaves out of `source`."""

    @property
    def first(self) -> int:
        """Line on which `source` begins."""
        return self.line + 1 + self.blank


@dataclass(frozen=True)
class Problem:
    """Something wrong with a page as written, before anything runs."""

    line: int
    message: str


@dataclass(frozen=True)
class Group:
    """Adjacent fences in different languages and the documented answers right below them."""

    snippets: tuple[Block, ...]
    answers: tuple[Block, ...] = ()

    def answers_for(self, snippet: Block, language: str) -> tuple[Block, ...]:
        """The answers that hold for `snippet`: those without a title, or titled with its language."""
        return tuple(a for a in self.answers if a.title is None or a.title.casefold() == language.casefold())


@dataclass(frozen=True)
class Example:
    """One thing that a reader can do, in each language the page offers it."""

    name: str
    """The directive's name, or one made of the line: unique in its page."""
    groups: tuple[Group, ...]
    extra: tuple[Block, ...] = ()
    """Blocks elsewhere on the page that speak of this example (`response-to`)."""
    scenario: str | None = None

    @property
    def snippets(self) -> tuple[Block, ...]:
        return tuple(snippet for group in self.groups for snippet in group.snippets)


@dataclass(frozen=True)
class Page:
    """A Markdown page, read."""

    path: str
    """Relative to the project's root, with `/`."""
    digest: str
    """SHA-256 of the file's bytes, in hex: a page changed in any character has no verdicts."""
    blocks: tuple[Block, ...]
    examples: tuple[Example, ...]
    problems: tuple[Problem, ...] = ()
    sequence: bool = False
    """Whether its front matter says that each snippet continues the one above it."""


@dataclass(frozen=True)
class Request:
    """A request as the snippet sent it, before the reader's key was put in."""

    method: str
    target: str
    """Path and query, as on the wire."""
    headers: Headers = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The values of `name` in any case, joined by `, ` (RFC 9110 §5.3); None when absent."""
        return joined(self.headers, name)


@dataclass(frozen=True)
class Answer:
    """What the API answered."""

    status: int
    headers: Headers = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The values of `name` in any case, joined by `, ` (RFC 9110 §5.3); None when absent."""
        return joined(self.headers, name)


@dataclass(frozen=True)
class Exchange:
    """One request that reached the world, and its answer."""

    request: Request
    answer: Answer


@dataclass(frozen=True)
class Take:
    """What a request of a sequence has from an answer before it."""

    step: int
    """Which exchange of the sequence gave it, from 0."""
    source: str
    """Where it stood there: `body#/data/0/id`, a JSON pointer (RFC 6901), or `header.etag`."""


@dataclass(frozen=True)
class Step:
    """One exchange of a sequence, without any value that the API made.

    Where the client sent such a value, `{$0}` stands for it, the first of `takes`. No credential is in it.
    """

    method: str
    path: str
    """Percent-encoded, without the query."""
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Those that the client set by itself, in lower case, `authorization` and `content-type` included."""
    body: str = ""
    status: int = 0
    checks: tuple[tuple[str, str], ...] = ()
    """Pointers into the body of the answer, and the text that stood there."""
    takes: tuple[Take, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why a run or a verdict failed, in the words that are printed."""

    message: str
    """One line: what is wrong."""
    line: int | None = None
    """Line in the page; None: the snippet's own fence."""
    detail: tuple[tuple[str, str], ...] = ()
    """Rows below the first line, as (label, text): sent, got, page, fix …; a text may have lines."""


@dataclass(frozen=True)
class Result:
    """What came of running one snippet."""

    exit: int
    output: str = field(repr=False)
    """What a terminal would have shown: both streams, in their order."""
    exchanges: tuple[Exchange, ...] = ()
    failure: Failure | None = None
    """Set by the runner when the snippet did not come to its end by itself."""
    seconds: float = 0.0
    earlier: tuple[Exchange, ...] = ()
    """The exchanges of the snippets that it continues."""


@dataclass(frozen=True)
class Verdict:
    """What is known of one block."""

    block: Block
    outcome: str
    """`passed`, `failed`, `skipped`, `compared`, `syntax`, `install`, `drawn` or `unchecked`."""
    example: str | None = None
    failure: Failure | None = None
    reason: str | None = None
    """Why it was skipped or is not checked."""
    exchanges: tuple[Exchange, ...] = ()
    seconds: float = 0.0
    steps: tuple[Step, ...] = ()
    """The exchanges of a snippet of a sequence, and what each takes from an earlier answer."""


def joined(headers: Headers, name: str) -> str | None:
    """The values of `name` in any case, joined by `, ` (RFC 9110 §5.3); None when absent."""
    values = [value for key, value in headers if key.lower() == name.lower()]
    return ", ".join(values) if values else None
