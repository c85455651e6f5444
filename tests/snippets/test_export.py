"""`python -m snippets export DIR`: what is written, and what is left alone."""

import os
from pathlib import Path

import pytest

from snippets.export import MARKER, Refused, export, write
from snippets.page import Reader
from snippets.report import PageReport, Record, Report, save
from snippets.settings import Settings, load
from tests.snippets.conftest import lay

FILES = {"README.md": "# Examples\n", "page/a.sh": "ls\n", "page/a.py": "1\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def there(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }


class TestWrite:
    def test_a_folder_that_is_new_or_empty_holds_the_files(self, folder: Path) -> None:
        write(FILES, folder / "new")
        folder.joinpath("empty").mkdir()
        write(FILES, folder / "empty")
        assert there(folder / "new") == there(folder / "empty") == FILES
        assert os.access(folder / "new" / "page" / "a.sh", os.X_OK)
        assert not os.access(folder / "new" / "page" / "a.py", os.X_OK)

    def test_an_export_replaces_the_one_before_and_no_other_file(self, folder: Path) -> None:
        write(FILES, folder)
        (folder / "page" / "mine.txt").write_text("mine")
        write({"README.md": "new\n"}, folder)
        assert there(folder) == {"README.md": "new\n", "page/mine.txt": "mine"}

    def test_a_file_that_was_deleted_is_no_reason_to_stop(self, folder: Path) -> None:
        write(FILES, folder)
        (folder / "page" / "a.py").unlink()
        write(FILES, folder)
        assert there(folder) == FILES

    @pytest.mark.parametrize("file", ["README.md", "page/a.py", "page/a.sh"])
    def test_an_export_that_was_interrupted_is_taken_up_by_the_next(
        self, folder: Path, file: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(FILES, folder)
        new = {path: f"{text}# new\n" for path, text in FILES.items()}
        written = Path.write_bytes

        def interrupted(path: Path, data: bytes) -> int:
            if path == folder / file:
                raise KeyboardInterrupt
            return written(path, data)

        monkeypatch.setattr(Path, "write_bytes", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write(new, folder)
        monkeypatch.undo()
        write(new, folder)
        assert there(folder) == new

    def test_files_that_no_export_wrote_are_refused(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "mine.txt").write_text("mine")
        refused(folder, "has files that no export wrote; name a new or an empty folder")
        assert there(folder) == {"mine.txt": "mine"}

    @pytest.mark.parametrize("path", ["page/a.sh", "page/b.sh"])
    def test_a_file_that_was_changed_or_is_in_the_way_is_refused_before_anything_is_written(
        self, folder: Path, path: str
    ) -> None:
        write(FILES, folder)
        (folder / path).write_text("my key")
        refused(
            folder, f"{path} is not as an export wrote it; move it away", {"page/b.sh": "", "README.md": ""}
        )
        assert there(folder) == {**FILES, path: "my key"}

    def test_a_link_that_leads_out_is_refused(self, folder: Path, tmp_path: Path) -> None:
        write({"README.md": ""}, folder)
        (tmp_path / "elsewhere").mkdir()
        (folder / "page").symlink_to(tmp_path / "elsewhere")
        refused(folder, "leads out of the folder", FILES)
        assert not any((tmp_path / "elsewhere").iterdir())

    def test_a_marker_that_names_a_file_elsewhere_is_refused(self, folder: Path, tmp_path: Path) -> None:
        write(FILES, folder)
        (tmp_path / "other.txt").write_text("")
        (folder / MARKER).write_text('{"../other.txt": "x"}')
        refused(folder, "leads out of the folder", {"new.md": ""})

    def test_a_file_and_a_marker_that_can_not_be_read_are_refused(self, folder: Path) -> None:
        write(FILES, folder)
        refused(folder / "README.md", "is not a folder; name another")
        (folder / MARKER).write_text("[")
        refused(folder, "can't be read; name a new or an empty folder")


def refused(folder: Path, why: str, files: dict[str, str] = FILES) -> None:
    with pytest.raises(Refused) as error:
        write(files, folder)
    assert why in str(error.value)
    assert "\n" not in str(error.value)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    skipped = '\n<!-- snippet: skip never because="a sketch" -->\n```bash\nls\n```\n'
    (tmp_path / "project").mkdir()
    lay(tmp_path / "project", {"page.md": "# Notes\n\n```bash\nls\n```\n" + skipped})
    return load(tmp_path / "project")


def verify(settings: Settings) -> None:
    page = Reader(None).read(settings.docs / "page.md", settings.root)
    records = (Record(0, 3, "bash", "passed"), Record(1, 8, "bash", "skipped", reason="a sketch"))
    save(Report(pages={page.path: PageReport(page.digest, records)}), settings.report)


def test_it_says_how_many_and_what_it_left_out(
    settings: Settings, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify(settings)
    assert export(settings, str(folder)) == 0
    assert capsys.readouterr().out == "exported 1 snippet; left out 1: skipped\n"
    assert sorted(there(folder)) == ["README.md", "page/notes.sh"]


def test_two_exports_have_the_same_bytes(settings: Settings, folder: Path) -> None:
    verify(settings)
    for name in ("one", "two"):
        export(settings, str(folder / name))
    assert there(folder / "one") == there(folder / "two")
    assert (folder / "one" / MARKER).read_bytes() == (folder / "two" / MARKER).read_bytes()


def test_where_nothing_is_verified_nothing_is_written(
    settings: Settings, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify(settings)
    page = settings.docs / "page.md"
    page.write_text(page.read_text() + "\nMore.\n")
    assert export(settings, str(folder)) == 1
    assert capsys.readouterr().err == "no snippet is verified for the present pages; run: pytest docs\n"
    assert not folder.exists()


def test_a_folder_that_is_refused_gets_one_line(
    settings: Settings, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify(settings)
    folder.write_text("a file")
    assert export(settings, str(folder)) == 2
    assert export(settings, str(folder / "below")) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0] == f"{folder} is not a folder; name another"
    assert told[1] == f"{folder / 'below'} can't be written: Not a directory; name another folder"
