"""`python -m snippets export DIR`: each verified snippet as a file that runs by itself; and descriptions.

The folder holds a list of what was written, with a digest of each file: the next export replaces those files,
and touches no other and none that somebody has changed, for instance to put a key in.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from snippets.exporting.files import descriptions
from snippets.page import Reader
from snippets.publishing.bundle import bundle, is_executable
from snippets.publishing.programs import layouts, left_out, programs
from snippets.report import load
from snippets.settings import Settings

__all__ = ["MARKER", "Refused", "export", "write"]

MARKER = ".snippets-export.json"
"""Path → SHA-256 of what an export wrote; it makes a folder one that the next export may write to."""


class Refused(Exception):
    """The folder holds what an export may not touch; the message says what to do, in one line."""


def export(settings: Settings, folder: str) -> int:
    """Writes the files; the exit status is 1 when nothing is verified, and 2 when the folder is refused."""
    reader = Reader(settings.mkdocs)
    report = load(settings.report)
    pages = layouts(reader, settings)
    found = programs(pages, report, settings.docs.relative_to(settings.root).as_posix())
    if not found:
        print("no snippet is verified for the present pages; run: pytest docs", file=sys.stderr)
        return 1
    try:
        files = bundle(found, report, settings) | descriptions(settings, pages, report)
        write(files, Path(folder))
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{folder} can't be written: {error.strerror}; name another folder", file=sys.stderr)
        return 2
    print(f"exported {_counted(len(found))}{_rest(left_out(pages, report))}")
    return 0


def _counted(number: int) -> str:
    return f"{number} snippet{'' if number == 1 else 's'}"


def _rest(why: Mapping[str, int]) -> str:
    if not why:
        return ""
    reasons = [f"{number} {reason}" for reason, number in sorted(why.items())]
    said = next(iter(why)) if len(why) == 1 else ", ".join(reasons)
    return f"; left out {sum(why.values())}: {said}"


def write(files: Mapping[str, str], folder: Path) -> None:
    """Makes `folder` hold these files. Raises Refused before anything is written, and OSError."""
    old = _written(folder)
    for path in sorted({*files, *old}):
        _must_be_ours(folder, path, old.get(path))
    folder.mkdir(parents=True, exist_ok=True)
    data = {path: text.encode() for path, text in files.items()}
    # What an interrupt leaves behind is known to be an export's: old files go before the list that knows them
    # is replaced, and new ones come after it.
    for path in old:
        (folder / path).unlink(missing_ok=True)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in data.items()}
    (folder / MARKER).write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", "utf-8")
    for path, content in data.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o755 if is_executable(path) else 0o644)


def _written(folder: Path) -> dict[str, str]:
    """What an earlier export wrote to the folder: path → digest."""
    if not folder.exists() and not folder.is_symlink():
        return {}
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder; name another")
    marker = folder / MARKER
    if not marker.is_file():
        if any(folder.iterdir()):
            raise Refused(f"{folder} has files that no export wrote; name a new or an empty folder")
        return {}
    try:
        found = json.loads(marker.read_text("utf-8"))
        return {str(path): str(digest) for path, digest in found.items()}
    except (ValueError, AttributeError):
        raise Refused(f"{marker} can't be read; name a new or an empty folder") from None


def _must_be_ours(folder: Path, path: str, digest: str | None) -> None:
    """Raises Refused unless the file at `path` is not there, or as an export left it."""
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        raise Refused(f"{target} leads out of the folder; name a new or an empty folder")
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_file() or digest != hashlib.sha256(target.read_bytes()).hexdigest():
        raise Refused(f"{target} is not as an export wrote it; move it away, or name another folder")
