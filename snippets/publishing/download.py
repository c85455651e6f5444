"""What `python -m snippets export` writes, as files of the site: a zip, and descriptions for other tools.

MkDocs copies static files after it has rendered all pages, and looks up a link while it renders its page. So
a file that is added with the first page is linked, copied and served like any other.
"""

from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from snippets.exporting.files import OPENAPI, descriptions
from snippets.page import Layout, Reader
from snippets.publishing.bundle import bundle, zipped
from snippets.publishing.programs import layouts, programs
from snippets.report import Report
from snippets.settings import Settings, SettingsError, find

__all__ = ["ZIP", "offer"]

ZIP = "downloads/examples.zip"
"""Where it is, as seen from the folder of the pages."""

_made: dict[Path, tuple[Report, dict[str, bytes | str]]] = {}


def offer(files: Files, config: MkDocsConfig, root: Path, report: Report, reader: Reader) -> None:
    """Adds them to the files of a site, once a build; where nothing is verified the zip says so.

    They are made anew when `report` is another object than at the last call.
    """
    if files.get_file_from_path(ZIP) is not None:
        return
    try:
        settings = find(root)
    except SettingsError:
        return  # the command line says what is wrong
    if settings is None:
        return
    if root not in _made or _made[root][0] is not report:
        pages = layouts(reader, settings)
        _made[root] = (report, {ZIP: _zip(settings, report, pages), **_described(settings, report, pages)})
    for path, content in _made[root][1].items():
        files.append(File.generated(config, path, content=content))


def _zip(settings: Settings, report: Report, pages: Sequence[Layout]) -> bytes:
    found = programs(pages, report, settings.docs.relative_to(settings.root).as_posix())
    return zipped(bundle(found, report, settings))


def _described(settings: Settings, report: Report, pages: Sequence[Layout]) -> dict[str, str]:
    try:
        found = descriptions(settings, pages, report)
    except SettingsError:
        return {}  # the app doesn't start: pytest says why
    return {path: text for path, text in found.items() if path != OPENAPI}
