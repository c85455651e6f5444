"""What is handed out: the programs of the pages as files, with a README, and lists of what to install.

The same report and the same pages make the same bytes.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from snippets.languages import LANGUAGES
from snippets.publishing.packages import Packages
from snippets.publishing.programs import Program
from snippets.report import Report
from snippets.runners.language import Language
from snippets.settings import Settings

__all__ = ["bundle", "is_executable", "zipped"]

_MANIFESTS = {"javascript": "package.json", "python": "requirements.txt"}
_INSTALLS = {"javascript": "npm install", "python": "python3 -m pip install -r requirements.txt"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can state."""


def bundle(found: Sequence[Program], report: Report, settings: Settings) -> dict[str, str]:
    """Path → text of each file."""
    packages = Packages(settings.root)
    files = {program.path: _text(program, packages, settings) for program in found}
    needed = {
        language: sorted({name for each in found for name in _of(each, language, packages)})
        for language in LANGUAGES
    }
    for language, names in needed.items():
        if names:
            files[_MANIFESTS[language.name]] = _manifest(language, names, packages)
    installed = [language for language, names in needed.items() if names]
    files["README.md"] = "\n".join(_readme(found, report, settings, installed)) + "\n"
    return dict(sorted(files.items()))


def is_executable(path: str) -> bool:
    """Whether a file of the bundle is a shell script, which says itself what runs it."""
    return path.endswith(".sh")


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip with the files in one folder, `examples`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(files.items()):
            entry = zipfile.ZipInfo(f"examples/{path}", _EPOCH)
            entry.create_system = 3  # Unix: the mode below means something
            entry.external_attr = (0o100755 if is_executable(path) else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return stream.getvalue()


def _of(program: Program, language: Language, packages: Packages) -> list[str]:
    return packages.used(language, program.source) if program.language is language else []


def _text(program: Program, packages: Packages, settings: Settings) -> str:
    """The program as it stands on the page, below a head that says where that is and what it needs."""
    language, source = program.language, program.source
    notes = [program.place]
    if words := _named(settings.placeholders, source):
        notes.append(f"Replace first: {', '.join(words)}")
    if variables := _named(settings.env, source):
        notes.append(f"Set first: {', '.join(variables)}")
    if names := packages.used(language, source):
        notes.append(f"Needs: {', '.join(names)}")
    if program.scenario:
        notes.append(f"The page shows what the API answers in this state: {program.scenario}")
    lines = [f"{language.comment} {note}" for note in notes]
    first, _, rest = source.partition("\n")
    if first.startswith("#!"):
        lines, source = [first, *lines], rest.lstrip("\n")
    elif language.name == "bash":
        lines.insert(0, "#!/usr/bin/env bash")
    return "\n".join([*lines, "", source]) + "\n"


def _named(words: Iterable[str], text: str) -> list[str]:
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


def _manifest(language: Language, names: Iterable[str], packages: Packages) -> str:
    """The file that the language's installer reads, with the versions that the examples ran with."""
    if language.name == "python":
        pins = ((name, packages.version(language, name)) for name in names)
        return "".join(f"{name}=={version}\n" if version else f"{name}\n" for name, version in pins)
    wanted = {name: packages.version(language, name) or "*" for name in names}
    return json.dumps({"private": True, "dependencies": wanted}, indent=2) + "\n"


def _readme(
    found: Sequence[Program], report: Report, settings: Settings, installed: Sequence[Language]
) -> Iterator[str]:
    api = " ".join(filter(None, (report.api.get("title"), report.api.get("version"))))
    yield f"# Examples of {api}" if api else "# Examples"
    yield ""
    if not found:
        yield "No example is verified for the present pages."
        return
    yield "Each file is an example of the documentation. It ran, and gave what its page shows."
    yield ""
    yield "## Run one"
    yield ""
    yield from _runs(found, report, installed)
    yield from _keys(found, settings)
    yield ""
    yield "## Files"
    yield ""
    yield "| File | Page and line |"
    yield "|---|---|"
    for program in found:
        yield f"| [{program.path}]({program.path}) | {program.place} |"


def _runs(found: Sequence[Program], report: Report, installed: Sequence[Language]) -> Iterator[str]:
    yield "Run these in this folder:"
    yield ""
    yield "| Language | Ran with | Install | Run |"
    yield "|---|---|---|---|"
    for language in LANGUAGES:
        here = [each for each in found if each.language is language]
        if here:
            first = min(here, key=lambda program: len(program.source)).path
            tool = f"{language.tool} {report.tools.get(language.tool, '')}".strip()
            install = f"`{_INSTALLS[language.name]}`" if language in installed else "nothing else"
            yield f"| {language.label} | {tool} | {install} | `{language.runs} {first}` |"


def _keys(found: Sequence[Program], settings: Settings) -> Iterator[str]:
    """What a reader fills in; a word of the settings says which key it is."""
    text = "\n".join(program.source for program in found)
    words, variables = _named(settings.placeholders, text), _named(settings.env, text)
    if words or variables:
        yield ""
        yield "## Fill in"
        yield ""
        yield "The head of a file names what it needs of these."
        yield ""
        yield "| Name | What to do | Key |"
        yield "|---|---|---|"
        for word in words:
            yield f"| `{word}` | Replace it in the file. | {settings.placeholders[word]} |"
        for variable in variables:
            yield f"| `{variable}` | Set this environment variable. | {settings.env[variable]} |"
