"""`python -m snippets reference` in a project of its own, for an API that nobody prepared for it."""

import copy
from pathlib import Path

import pytest

from snippets.check import Checker, judged
from snippets.page import Reader
from snippets.reference.command import reference
from snippets.settings import Settings, SettingsError, load
from tests.snippets.reference import pet_shop

ROOT = Path(__file__).parents[3]
PYPROJECT = """\
[tool.snippets]
hosts = ["api.pets.example.com"]
app = "tests.snippets.reference.pet_shop:open_scene"
openapi = "/openapi.json"
reference = "docs/reference"
languages = ["bash", "javascript", "python"]

[tool.snippets.placeholders]
YOUR_PET_KEY = "reader"
"""
NAMES = ["add-pet", "adopt", "delete-pets-pet-id", "get-pet", "list-pets", "write-sign"]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "docs").mkdir()
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    monkeypatch.setattr(pet_shop, "DOCUMENT", copy.deepcopy(pet_shop.DOCUMENT))
    return load(tmp_path)


@pytest.fixture
def unfilled(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The pages written, their answers not filled in: for tests of files alone."""
    monkeypatch.setattr("snippets.reference.command._answered", lambda *_: 0)
    assert reference(settings) == 0
    return settings


def pages(settings: Settings) -> dict[str, str]:
    folder = settings.root / "docs" / "reference"
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*"))}


def told(settings: Settings, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `--check` prints."""
    capsys.readouterr()
    status = reference(settings, check=True)
    lines = capsys.readouterr().err.splitlines()
    assert status == bool(lines)
    return lines


def test_every_example_of_a_strange_api_runs(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert reference(settings) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "wrote docs/reference/list-pets.md"
    assert printed.err == ""
    made = pages(settings)
    assert list(made) == NAMES
    assert (
        '```json\n[\n  {\n    "id": 1,\n    "name": "Mia",\n    "kind": "cat"\n  }\n]\n```'
        in made["list-pets"]
    )
    assert "HTTP/1.1 201 Created\nLocation: /shop/pets/2\n" in made["add-pet"]
    assert "```text\nDear Ada & 'Bo', come and meet Mia.\n" in made["adopt"]
    assert '\n  "sign": "Open; \\"come in\\""\n' in made["write-sign"]

    reader = Reader(None)
    with Checker(settings) as checker:
        for name in NAMES:
            page = reader.read(settings.root / "docs" / "reference" / f"{name}.md", settings.root)
            verdicts = [checker.verdict(page, block) for block in judged(page)]
            assert [verdict.failure for verdict in verdicts if verdict.failure] == []
            assert [verdict.outcome for verdict in verdicts] == ["passed"] * 3

    assert told(settings, capsys) == []
    assert reference(settings) == 0
    assert capsys.readouterr().out == "the reference pages are as the OpenAPI document says\n"
    assert pages(settings) == made


def test_an_example_that_does_not_succeed_is_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    pet_shop.DOCUMENT["paths"] = {"/pets/{petId}": pet_shop.DOCUMENT["paths"]["/pets/{petId}"]}
    pet_shop.DOCUMENT["paths"]["/pets/{petId}"]["parameters"][0]["example"] = 7
    assert reference(settings) == 1
    assert "the API answers 404 Not Found" in capsys.readouterr().err


def test_check_names_what_is_stale_missing_and_extra(
    unfilled: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = unfilled.root / "docs" / "reference"
    assert told(unfilled, capsys) == []
    (folder / "adopt.md").rename(folder / "adopted.md")
    (folder / "by-hand.md").write_text("# A guide\n", "utf-8")
    pet_shop.DOCUMENT["paths"]["/pets"]["get"]["summary"] = "Show pets"
    at, again = "docs/reference", "run: python -m snippets reference"
    assert told(unfilled, capsys) == [
        f"{at}/list-pets.md: line 2 differs from what the OpenAPI document says; {again}",
        f"{at}/adopt.md: the OpenAPI document has this operation, and there is no such page; {again}",
        f"{at}/adopted.md: the OpenAPI document has no such operation; {again}",
        f"{at}/by-hand.md: is not generated, but stands among the generated pages; move it elsewhere",
    ]


def test_it_mends_all_but_what_people_wrote(unfilled: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    folder = unfilled.root / "docs" / "reference"
    (folder / "adopt.md").write_text("# Mine\n", "utf-8")
    (folder / "get-pet.md").unlink()
    pet_shop.DOCUMENT["paths"]["/pets"].pop("post")
    pet_shop.DOCUMENT["paths"]["/pets"]["get"]["description"] = "All of them."
    capsys.readouterr()
    assert reference(unfilled) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "rewrote docs/reference/list-pets.md",
        "wrote docs/reference/get-pet.md",
        "deleted docs/reference/add-pet.md",
    ]
    assert printed.err.startswith("docs/reference/adopt.md: is not generated, but stands among")
    assert (folder / "adopt.md").read_text("utf-8") == "# Mine\n"


def test_a_page_keeps_its_day_until_it_changes(unfilled: Settings) -> None:
    page = unfilled.root / "docs" / "reference" / "list-pets.md"
    text = page.read_text("utf-8")
    today = text.partition('lastUpdated: "')[2][:10]
    old = text.replace(today, "2020-01-01")
    page.write_text(old, "utf-8")
    assert reference(unfilled) == 0
    assert page.read_text("utf-8") == old
    pet_shop.DOCUMENT["paths"]["/pets"]["get"]["description"] = "All of them."
    assert reference(unfilled) == 0
    assert f'lastUpdated: "{today}"' in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "now", "message"),
    [
        ('reference = "docs/reference"\n', "", "has no 'reference'; name the folder of the pages"),
        ('"docs/reference"', '"elsewhere"', "is no folder below that of the pages"),
        ('"docs/reference"', '"docs"', "is no folder below that of the pages"),
        ('"docs/reference"', '"docs/../reference"', "is no folder below that of the pages"),
        ('openapi = "/openapi.json"\n', "", "reference needs 'openapi', the path of the document"),
        ('"bash", ', '"ruby", ', "languages: 'ruby' is none .* written; take bash, javascript or python"),
    ],
)
def test_a_setting_that_leads_nowhere(settings: Settings, line: str, now: str, message: str) -> None:
    (settings.root / "pyproject.toml").write_text(PYPROJECT.replace(line, now), "utf-8")
    with pytest.raises(SettingsError, match=message):
        reference(load(settings.root))


def test_two_operations_with_one_page(settings: Settings) -> None:
    pet_shop.DOCUMENT["paths"]["/sign"]["put"]["operationId"] = "list_pets"
    with pytest.raises(SettingsError, match=r"page is list-pets.md; give PUT /sign another operationId"):
        reference(settings)
