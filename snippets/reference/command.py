"""`python -m snippets reference`: writes the pages that differ, and lets the API fill in their answers."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from snippets.check import Checker
from snippets.page import Reader
from snippets.reference.book import Difference, differences
from snippets.reporting.show import failure_lines
from snippets.rewriting.update import Updater
from snippets.settings import Settings
from snippets.world import scene_factory

__all__ = ["reference"]

_DONE = {"stale": "rewrote", "missing": "wrote", "extra": "deleted"}


def reference(settings: Settings, check: bool = False) -> int:
    """Writes the pages, or with `check` only says which are not as they must be.

    The exit status is 1 when a page is not, and when an example doesn't give what it should.
    """
    today = datetime.now(UTC).date().isoformat()
    found = differences(settings, scene_factory(settings), today)
    if check:
        return _told(settings, found)
    wrong = [each for each in found if each.what == "foreign"]
    changed = [each for each in found if each.what != "foreign"]
    for each in changed:
        if each.text:
            each.path.parent.mkdir(parents=True, exist_ok=True)
            each.path.write_text(each.text, "utf-8")
        else:
            each.path.unlink()
        print(f"{_DONE[each.what]} {_name(settings, each)}", flush=True)
    written = [each for each in changed if each.text]
    failed = _answered(settings, written) if written else 0
    if not changed and not wrong:
        print("the reference pages are as the OpenAPI document says")
    return 1 if _told(settings, wrong) or failed else 0


def _told(settings: Settings, found: Sequence[Difference]) -> int:
    for each in found:
        print(f"{_name(settings, each)}: {each.message}", file=sys.stderr)
    return 1 if found else 0


def _name(settings: Settings, each: Difference) -> str:
    return each.path.relative_to(settings.root).as_posix()


def _answered(settings: Settings, written: Sequence[Difference]) -> int:
    """Runs the examples of these pages and puts in what they are answered; how many were refused."""
    reader = Reader(settings.mkdocs)
    refused = 0
    with Checker(settings) as checker:
        updater = Updater(settings, reader, checker)
        for each in written:
            page = reader.read(each.path, settings.root)
            update = updater.update(page, {block.ordinal for block in page.blocks})
            for refusal in update.refusals:
                told = failure_lines(update.page, refusal.block, refusal.example, refusal.failure)
                print("\n".join(told), file=sys.stderr)
            refused += len(update.refusals)
    return refused
