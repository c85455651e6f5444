"""`[tool.snippets]`: read, or refused in words that say what to write."""

from pathlib import Path

import pytest

from snippets.settings import SettingsError, find, load

TABLE = '[tool.snippets]\nhosts = ["api.example.com"]\napp = "a:b"\n'


def write(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text)
    return folder


def test_defaults(tmp_path: Path) -> None:
    settings = load(write(tmp_path, TABLE))
    assert settings.docs == tmp_path / "docs"
    assert settings.report == tmp_path / "build" / "verification.json"
    assert settings.languages == ()
    assert settings.mkdocs is None


def test_mkdocs_is_used_when_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: a\n")
    assert load(write(tmp_path, TABLE)).mkdocs == tmp_path / "mkdocs.yml"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"there is no \[tool.snippets\] table"),
        ('[tool.snippets]\napp = "a:b"\n', "needs 'hosts'"),
        ('[tool.snippets]\nhosts = ["a"]\n', "needs 'app'"),
        ('[tool.snippets]\nhosts = "a"\napp = "a:b"\n', "hosts must be a list of strings, not 'a'"),
        (TABLE + 'timeout = "5"\n', "timeout must be a number, not '5'"),
        (TABLE + "env = {A = 1}\n", "env must be a table of strings"),
        (TABLE + 'browse = "/signup"\n', "browse must be a table of strings, not '/signup'"),
        (TABLE + 'coverage = "lines"\n', 'coverage must be "operations" or "statuses", not \'lines\''),
        (TABLE + 'coverage = "statuses"\n', "coverage needs 'openapi'"),
        (TABLE + 'unmet = {"GET /a" = " "}\n', "unmet must be a table of reasons, not"),
        ("[tool.snippets", "pyproject.toml: "),
        (TABLE + "hots = 1\n", "has no option hots; it has app, browse, coverage, docs, env, hosts"),
    ],
)
def test_what_is_wrong_is_said(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=told):
        load(write(tmp_path, text))


def test_no_pyproject_at_all(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load(tmp_path)


def test_the_project_around_a_folder_is_found(tmp_path: Path) -> None:
    folder = write(tmp_path, TABLE) / "docs" / "deep"
    folder.mkdir(parents=True)
    found = find(folder)
    assert found is not None
    assert found.root == tmp_path


def test_a_project_without_the_table_is_none_of_ours(tmp_path: Path) -> None:
    assert find(write(tmp_path, "[project]\nname = 'a'\n")) is None
