"""The files of a site that are made with it: of the pages, of the last run, and of what the app answers.

MkDocs copies static files after it has rendered all pages, and looks up a link while it renders its page. So
a file that is added with the first page is linked, copied and served like any other, also when of all pages
only one is rendered.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from weakref import WeakSet

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from snippets.page import Reader, is_page
from snippets.publishing import download
from snippets.publishing.aliases import stubs
from snippets.publishing.copies import FULL, INDEX, copies, full, index
from snippets.publishing.openapi_files import JSON, YAML, openapi_files
from snippets.publishing.site_pages import site_pages
from snippets.report import Report
from snippets.settings import SettingsError, find

__all__ = ["offer"]

_done: WeakSet[Files] = WeakSet()
"""One for each build."""

_WHAT = {
    JSON: "The API as an OpenAPI document, made from the code that answers",
    YAML: "The same document as YAML",
}


def offer(
    files: Files,
    config: MkDocsConfig,
    root: Path,
    report: Report,
    reader: Reader,
    *,
    warn: Callable[[str], None],
) -> None:
    """Adds them to the files of a site, once a build. A file of the same name in the pages' folder stays.

    `warn` is called with what is wrong with the pages or the app.
    """
    if files in _done:
        return
    _done.add(files)
    download.offer(files, config, root, report, reader)
    pages = site_pages(files)
    leading = stubs(pages, files, config)
    for fault in leading.faults:
        warn(fault)
    described = _described(root, warn)
    _add(files, config, leading.html | described)
    # Only now, so that a link of a page to one of those is found.
    copied = copies(pages, files, config, reader)
    lists = {INDEX: index(pages, config, _WHAT if described else {}), FULL: full(pages, config, copied)}
    _add(files, config, copied | lists)


def _add(files: Files, config: MkDocsConfig, made: Mapping[str, str]) -> None:
    """Adds files, path → text."""
    taken = {file.dest_uri for file in files}
    for path, text in made.items():
        if path not in taken:
            files.append(_file(config, path, text))


def _described(root: Path, warn: Callable[[str], None]) -> dict[str, str]:
    try:
        settings = find(root)
    except SettingsError:
        return {}  # the command line says what is wrong
    try:
        return openapi_files(settings) if settings else {}
    except SettingsError as error:
        warn(str(error))
        return {}


def _file(config: MkDocsConfig, path: str, text: str) -> File:
    """A file of the site; MkDocs would make a page of one with the name of a page."""
    page = is_page(Path(path))
    file = File.generated(config, f"{path}.copy" if page else path, content=text)
    file.dest_uri = path
    return file
