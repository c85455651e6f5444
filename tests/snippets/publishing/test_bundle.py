"""The files of an export: head and text of a program, README, lists of packages, and the zip."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from snippets.page import Reader
from snippets.publishing.bundle import bundle, zipped
from snippets.publishing.programs import programs
from snippets.report import PageReport, Record, Report
from snippets.settings import Settings, load
from tests.snippets.conftest import lay

PAGE = """\
<!-- snippet: example=get-notes scenario=late -->
```bash
curl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"
```

```javascript
require('axios').get(process.env.NOTES_KEY)
```

```python
#!/usr/bin/python3
import requests
```
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    lay(tmp_path, {"page.md": PAGE})
    (tmp_path / "package-lock.json").write_text('{"packages": {"node_modules/axios": {"version": "1.2.3"}}}')
    return load(tmp_path)


def made(settings: Settings, text: str = PAGE) -> dict[str, str]:
    layout = Reader(None).lay(text.encode(), "docs/page.md")
    records = tuple(Record(b.ordinal, b.line, b.language, "passed") for b in layout.page.blocks)
    pages = {"docs/page.md": PageReport(layout.page.digest, records)}
    report = Report({"title": "Notes", "version": "2"}, {"curl": "8.0"}, pages=pages)
    return bundle(programs([layout], report, "docs"), report, settings)


def test_a_program_stands_below_what_it_needs(settings: Settings) -> None:
    files = made(settings)
    state = "The page shows what the API answers in this state: late"
    assert files["page/get-notes.sh"] == (
        f"#!/usr/bin/env bash\n# docs/page.md:2\n# Replace first: YOUR_KEY\n# {state}\n\n"
        'curl https://api.notes.example.com/v1/notes -H "Authorization: Bearer YOUR_KEY"\n'
    )
    assert files["page/get-notes.js"] == (
        f"// docs/page.md:6\n// Set first: NOTES_KEY\n// Needs: axios\n// {state}\n\n"
        "require('axios').get(process.env.NOTES_KEY)\n"
    )


def test_a_first_line_that_names_an_interpreter_stays_the_first(settings: Settings) -> None:
    assert made(settings)["page/get-notes.py"].startswith("#!/usr/bin/python3\n# docs/page.md:10\n")
    assert made(settings)["page/get-notes.py"].endswith("\n\nimport requests\n")


def test_the_packages_stand_in_the_files_that_installers_read(settings: Settings) -> None:
    files = made(settings)
    assert files["requirements.txt"] == "requests\n"
    assert (
        files["package.json"] == '{\n  "private": true,\n  "dependencies": {\n    "axios": "1.2.3"\n  }\n}\n'
    )
    lone = PAGE.partition("```javascript")[0]
    assert sorted(made(settings, lone)) == ["README.md", "page/get-notes.sh"]


def test_the_readme_says_how_to_run_each_language_what_to_fill_in_and_where_it_stands(
    settings: Settings,
) -> None:
    readme = made(settings)["README.md"]
    assert readme.startswith("# Examples of Notes 2\n")
    assert "| cURL | curl 8.0 | nothing else | `bash page/get-notes.sh` |" in readme
    assert "| JavaScript | Node.js | `npm install` | `node page/get-notes.js` |" in readme
    assert "| `YOUR_KEY` | Replace it in the file. | reader |" in readme
    assert "| `NOTES_KEY` | Set this environment variable. | reader |" in readme
    assert "YOUR_EXPIRED_KEY" not in readme
    assert "| [page/get-notes.py](page/get-notes.py) | docs/page.md:10 |" in readme


def test_without_a_program_the_readme_says_so(settings: Settings) -> None:
    files = bundle([], Report(), settings)
    assert files == {"README.md": "# Examples\n\nNo example is verified for the present pages.\n"}


def test_a_zip_has_fixed_times_sorted_names_and_modes(settings: Settings) -> None:
    files = made(settings)
    data = zipped(files)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == [f"examples/{path}" for path in sorted(files)]
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        modes = {entry.filename.rpartition(".")[2]: oct(entry.external_attr >> 16) for entry in entries}
        assert modes["sh"] == "0o100755"
        assert modes["py"] == "0o100644"
        assert archive.read("examples/page/get-notes.sh").decode() == files["page/get-notes.sh"]
    assert zipped(dict(reversed(files.items()))) == data


def test_the_day_of_the_run_changes_nothing(settings: Settings) -> None:
    layout = Reader(None).lay(PAGE.encode(), "docs/page.md")
    first = Report(date="2026-01-01T00:00:00Z")
    found = programs([layout], first, "docs")
    later = replace(first, date="2027-01-01T00:00:00Z")
    assert bundle(found, first, settings) == bundle(found, later, settings)
