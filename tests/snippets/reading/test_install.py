"""Install lines name what the lock files hold."""

import json
from pathlib import Path

import pytest

from snippets.model import Block
from snippets.reading.install import check, is_install


def block(source: str, language: str = "bash") -> Block:
    return Block(0, language, source, 10, 12)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    packages = {"": {}, "node_modules/axios": {}, "node_modules/@scope/name": {}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))
    (tmp_path / "requirements.lock").write_text("requests==2.32 \\\n    --hash=sha256:00\n")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("npm install axios", True),
        ("# for Node\nnpm i axios\npip install requests", True),
        ("python -m pip install requests", True),
        ("npm install", False),
        ("pip install requests && rm -rf build", False),
        ("pip install $(cat names)", False),
        ("pip3 install requests", True),
        ("npm install axios\ncurl https://api.example.com", False),
        ("", False),
    ],
)
def test_which_blocks_install(source: str, expected: bool) -> None:
    assert is_install(block(source)) is expected


def test_only_shell_blocks_install() -> None:
    assert not is_install(block("npm install axios", "text"))


@pytest.mark.parametrize(
    "source",
    [
        "npm install axios",
        "npm install --save axios@1 @scope/name@2",
        "pip install requests",
        "pip install 'requests>=2' requests[socks]",
    ],
)
def test_locked_packages_are_right(source: str, root: Path) -> None:
    assert check(block(source), root) is None


@pytest.mark.parametrize(
    ("source", "name", "file"),
    [("pip install reqests", "reqests", "pyproject.toml"), ("npm i axois", "axois", "package.json")],
)
def test_any_other_is_told_at_its_line(source: str, name: str, file: str, root: Path) -> None:
    failure = check(block(f"# first\n{source}"), root)
    assert failure is not None
    assert name in failure.message
    assert failure.line == 12
    assert file in dict(failure.detail)["fix"]


def test_quotes_that_do_not_close_are_told(root: Path) -> None:
    failure = check(block("pip install 'requests"), root)
    assert failure is not None
    assert failure.message.startswith("is no shell line")


def test_without_lock_files_nothing_is_known(tmp_path: Path) -> None:
    assert check(block("npm install axios"), tmp_path) is not None
    assert check(block("pip install requests"), tmp_path) is not None
