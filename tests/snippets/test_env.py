"""`python -m snippets env`: the lines that lead a shell to what is served."""

import subprocess
from pathlib import Path

import pytest

from snippets.env import advertise, env, house, withdraw
from snippets.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    report = tmp_path / "build dir" / "verification.json"
    return Settings(tmp_path, tmp_path / "docs", ("api.example.com", "example.com"), "a:b", report=report)


def exported(lines: str) -> dict[str, str]:
    done = subprocess.run(
        ["env", "-i", "bash", "-c", f"PATH=/usr/bin:/bin\n{lines}\nexec env -0"],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(pair.partition("=")[::2] for pair in done.stdout.split("\0") if pair)


def test_a_shell_gets_keys_tools_and_ways(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    advertise(settings, 8443, b"CA", {"API_KEY": "it's a key"})
    assert env(settings) == 0
    values = exported(capsys.readouterr().out)
    assert values["API_KEY"] == "it's a key"
    assert values["PATH"] == f"{settings.root}/.venv/bin:/usr/bin:/bin"
    assert values["CURL_HOME"] == str(house(settings))
    assert Path(values["NODE_EXTRA_CA_CERTS"]).read_bytes() == b"CA"
    assert values["SNIPPETS_HOSTS"] == "api.example.com,example.com"


def test_curl_is_led_from_the_documented_hosts_and_from_no_other(settings: Settings) -> None:
    advertise(settings, 8443, b"CA", {})
    lines = (house(settings) / ".curlrc").read_text().splitlines()
    assert [line for line in lines if line.startswith("connect-to")] == [
        'connect-to = "api.example.com:443:127.0.0.1:8443"',
        'connect-to = "example.com:443:127.0.0.1:8443"',
    ]


def test_nobody_else_can_read_the_house(settings: Settings) -> None:
    advertise(settings, 8443, b"CA", {"API_KEY": "a"})
    assert house(settings).stat().st_mode & 0o077 == 0


def test_what_is_no_longer_served_leads_nowhere(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    advertise(settings, 8443, b"CA", {})
    withdraw(settings)
    assert env(settings) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "run `make serve` in another terminal first" in captured.err
