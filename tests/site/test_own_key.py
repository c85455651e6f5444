"""A reader's own key in the examples: seen masked, copied whole, in this tab only, and never sent."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mock_server.keys import make_secret
from snippets.settings import load
from tests.site.contrast import weak_text
from tests.site.pages import ROOT
from tests.site.static_host import serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KEY = make_secret(bytes(range(32)))
MASK = f"tmk_…{KEY[-4:]}"

FIRST = """# First

Replace `YOUR_API_KEY` with your key.

```bash
curl https://api.taskmanagement.example.com/v1/tasks \\
  -H "Authorization: Bearer YOUR_API_KEY"
```

```javascript
const oldKey = await call('YOUR_API_KEY', 'POST'); // not YOUR_API_KEYS
```

```python
headers = {"Authorization": "Bearer YOUR_API_KEY"}
```

```bash
curl "https://api.taskmanagement.example.com/v1/tasks?api_key=YOUR_API_KEY"
```

```bash
curl https://api.taskmanagement.example.com -H "Authorization: Bearer YOUR_EXPIRED_API_KEY"
```

```http
Authorization: Bearer YOUR_API_KEY
```
"""
SECOND = """# Second

```bash
call YOUR_API_KEY GET /api-keys "YOUR_API_KEY"
```
"""
SHOWN = ".highlight .own-key"


@dataclass
class Reader:
    """A person with a browser, and all that it said to anybody."""

    context: BrowserContext
    address: str
    heard: list[str] = field(default_factory=list)
    """Each request, whole, and each line of the console."""

    def tab(self, path: str = "") -> Page:
        page = self.context.new_page()
        page.on("console", lambda said: self.heard.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.goto(self.address + path)
        expect(page.locator(".own-key__open")).to_be_visible()
        return page

    def use(self, page: Page, key: str = KEY) -> None:
        page.get_by_role("button", name="Use your key in the examples").click()
        page.get_by_label("API key").fill(key)
        page.get_by_role("button", name="Use key").click()


@pytest.fixture(scope="module")
def address(build: Callable[[dict[str, str]], Path]) -> Iterator[str]:
    with serve(build({"index.md": FIRST, "second.md": SECOND})) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    reader = Reader(context, address)
    context.on(
        "request",
        lambda sent: reader.heard.append(f"{sent.method} {sent.url} {sent.headers} {sent.post_data}"),
    )
    yield reader
    context.close()
    assert not [line for line in reader.heard if line.startswith(("console: ", "error: "))]
    # By count: a key is in no report.
    assert sum(KEY in line for line in reader.heard) == 0


def clipboard(page: Page) -> str:
    """What was copied, with the word KEY for the key: a failure prints no secret."""
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text.replace(KEY, "KEY").replace("\r\n", "\n")


def test_the_key_is_seen_masked_and_copied_whole_until_it_is_forgotten(reader: Reader) -> None:
    page = reader.tab()
    expect(page.locator(SHOWN).first).to_have_text("YOUR_API_KEY")

    reader.use(page)
    expect(page.locator(".own-key__dialog")).to_be_hidden()
    expect(page.get_by_role("status").last).to_contain_text(MASK)
    # Neither the one in a URL nor that of another kind.
    expect(page.locator(SHOWN)).to_have_text([MASK] * 4)
    copy = page.locator("[data-md-type=copy]")
    copy.first.click()
    expect(page.locator(".md-dialog--active")).to_have_text("Copied to clipboard")
    assert clipboard(page) == (
        'curl https://api.taskmanagement.example.com/v1/tasks \\\n  -H "Authorization: Bearer KEY"'
    )
    assert KEY not in page.content()

    page.goto(reader.address + "second/")
    expect(page.locator(SHOWN)).to_have_text([MASK] * 2)
    page.locator("[data-md-type=copy]").click()
    expect(page.locator(".md-dialog--active")).to_be_visible()
    assert clipboard(page) == 'call KEY GET /api-keys "KEY"'
    kept = page.evaluate("[location.href, JSON.stringify(localStorage), document.cookie, history.state]")
    assert KEY not in str(kept)

    other = reader.tab()
    expect(other.locator(SHOWN).first).to_have_text("YOUR_API_KEY")

    page.get_by_role("button", name=f"Your key {MASK} is in the examples").click()
    page.get_by_role("button", name="Forget key").click()
    expect(page.locator(SHOWN)).to_have_text(["YOUR_API_KEY"] * 2)
    assert page.evaluate("sessionStorage.length") == 0
    page.go_back()
    expect(page.locator(SHOWN)).to_have_text(["YOUR_API_KEY"] * 4)


def test_a_selection_is_copied_with_the_whole_key(reader: Reader) -> None:
    page = reader.tab("second/")
    reader.use(page)
    expect(page.locator(SHOWN).first).to_have_text(MASK)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.highlight code'))")
    page.keyboard.press("Control+c")

    assert clipboard(page).strip() == 'call KEY GET /api-keys "KEY"'


def test_text_without_the_key_is_copied_as_ever(reader: Reader) -> None:
    page = reader.tab()
    reader.use(page)
    expect(page.locator(SHOWN).first).to_have_text(MASK)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article p:not(.eyebrow)'))")
    page.keyboard.press("Control+c")

    assert clipboard(page) == "Replace YOUR_API_KEY with your key."


REFUSED = {
    "": "Paste a key.",
    "sk_live_1": "A key begins with tmk_.",
    "<img src=x onerror=alert(1)>": "A key begins with tmk_.",
    KEY[:-1]: "A key has 40 characters, and this has 39. Copy the whole key.",
    KEY[:8] + "-" + KEY[9:]: "After tmk_, a key has only letters and digits.",
    KEY[:9] + KEY[8] + KEY[10:]: "This key is mistyped: its checksum doesn't fit. Copy it again.",
}


def test_what_is_no_key_is_refused_with_the_reason(reader: Reader) -> None:
    page = reader.tab()
    page.locator(".own-key__open").click()
    for text, said in REFUSED.items():
        page.get_by_label("API key").fill(text)
        page.get_by_role("button", name="Use key").click()

        expect(page.get_by_role("alert")).to_have_text(said)
        expect(page.get_by_label("API key")).to_be_focused()
        expect(page.get_by_label("API key")).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_page_knows_a_good_key_as_the_api_does(reader: Reader) -> None:
    page = reader.tab("second/")
    for seed in range(10):
        key = make_secret(bytes([seed, *range(31)]))
        page.locator(".own-key__open").click()
        page.get_by_label("API key").fill(f"  {key} ")
        page.get_by_role("button", name="Use key").click()
        expect(page.locator(SHOWN).first).to_have_text(f"tmk_…{key[-4:]}")


def test_the_dialog_works_by_keyboard_and_gives_the_focus_back(reader: Reader) -> None:
    page = reader.tab()
    button = page.locator(".own-key__open")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Your key in the examples")).to_be_visible()
    expect(page.get_by_label("API key")).to_be_focused()
    page.keyboard.type("tmk_")
    page.keyboard.press("Escape")
    expect(page.locator(".own-key__dialog")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("API key")).to_have_value("")
    page.keyboard.type(KEY)
    page.keyboard.press("Enter")
    expect(page.locator(".own-key__dialog")).to_be_hidden()
    expect(page.locator(SHOWN).first).to_have_text(MASK)


def test_a_click_on_the_placeholder_opens_the_dialog(reader: Reader) -> None:
    page = reader.tab()
    page.locator(SHOWN).first.click()

    expect(page.get_by_label("API key")).to_be_focused()


def test_a_tab_that_was_duplicated_forgets_too(reader: Reader) -> None:
    page = reader.tab()
    reader.use(page)
    with reader.context.expect_page() as opened:
        page.evaluate("window.open('second/')")
    copy = opened.value
    expect(copy.locator(SHOWN).first).to_have_text(MASK)
    page.locator(".own-key__open").click()
    page.get_by_role("button", name="Forget key").click()

    expect(copy.locator(SHOWN).first).to_have_text("YOUR_API_KEY")
    assert copy.evaluate("sessionStorage.length") == 0


def test_the_dialog_can_be_read(reader: Reader) -> None:
    page = reader.tab()
    reader.use(page)
    page.locator(".own-key__open").click()
    page.get_by_role("button", name="Use key").click()
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator("body")).to_have_attribute(
            "data-md-color-scheme", "slate" if scheme == "dark" else "default"
        )

        assert weak_text(page, ".own-key__dialog *, .own-key__said, .highlight .own-key") == []
        box = page.locator(".own-key__dialog").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_the_placeholder_is_that_of_the_pages() -> None:
    script = (ROOT / "docs/assets/key.js").read_text("utf-8")
    said = re.search(r'PLACEHOLDER = "(\w+)"', script)

    assert said is not None
    assert load(ROOT).placeholders[said[1]] == "reader"
