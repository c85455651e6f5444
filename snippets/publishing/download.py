"""`downloads/examples.zip`: what `python -m snippets export` writes, as a file of the site.

MkDocs copies static files after it has rendered all pages, and looks up a link while it renders its page. So
a file that is added with the first page is linked, copied and served like any other.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from snippets.page import Reader
from snippets.publishing.bundle import bundle, zipped
from snippets.publishing.programs import layouts, programs
from snippets.report import Report
from snippets.settings import Settings, SettingsError, find

__all__ = ["ZIP", "offer"]

ZIP = "downloads/examples.zip"
"""Where it is, as seen from the folder of the pages."""

_made: dict[Path, tuple[Report, bytes]] = {}


def offer(files: Files, config: MkDocsConfig, root: Path, report: Report, reader: Reader) -> None:
    """Adds the zip to the files of a site, once a build; where nothing is verified it says so.

    It is made anew when `report` is another object than at the last call.
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
        _made[root] = (report, _zip(settings, report, reader))
    files.append(File.generated(config, ZIP, content=_made[root][1]))


def _zip(settings: Settings, report: Report, reader: Reader) -> bytes:
    found = programs(layouts(reader, settings), report, settings.docs.relative_to(settings.root).as_posix())
    return zipped(bundle(found, report, settings))
