"""Rewrites the answers of a page from what its examples meet now: `pytest docs --update-docs`.

A page is written once, whole, and only with what reads back as meant. What may not be written is refused,
with the reason; the rest of the page is written all the same.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from snippets.check import Checker
from snippets.model import Block, Failure, Page
from snippets.page import Reader
from snippets.rewriting.edit import Uneditable, edited, write
from snippets.rewriting.observed import Refused, observed_texts
from snippets.settings import Settings

__all__ = ["Refusal", "Update", "Updater"]

_EDITED = "the page was edited while it ran"


@dataclass(frozen=True)
class Refusal:
    """An answer that differs and was not rewritten."""

    block: Block
    example: str | None
    failure: Failure


@dataclass(frozen=True)
class Update:
    """What became of a page."""

    page: Page
    """As it is now."""
    rewritten: tuple[Block, ...] = ()
    """Those of its blocks that were rewritten."""
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Updater:
    """Rewrites pages of one project."""

    settings: Settings
    reader: Reader
    checker: Checker
    allow_status_change: bool = False

    def update(self, page: Page, selected: Collection[int]) -> Update:
        """Rewrites the examples of `page` that have a snippet or an answer with a selected ordinal.

        A page that is no longer what was read is left alone. Raises OSError when it can't be read.
        """
        file = self.settings.root / page.path
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != page.digest:
            return Update(page, (), tuple(_left(page, ordinal, _EDITED) for ordinal in sorted(selected)[:1]))
        observed = _Observed(self, page, selected, data)
        if not observed.written:
            return Update(page, (), tuple(observed.refusals))
        why = _written(file, observed.made, data, self.settings.report.parent)
        if why is not None:
            return Update(page, (), (_left(page, min(observed.written), why),))
        now = self.reader.lay(observed.made, page.path).page
        # Once more, on the new text: the lines are others now, and what an example meets must be the same.
        self.checker.forget(page.path)
        again = _Observed(self, now, selected, observed.made)
        rewritten = tuple(now.blocks[ordinal] for ordinal in sorted(observed.written))
        return Update(now, rewritten, (*again.refusals, *again.unsteady()))


class _Observed:
    """What the selected examples of a page meet, put into its bytes as far as it may be."""

    def __init__(self, updater: Updater, page: Page, selected: Collection[int], data: bytes) -> None:
        self.made = data
        self.written: dict[int, str] = {}
        """Ordinal of a block in `made` that has a new text → name of its example."""
        self.refusals: list[Refusal] = []
        self._page = page
        for example in page.examples:
            if not any(block.ordinal in selected for block in (*example.snippets, *example.extra)):
                continue
            try:
                results = updater.checker.results(page, example)
                texts = observed_texts(example, results, updater.allow_status_change)
                if texts:
                    self.made = self._with(updater, texts)
                    self.written |= dict.fromkeys(texts, example.name)
            except Refused as refused:
                self.refusals.append(Refusal(refused.block, example.name, refused.failure))

    def _with(self, updater: Updater, texts: Mapping[int, str]) -> bytes:
        first = self._page.blocks[min(texts)]
        if any(updater.checker.as_printed(text) != text for text in texts.values()):
            raise Refused(first, "it would show a key", ("fix", "put `...` where the answer has the key"))
        try:
            return edited(updater.reader, self.made, self._page.path, texts)
        except Uneditable as error:
            fix = ("fix", "show it in another kind of block, or put `...` where it can't be shown")
            raise Refused(first, str(error), fix) from None

    def unsteady(self) -> list[Refusal]:
        """What was rewritten a moment ago, and differs again."""
        message = "was rewritten, and is another again a moment later"
        fix = ("fix", "put `...` where it changes, or hold the app still")
        return [
            Refusal(self._page.blocks[ordinal], example, Failure(message, detail=(fix,)))
            for ordinal, example in self.written.items()
        ]


def _written(file: Path, data: bytes, instead_of: bytes, folder: Path) -> str | None:
    """Writes the page; why that could not be, or None."""
    try:
        return None if write(file, data, instead_of, folder) else _EDITED
    except OSError as error:
        return f"the page can't be written: {error.strerror}"


def _left(page: Page, ordinal: int, cause: str) -> Refusal:
    """Why a page was left as it is, told at one of its blocks."""
    block = page.blocks[ordinal]
    return Refusal(block, None, Failure(f"not rewritten: {cause}", detail=(("fix", "run it again"),)))
