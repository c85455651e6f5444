"""The reference pages of a project: what they must say, and how the files in their folder differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config import load_config

from snippets.api.openapi import Document, fetch
from snippets.api.operation import Operation
from snippets.languages import LANGUAGES
from snippets.reference.example import with_answer
from snippets.reference.links import Links
from snippets.reference.names import file_name
from snippets.reference.page import DAY, MARK, Place, Writer
from snippets.reference.programs import WRITERS
from snippets.settings import Settings, SettingsError
from snippets.world import OpenScene

__all__ = ["Difference", "differences", "pages"]

_DAY = re.compile(r'^lastUpdated: "?([^"\n]*)"?$', re.M)
_LOOSE = "API reference"
"""The section of operations without a tag."""


@dataclass(frozen=True)
class Difference:
    """One file that isn't as it must be."""

    path: Path
    what: str
    """`stale`, `missing`, `extra`, or `foreign`: it stands among the generated pages and is none."""
    text: str = ""
    """What it must say; empty where it must not be."""
    line: int = 0
    """The first that differs."""

    @property
    def message(self) -> str:
        """What is wrong with the file, and what mends that."""
        again = "run: python -m snippets reference"
        return {
            "stale": f"line {self.line} differs from what the OpenAPI document says; {again}",
            "missing": f"the OpenAPI document has this operation, and there is no such page; {again}",
            "extra": f"the OpenAPI document has no such operation; {again}",
            "foreign": "is not generated, but stands among the generated pages; move it elsewhere",
        }[self.what]


def differences(settings: Settings, open_scene: OpenScene, today: str) -> list[Difference]:
    """How the folder's files differ from what the document says. `today`: the day that a changed page gets.

    Raises SettingsError when there is no folder, no document, or two operations have one page.
    """
    folder = _folder(settings)
    found = []
    due = pages(settings, open_scene)
    for name, text in due.items():
        path = folder / name
        old = path.read_text("utf-8") if path.is_file() else None
        whole = with_answer(text, old or "")
        if old is None:
            found.append(Difference(path, "missing", whole.replace(DAY, today)))
        elif MARK not in old:
            found.append(Difference(path, "foreign"))
        elif old != whole.replace(DAY, _day(old)):
            line = _first_difference(old, whole.replace(DAY, _day(old)))
            found.append(Difference(path, "stale", whole.replace(DAY, today), line))
    for path in sorted(folder.rglob("*.md")):
        if path.relative_to(folder).as_posix() not in due:
            what = "extra" if MARK in path.read_text("utf-8") else "foreign"
            found.append(Difference(path, what))
    return found


def pages(settings: Settings, open_scene: OpenScene) -> dict[str, str]:
    """File name → text, in the document's order; day and answer are still open."""
    document = fetch(settings, open_scene)
    if document is None:
        raise SettingsError(
            f"{settings.root / 'pyproject.toml'}: [tool.snippets] reference needs 'openapi', "
            "the path of the document"
        )
    if unknown := [each for each in settings.languages if each not in WRITERS]:
        *others, last = WRITERS
        raise SettingsError(
            f"{settings.root / 'pyproject.toml'}: [tool.snippets] languages: {unknown[0]!r} is none "
            f"in which examples are written; take {', '.join(others)} or {last}"
        )
    writer = Writer(
        document,
        settings.hosts,
        settings.languages or tuple(each.name for each in LANGUAGES if each.name in WRITERS),
        next(iter(settings.placeholders), "YOUR_API_KEY"),
        Links(settings, _site_url(settings), _folder(settings)),
    )
    found: dict[str, str] = {}
    for name, place, operation in _placed(document):
        if name in found:
            raise SettingsError(
                f"the OpenAPI document has two operations whose page is {name}; "
                f"give {operation} another operationId"
            )
        found[name] = writer.page(operation, place)
    return found


def _placed(document: Document) -> Iterator[tuple[str, Place, Operation]]:
    """Each operation with its file, and its place: a section a tag, in the document's order."""
    counts: dict[str, int] = {}
    for operation in document.operations:
        parent = str(next(iter(document.node(operation).get("tags") or ()), _LOOSE))
        counts[parent] = counts.get(parent, 0) + 1
        yield file_name(operation), Place(parent, counts[parent]), operation


def _folder(settings: Settings) -> Path:
    if settings.reference is None:
        raise SettingsError(
            f"{settings.root / 'pyproject.toml'}: [tool.snippets] has no 'reference'; "
            'name the folder of the pages, such as reference = "docs/api-reference"'
        )
    if settings.docs not in settings.reference.parents:
        raise SettingsError(
            f"{settings.root / 'pyproject.toml'}: [tool.snippets] reference: {settings.reference} "
            f"is no folder below that of the pages, {settings.docs}"
        )
    return settings.reference


def _site_url(settings: Settings) -> str:
    return str(load_config(str(settings.mkdocs)).site_url or "") if settings.mkdocs else ""


def _day(text: str) -> str:
    found = _DAY.search(text)
    return found[1] if found else ""


def _first_difference(old: str, new: str) -> int:
    pairs = zip(old.split("\n"), new.split("\n"), strict=False)
    same = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    return 1 + (same if same is not None else min(old.count("\n"), new.count("\n")))
