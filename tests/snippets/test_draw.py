"""`python -m snippets draw`: what is drawn, what is left alone, and what is removed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from snippets import draw
from snippets.publishing.drawing import UndrawableError
from snippets.reading.diagram import FOLDER, picture
from snippets.settings import Settings, load
from tests.snippets.conftest import lay

FENCE = "```mermaid\n{}\n```\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    lay(tmp_path, {"page.md": f"# A\n\n{FENCE.format('one')}\n{FENCE.format('two')}"})
    return load(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The texts of each call of the drawing program, which is played here."""
    calls: list[set[str]] = []

    def played(sources: Mapping[str, str], root: Path) -> dict[str, str]:
        calls.append(set(sources.values()))
        return {name: f"<svg>{source}</svg>" for name, source in sources.items()}

    monkeypatch.setattr(draw, "pictures", played)
    return calls


def there(settings: Settings) -> set[str]:
    return {file.read_text() for file in (settings.docs / FOLDER).iterdir()}


def test_each_diagram_is_drawn_once(
    settings: Settings, asked: list[set[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert draw.draw(settings) == 0
    assert capsys.readouterr().out.splitlines() == [
        "docs/page.md:3 drawn",
        "docs/page.md:7 drawn",
        "2 diagrams, 2 new pictures, 0 removed",
    ]
    assert draw.draw(settings) == 0

    assert asked == [{"one", "two"}]
    assert there(settings) == {"<svg>one</svg>", "<svg>two</svg>"}


def test_a_change_replaces_the_picture(settings: Settings, asked: list[set[str]]) -> None:
    draw.draw(settings)
    page = settings.docs / "page.md"
    page.write_text(page.read_text().replace("two", "three"))
    draw.draw(settings)

    assert asked == [{"one", "two"}, {"three"}]
    assert there(settings) == {"<svg>one</svg>", "<svg>three</svg>"}


def test_a_skipped_diagram_is_shown_as_text(settings: Settings, asked: list[set[str]]) -> None:
    reason = '<!-- snippet: skip never because="it shows Mermaid" -->\n'
    (settings.docs / "page.md").write_text(reason + FENCE.format("one"))
    draw.draw(settings)

    assert asked == []


def test_what_cant_be_drawn_is_named_and_nothing_is_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(sources: Mapping[str, str], root: Path) -> dict[str, str]:
        raise UndrawableError(picture("two").stem, "Parse error on line 1")

    monkeypatch.setattr(draw, "pictures", refused)

    assert draw.draw(settings) == 1
    assert capsys.readouterr().err == "docs/page.md:7 [mermaid] can't be drawn: Parse error on line 1\n"
    assert not (settings.docs / FOLDER).exists()
