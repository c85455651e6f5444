"""The sequences of the pages as workflows: what one language's snippets sent, and took from answers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from mkdocs.utils import meta

from snippets.api.operation import Operation, called
from snippets.languages import LANGUAGES, language_of
from snippets.model import Block, Page, Step
from snippets.page import Layout
from snippets.reading.naming import page_names, unique
from snippets.reading.sequence import chain
from snippets.report import Record, Report
from snippets.reporting.flow import OWN
from snippets.settings import Settings

__all__ = ["LeftOut", "Named", "Workflow", "workflows"]

_MOST = 50
"""Steps that a workflow may have. More are a loop, which Arazzo can't say (it has `goto`, and no counter)."""


@dataclass(frozen=True)
class Named:
    """A step with its name, and the operation that it calls."""

    id: str
    step: Step
    operation: Operation


@dataclass(frozen=True)
class Workflow:
    """A sequence that can be written down as calls, one after the other."""

    id: str
    title: str
    description: str
    page: str
    steps: tuple[Named, ...]


@dataclass(frozen=True)
class LeftOut:
    """A sequence that can't, and why."""

    page: str
    reason: str


def workflows(
    pages: Iterable[Layout], report: Report, settings: Settings
) -> tuple[list[Workflow], list[LeftOut]]:
    """Those of the pages that are one sequence, as far as they are verified."""
    found: list[Workflow] = []
    out: list[LeftOut] = []
    every = [layout.page for layout in pages]
    names = page_names((page.path for page in every), settings.docs.relative_to(settings.root).as_posix())
    taken: set[str] = set()
    for page in every:
        if not page.sequence:
            continue
        records = report.records(page.path, page.digest)
        front = _front(settings, page)
        for ids, steps, scenario in _sequences(page, records):
            try:
                named = _named(ids, steps, scenario, report, settings)
            except _Inexpressible as error:
                out.append(LeftOut(page.path, str(error)))
                continue
            found.append(
                Workflow(
                    id=unique(names[page.path], taken),
                    title=str(front.get("title") or names[page.path]),
                    description=str(front.get("description") or ""),
                    page=page.path,
                    steps=named,
                )
            )
    return _told_apart(found), out


def _told_apart(found: Sequence[Workflow]) -> list[Workflow]:
    """The workflows, with step ids that are unique among all of them.

    Arazzo 1.0.1 §4.6.5.1 asks for that within one workflow only; Redocly mixes up the outputs of others.
    """
    counts = Counter(each.id for workflow in found for each in workflow.steps)

    def own(workflow: Workflow, each: Named) -> Named:
        return replace(each, id=f"{workflow.id}-{each.id}") if counts[each.id] > 1 else each

    return [replace(each, steps=tuple(own(each, step) for step in each.steps)) for each in found]


class _Inexpressible(Exception):
    """A sequence is more than calls one after the other; the message says how, as the end of a sentence."""


def _front(settings: Settings, page: Page) -> dict[str, Any]:
    text = (settings.root / page.path).read_text("utf-8-sig")
    return dict(meta.get_data(text)[1])


def _sequences(page: Page, records: dict[int, Record]) -> Iterator[tuple[list[str], list[Step], str | None]]:
    """Each sequence of a page: the names of its steps, the steps, and the state that it starts in.

    All languages do the same, so one is enough: that which is verified in the most snippets.
    """
    names = {block.ordinal: example.name for example in page.examples for block in example.snippets}
    scenarios = {example.name: example.scenario for example in page.examples}
    best: dict[int, list[list[Block]]] = {}
    for language in LANGUAGES:
        mine = [
            block
            for block in page.blocks
            if block.ordinal in names
            and language_of(block.language) is language
            and (record := records.get(block.ordinal)) is not None
            and record.outcome == "passed"
        ]
        whole = [block for block in mine if all(above in mine for above in chain(page, block))]
        best.setdefault(len(whole), _chains(page, whole))
    for blocks in best[max(best)]:
        ids: list[str] = []
        steps: list[Step] = []
        for block in blocks:
            own = records[block.ordinal].steps
            name = names[block.ordinal]
            ids += [name if len(own) == 1 else f"{name}-{number}" for number in range(1, len(own) + 1)]
            steps += own
        first = blocks[0]
        yield ids, steps, first.directive.scenario or scenarios[names[first.ordinal]]


def _chains(page: Page, blocks: Sequence[Block]) -> list[list[Block]]:
    found: dict[int, list[Block]] = {}
    for block in blocks:
        found.setdefault(chain(page, block)[0].ordinal, []).append(block)
    return list(found.values())


def _named(
    ids: Sequence[str], steps: Sequence[Step], scenario: str | None, report: Report, settings: Settings
) -> tuple[Named, ...]:
    """The steps with their operations. Raises _Inexpressible."""
    if scenario:
        raise _Inexpressible(f"starts in a state of the API that no request brings about: {scenario}")
    if not steps:
        raise _Inexpressible("sends no request")
    if len(steps) > _MOST:
        raise _Inexpressible(f"repeats requests: it sends {len(steps)}")
    return tuple(
        Named(name, step, _operation(step, report, settings)) for name, step in zip(ids, steps, strict=True)
    )


def _operation(step: Step, report: Report, settings: Settings) -> Operation:
    said = f"{step.method} {step.path}"
    if step.status == 429:
        raise _Inexpressible("uses up a limit and waits, which depends on the clock")
    if any(value == OWN for _, value in step.headers):
        raise _Inexpressible(f"sends a credential of its own with {said}")
    if any(re.search(r"<the key [^>]*>", value) for value in (*dict(step.headers).values(), step.body)):
        raise _Inexpressible(f"sends a key with {said} that the pages have no placeholder for")
    operation = called(report.operations, step.method, unquote(step.path))
    if operation is None or operation.method != step.method:
        raise _Inexpressible(f"sends {said}, which the OpenAPI document has no operation for")
    return operation
