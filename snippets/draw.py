"""`python -m snippets draw`: draws each diagram whose text has changed, and removes pictures of none."""

import sys

from snippets.languages import DRAWN
from snippets.page import Reader, page_files
from snippets.publishing.drawing import UndrawableError, pictures
from snippets.reading.diagram import FOLDER, picture
from snippets.settings import Settings

__all__ = ["draw"]


def draw(settings: Settings) -> int:
    """Writes the pictures that are missing; the exit status is 1 when a diagram can't be drawn.

    Raises SettingsError when Mermaid or Chromium is missing, as far as there is something to draw.
    """
    reader = Reader(settings.mkdocs)
    wanted: dict[str, tuple[str, str]] = {}
    for path in page_files(settings.docs):
        page = reader.read(path, settings.root)
        for block in page.blocks:
            if block.language in DRAWN and block.directive.skip is None:
                file = picture(block.source)
                wanted[file.stem] = (f"{page.path}:{block.line}", block.source)
    folder = settings.docs / FOLDER
    there = {file.stem for file in folder.glob("*.svg")}
    missing = {name: source for name, (_, source) in wanted.items() if name not in there}
    try:
        drawn = pictures(missing, settings.root) if missing else {}
    except UndrawableError as error:
        print(f"{wanted[error.name][0]} [mermaid] can't be drawn: {error}", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in drawn.items():
        (folder / f"{name}.svg").write_text(svg, "utf-8")
        print(f"{wanted[name][0]} drawn")
    for name in there - wanted.keys():
        (folder / f"{name}.svg").unlink()
    print(f"{len(wanted)} diagrams, {len(drawn)} new pictures, {len(there - wanted.keys())} removed")
    return 0
