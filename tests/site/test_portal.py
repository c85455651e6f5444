"""The guide's steps to an API key, walked in a browser as the guide words them; and how the portal looks."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from snippets import reader
from snippets.page import Reader
from snippets.settings import load
from snippets.world import World, scene_factory
from snippets.worlds.host import Host
from tests.site.axe import violations
from tests.site.chromium import chromium
from tests.site.contrast import weak_text
from tests.site.pages import ROOT

# One worker: the world is served, and the browser started, once for all of them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

GUIDE = ROOT / "docs/getting-started/authentication.md"
PORTAL = "https://taskmanagement.example.com"
PASSWORD = "correct-horse-battery-staple"


@dataclass(frozen=True)
class Served:
    """The documented hosts, served as `make serve` serves them."""

    world: World
    port: int
    env: dict[str, str]
    """Of a shell that is led there."""

    def shell(self, script: str, key: str) -> str:
        done = subprocess.run(
            ["bash", "-c", script],
            env={**self.env, "TASKS_API_KEY": key},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = load(ROOT)
    world = World(scene_factory(settings)(clock="now"), settings, keep=50)
    with Host(settings.hosts) as host, host.serving(world) as port:
        folder = tmp_path_factory.mktemp("reader")
        reader.furnish(folder, settings.hosts, port, host.ca_pem, alone=True)
        led = reader.variables(folder, settings.hosts, port, ROOT / "node_modules", alone=True)
        yield Served(world, port, {"PATH": os.environ["PATH"], **led})


@pytest.fixture(scope="module")
def browser(served: Served) -> Iterator[Browser]:
    # The portal's name leads to the served world, and no other name anywhere.
    rules = f"MAP taskmanagement.example.com:443 127.0.0.1:{served.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with chromium(f"--host-resolver-rules={rules}") as browser:
        yield browser


class Visitor:
    """A person with a browser; keeps what went wrong: errors logged, requests that left the portal."""

    def __init__(self, browser: Browser, *, script: bool = True) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 1280, "height": 900},
            ignore_https_errors=True,
            java_script_enabled=script,
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda said: self._note(said.type in {"error", "warning"}, said.text))
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on("request", lambda sent: self._note(not sent.url.startswith(PORTAL + "/"), sent.url))

    def sign_up(self, email: str) -> Page:
        self.page.goto(f"{PORTAL}/signup")
        self.page.get_by_label("Name").fill("Ada Lovelace")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Create account").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Developer Settings")
        return self.page

    def generate(self, name: str) -> Locator:
        """Make a key; gives the field that shows it."""
        self.page.get_by_role("link", name="Generate a new API key").first.click()
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Generate key").click()
        return self.page.get_by_label(name)

    def _note(self, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self.wrong.append(what)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser)
    yield visitor
    visitor.context.close()
    assert visitor.wrong == []


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser, script=False)
    yield visitor
    visitor.context.close()
    assert visitor.wrong == []


def steps() -> list[str]:
    """The guide's steps to a key, in its own words."""
    section = re.search(
        r"^## Getting an API Key\n(.*?)^## ", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert section is not None
    return re.findall(r"^\d\. (.*)$", section[1], re.MULTILINE)


def link_in(step: str) -> tuple[str, str]:
    """Words and address of the step's link."""
    found = re.search(r"\[([^]]+)\]\(([^)]+)\)", step)
    assert found is not None
    return found[1], found[2]


def has_fields(page: Page, step: str, *names: str) -> None:
    """The page asks for what the step says that it asks for."""
    asked = " ".join(page.locator("label, legend").all_inner_texts()).casefold()
    for name in names:
        assert name in step
        assert name in asked


def test_the_steps_of_the_guide_lead_to_a_key_that_its_first_snippet_takes(
    visitor: Visitor, served: Served
) -> None:
    sign_up, navigate, generate = steps()
    page = visitor.page

    _, address = link_in(sign_up)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Create your account")
    has_fields(page, sign_up, "name", "email address", "password")
    assert "create an account" in sign_up
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("Email address").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()

    words, address = link_in(navigate)
    page.get_by_role("link", name=words, exact=True).click()
    expect(page).to_have_url(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    expect(page.get_by_role("heading", name="API keys", exact=True)).to_be_visible()

    assert generate.startswith("Generate a new API key: ")
    page.get_by_role("link", name="Generate a new API key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Generate a new API key")
    has_fields(page, generate, "name", "scopes", "expir", "addresses")
    page.get_by_label("Name").fill("first program")
    page.get_by_label("tasks:write").check()
    page.get_by_label("30 days").check()
    page.get_by_role("button", name="Generate key").click()
    key = page.get_by_label("first program").input_value()

    assert served.shell(CREATE, key)
    answer = json.loads(served.shell(first_snippet(), key))
    # The browser may ask for its icon meanwhile.
    *_, first = [each for each in served.world.exchanges if each.request.target == "/v1/tasks?limit=1"]
    assert first.answer.status == 200
    assert shape(answer) == shape(documented())
    assert [task["title"] for task in answer["data"]] == ["Read the guide"]


CREATE = """curl https://api.taskmanagement.example.com/v1/tasks --fail-with-body \\
  -H "Authorization: Bearer $TASKS_API_KEY" -H "Content-Type: application/json" \\
  -d '{"title": "Read the guide", "tags": ["docs"]}'"""


def first_snippet() -> str:
    """The guide's first curl line."""
    page = Reader(ROOT / "mkdocs.yml").read(GUIDE, ROOT)
    return next(block.source for block in page.blocks if block.language == "bash")


def documented() -> object:
    """What the guide shows as its answer."""
    page = Reader(ROOT / "mkdocs.yml").read(GUIDE, ROOT)
    return json.loads(next(block.source for block in page.blocks if block.language == "json"))


def shape(value: object) -> object:
    """The names of the fields, at every depth."""
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value[:1]] if isinstance(value, list) else None


def test_a_key_can_be_copied_and_is_shown_once(visitor: Visitor) -> None:
    page = visitor.sign_up("copy@example.com")
    field = visitor.generate("copied key")
    button = page.get_by_role("button", name="Copy")
    button.click()

    expect(page.get_by_role("status")).to_have_text("The key is in the clipboard.")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    # Compared in the page: a key is in no report.
    same = page.evaluate(
        "async (shown) => (await navigator.clipboard.readText()) === shown", field.input_value()
    )
    assert same

    page.reload()
    expect(page.get_by_role("status")).to_contain_text("That form was sent before")
    expect(page.get_by_role("row", name="copied key")).to_have_count(1)
    expect(page.get_by_label("copied key")).to_have_count(0)


def test_without_javascript_all_but_the_copy_button_works(without_script: Visitor) -> None:
    page = without_script.sign_up("plain@example.com")
    page.get_by_role("link", name="Generate a new API key").click()
    expect(page.get_by_label("Last day")).to_be_hidden()
    page.get_by_label("On a date").check()
    expect(page.get_by_label("Last day")).to_be_visible()
    page.go_back()
    field = without_script.generate("plain key")

    assert re.fullmatch(r"tmk_[0-9A-Za-z]{36}", field.input_value())
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Rotate plain key").click()
    page.get_by_role("button", name="Rotate key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Copy your new API key")
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Revoke plain key").first.click()
    page.get_by_role("button", name="Revoke key").click()
    expect(page.get_by_role("status")).to_contain_text("is revoked")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_the_first_wrong_field_has_the_focus(visitor: Visitor) -> None:
    visitor.page.goto(f"{PORTAL}/signup")
    visitor.page.get_by_label("Name").fill("Ada")
    visitor.page.get_by_role("button", name="Create account").click()

    expect(visitor.page.get_by_label("Email address")).to_be_focused()
    expect(visitor.page.get_by_label("Name")).to_have_value("Ada")
    # A browser logs every answer that is no success.
    assert visitor.wrong == [
        "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    ]
    visitor.wrong.clear()


def test_each_page_fits_its_screen_and_can_be_read(visitor: Visitor, served: Served) -> None:
    for path, heading in (("signup", "Create"), ("login", "Log in")):
        visitor.page.goto(f"{PORTAL}/{path}")
        look_at(visitor.page, heading)
    page = visitor.sign_up("looks@example.com")
    home = page.url
    key = visitor.generate("The synchroniser of the operations centre " + "x" * 58).input_value()
    look_at(page, "Copy your new API key")
    served.shell(first_snippet(), key)
    page.goto(home)
    look_at(page, "Developer Settings")
    for words in ("Usage of", "Rotate", "Revoke"):
        page.get_by_role("link", name=re.compile(f"^{words} ")).click()
        look_at(page, words)
        page.goto(home)
    page.get_by_role("link", name="Generate a new API key").click()
    page.get_by_label("On a date").check()
    look_at(page, "Generate a new API key")


def look_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    page.wait_for_load_state("load")  # before, it may be without its style
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            place = f"{page.url}, {scheme}, {width} px"
            assert weak_text(page, "body *", but=".unseen, .skip, svg") == [], place
            assert violations(page) == [], place
