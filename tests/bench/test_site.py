"""The bench of the site's build: its table, what fails it, and one round."""

import os

import pytest
import yaml

from tests.bench.rounds import Results
from tests.bench.site import BUILD, OURS, PLAIN, bench, plain_settings, report
from tests.site.pages import ROOT

FULL = os.environ.get("FULL") == "1"


def results(ours: float) -> Results:
    return Results([{OURS: {BUILD: ours}, PLAIN: {BUILD: 2.0}}])


def test_a_build_that_is_fast_enough_is_shown_as_met() -> None:
    shown = report(results(ours=4.0))
    assert shown.missed == []
    assert " | 4.0 s | 2.00 (2.00–2.00) |" in shown.markdown
    assert "| Build ÷ Material alone | ≤ 2.5 | 2.00 | yes |" in shown.markdown


def test_a_build_that_is_too_slow_fails_the_bench() -> None:
    shown = report(results(ours=6.0))
    assert shown.missed == ["the build takes 3.00 (3.00–3.00) × Material alone, not 2.5 × at most"]
    assert "| Build ÷ Material alone | ≤ 2.5 | 3.00 | no |" in shown.markdown


def test_the_plain_site_has_nothing_of_the_projects_own() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    plain = yaml.safe_dump(plain_settings(settings))
    for own in ("snippets", "assets/site.css", "assets/key.js", "custom_dir"):
        assert own in settings
        assert own not in plain


@pytest.mark.skipif(not FULL, reason="two builds take about ten seconds: FULL=1")
@pytest.mark.slow
def test_one_round_goes_from_end_to_end() -> None:
    said: list[str] = []
    shown = bench(1, said.append, turns=1)
    assert said == [f"round 1 of 1: {name}" for name in (OURS, PLAIN, BUILD)]
    assert "| Material alone, the same pages | " in shown.markdown
