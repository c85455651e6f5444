"""The bench of the server: its tables, what fails it, and one tiny round of everybody."""

from __future__ import annotations

import os

import pytest

from tests.bench import __main__ as command
from tests.bench.contestants import (
    IN_PROCESS,
    JSON_SERVER,
    NOTHING,
    OURS,
    OVER_TLS,
    PRISM,
    PRISM_LOGGING,
    TINY,
)
from tests.bench.in_process import measure
from tests.bench.load import UnexpectedAnswer
from tests.bench.rounds import Results
from tests.bench.server import bench, report
from tests.bench.table import Report

FULL = os.environ.get("FULL") == "1"


def results(ours: float, calls: float = 0.0004, start: float = 0.4) -> Results:
    servers = dict.fromkeys((PRISM, PRISM_LOGGING, JSON_SERVER, OVER_TLS, NOTHING), 1000.0)
    figures = {
        name: {"GET": speed, "POST": 2 * speed, "start": start}
        for name, speed in {**servers, OURS: ours}.items()
    }
    return Results([{**figures, IN_PROCESS: {"GET": calls, "POST": calls, "bare": 0.0003}}])


def test_a_ratio_that_is_reached_is_shown_as_met() -> None:
    shown = report(results(ours=1500))
    assert shown.missed == []
    assert "| Mock server | 1,500 | – | 3,000 | – | 0.40 s |" in shown.markdown
    assert (
        "told to log nothing | 1,000 | 1.50 (1.50–1.50) | 2,000 | 1.50 (1.50–1.50) | 0.40 s |"
        in shown.markdown
    )
    assert "| `GET` ÷ Prism | ≥ 1.2 | 1.50 | yes |" in shown.markdown
    assert "| `POST /tasks` | 0.40 ms |" in shown.markdown


def test_a_ratio_that_is_missed_fails_the_bench() -> None:
    shown = report(results(ours=1100))
    assert shown.missed == [
        "GET /tasks: 1.10 (1.10–1.10) × Prism, not 1.2 ×",
        "POST /tasks: 1.10 (1.10–1.10) × Prism, not 1.2 ×",
    ]
    assert "| `GET` ÷ Prism | ≥ 1.2 | 1.10 | no |" in shown.markdown


def test_a_time_that_is_missed_is_shown_and_fails_nothing() -> None:
    shown = report(results(ours=1500, calls=0.0006, start=0.7))
    assert shown.missed == []
    assert "| `GET` in process | ≤ 0.5 ms | 0.60 ms | no |" in shown.markdown
    assert "| Start, over TLS | < 0.5 s | 0.70 s | no |" in shown.markdown


def test_the_command_says_in_one_line_what_is_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "BENCHES", {"server": lambda _rounds, _say: Report("tables", ["too slow"])})
    assert command.main(["server", "--rounds", "1"]) == 1
    out, err = capsys.readouterr()
    assert out.endswith("\n\ntables\n")
    assert err == "error: server: too slow\n"


def test_the_command_says_in_one_line_what_broke(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_rounds: int, _say: object) -> Report:
        raise UnexpectedAnswer("GET /v1/tasks: expected 200, got b'HTTP/1.1 429'")

    monkeypatch.setattr(command, "BENCHES", {"server": broken})
    assert command.main([]) == 1
    assert capsys.readouterr() == ("", "error: GET /v1/tasks: expected 200, got b'HTTP/1.1 429'\n")


def test_the_command_knows_its_benches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["sever"])
    assert "there is no bench sever; there are server, site" in capsys.readouterr().err


def test_a_call_in_process_is_measured_through_the_engine() -> None:
    assert set(measure({"title": "Measure"}, made=7, calls=1)) == {"GET", "POST", "bare"}


@pytest.mark.skipif(not FULL, reason="six servers start, which takes about ten seconds: FULL=1")
@pytest.mark.slow
def test_a_tiny_round_goes_from_end_to_end() -> None:
    said: list[str] = []
    shown = bench(1, said.append, TINY)
    assert len(said) == 7 + 2
    assert shown.markdown.count("| Mock server") == 2
