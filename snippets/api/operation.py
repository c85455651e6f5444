"""The operations of an API, as its OpenAPI document names them, and which of them a request calls."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Operation", "called", "status_key"]

_VARIABLE = re.compile(r"\{[^/{}]+\}")


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    """In capitals."""
    path: str
    """The template as the document writes it, such as `/notes/{id}`."""
    id: str = ""
    summary: str = ""
    statuses: tuple[str, ...] = ()
    """The keys of its `responses`, in their order: `200`, `4XX`, `default`."""
    bases: tuple[str, ...] = ("",)
    """The paths of its `servers`, below which the template stands: with the defaults of their variables, then
    with the variables themselves."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def rank(self, path: str) -> tuple[int, ...] | None:
        """How well a path fits, the less the better; None when it doesn't.

        OpenAPI 3.1 §4.8.8.2: a concrete path is matched before a template. It leaves two templates open;
        here the one wins that is literal for longer.
        """
        ranks = [rank for pattern, rank in self._patterns if pattern.fullmatch(path)]
        return min(ranks, default=None)

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], tuple[int, ...]]]:
        wholes = [base + self.path for base in self.bases]
        return [(_pattern(whole), tuple(map(_vague, whole.split("/")))) for whole in wholes]


def _pattern(template: str) -> re.Pattern[str]:
    """OpenAPI 3.1 §4.8.8.2: what stands for a variable has no `/`, and is not empty."""
    return re.compile("[^/]+".join(map(re.escape, _VARIABLE.split(template))))


def _vague(segment: str) -> int:
    """0: the segment is literal, 1: partly, 2: a variable alone."""
    return 2 if _VARIABLE.fullmatch(segment) else 1 if _VARIABLE.search(segment) else 0


def called(operations: Iterable[Operation], method: str, path: str) -> Operation | None:
    """The operation that a request calls; None when the document has none for it.

    `path` is percent-decoded and without its query. A HEAD request calls the GET operation of its path unless
    HEAD has its own (RFC 9110 §9.3.2: the same answer, without the content). OPTIONS calls only its own.
    """
    methods = ("HEAD", "GET") if method.upper() == "HEAD" else (method.upper(),)
    ranked = [
        (rank, methods.index(operation.method), number, operation)
        for number, operation in enumerate(operations)
        if operation.method in methods and (rank := operation.rank(path)) is not None
    ]
    return min(ranked)[-1] if ranked else None


def status_key(statuses: Iterable[str], status: int) -> str | None:
    """The key that documents a status: the status itself, its class, or `default` (OpenAPI 3.1 §4.8.16)."""
    known = {key.upper(): key for key in statuses}
    return next((known[key] for key in (str(status), f"{status // 100}XX", "DEFAULT") if key in known), None)
