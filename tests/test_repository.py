"""Facts of the repository that no single module can keep: its locks, its workflows, who imports whom."""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MADE = {".git", ".venv", "node_modules", "build", "site"}
CACHES = {"__pycache__", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = {"setup", "serve", "test", "check", "build", "bench", "drift", "fuzz"}


def files() -> Iterator[Path]:
    """Everything that belongs to the project, as paths relative to its root."""
    for entry in ROOT.iterdir():
        if entry.name not in MADE:
            for path in [entry] if entry.is_file() else entry.rglob("*"):
                if path.is_file() and not CACHES.intersection(path.parts):
                    yield path.relative_to(ROOT)


def locked() -> dict[str, list[tuple[str, list[str]]]]:
    """Package → its versions in requirements.lock, more than one when markers decide, with their hashes."""
    entries: dict[str, list[tuple[str, list[str]]]] = {}
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if pin := re.match(r"([\w.-]+)==([^ ]+)( ;.*)? \\$", line):
            hashes: list[str] = []
            entries.setdefault(canonicalize_name(pin[1]), []).append((pin[2], hashes))
        elif line.startswith("    --hash="):
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip(" \\")), line
            hashes.append(line)
        else:
            assert line.lstrip().startswith("#"), f"neither a pin, a hash nor a comment: {line}"
    return entries


# --- Lock files ---


def test_each_locked_python_package_has_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    assert [name for name, pins in locked().items() if not all(hashes for _, hashes in pins)] == []


def test_the_python_lock_covers_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pins = locked()
    for requirement in map(Requirement, asked):
        versions = pins.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement} is not in requirements.lock"
        assert all(requirement.specifier.contains(version) for version, _ in versions), requirement


def test_each_locked_node_package_has_a_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []


def test_the_node_lock_covers_what_package_json_asks_for() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    for group in ("dependencies", "devDependencies"):
        assert lock["packages"][""].get(group, {}) == package.get(group, {})


# --- Workflows ---


def test_there_is_a_workflow() -> None:
    assert WORKFLOWS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_grants_nothing_but_what_a_job_asks_for(path: Path) -> None:
    # BaseLoader: YAML 1.1 reads the key `on` as true.
    workflow = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in path.read_text("utf-8")
    for name, job in workflow["jobs"].items():
        assert isinstance(job["permissions"], dict), name
        assert "timeout-minutes" in job, name
        for scope, access in job["permissions"].items():
            assert access == "read" or job["if"].startswith("github.event_name == 'push'"), f"{name}: {scope}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit_and_leave_no_credentials(path: Path) -> None:
    used = re.findall(r"uses: *(.*)", path.read_text("utf-8"))
    assert used
    for use in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use
    workflow = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


# --- Who imports whom ---


def imported(path: Path) -> Iterator[str]:
    """The full names of what a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(path: Path) -> set[str]:
    """The top-level names of the modules that a file imports."""
    return {name.partition(".")[0] for name in imported(path)}


@pytest.mark.parametrize(
    ("package", "others"), [("snippets", {"mock_server"}), ("mock_server", {"snippets"})]
)
def test_engine_and_server_do_not_know_each_other_nor_the_tests(package: str, others: set[str]) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in modules
        if (found := imports(path) & {*others, "tests"})
    }
    assert wrong == {}


def test_the_arrows_between_the_engines_groups_go_one_way() -> None:
    engine = ROOT / "snippets"
    groups = {path.parent.name for path in engine.glob("*/__init__.py")}
    arrows: dict[str, set[str]] = {}  # from each group, and each module beside the groups
    for path in engine.rglob("*.py"):
        name = path.relative_to(engine).with_suffix("").parts[0]
        names = {other.split(".")[1] for other in imported(path) if other.startswith("snippets.")}
        arrows.setdefault(name, set()).update(names - {name})

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        ahead = [name]
        while ahead:
            new = arrows[ahead.pop()] - found
            found |= new
            ahead += new
        return found

    assert groups
    assert {name for name in groups if name in reached(name)} == set()


def test_the_vocabulary_needs_the_standard_library_only() -> None:
    assert imports(ROOT / "snippets" / "model.py") <= set(sys.stdlib_module_names)


# --- The rest ---


def test_the_makefile_has_the_targets_that_are_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    public = re.search(r"^PUBLIC := (.*)$", makefile, re.M)
    assert public
    targets = set(public[1].split())
    assert {"setup", "serve", "test", "check", "build"} <= targets <= TARGETS
    assert set(re.findall(r"^([a-z]+):.*## .", makefile, re.M)) == {"help", *targets}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"`make ([a-z]+)`", readme)) == targets


def test_no_file_names_a_developers_machine_or_a_package_registry() -> None:
    home = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work)/[\w.-]")
    # The ending apart, so that this file names none.
    registry = re.compile("|".join(rf"{name}\.org\b" for name in ("pypi", "pythonhosted", "npmjs")))
    wrong = []
    for path in files():
        text = (ROOT / path).read_text("latin-1")
        if home.search(text) or registry.search(text):
            wrong.append(str(path))
    assert wrong == []


def test_a_readers_start_is_there() -> None:
    for name in ("README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md"):
        assert (ROOT / name).read_text("utf-8").strip(), name


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_between_the_files_at_the_root_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / name).read_text("utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
