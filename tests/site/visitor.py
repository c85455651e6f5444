"""A reader with a browser, who notes what goes wrong."""

from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.pages import address_of

__all__ = ["Visitor"]


class Visitor:
    """Opens pages and keeps what went wrong: errors logged, requests that failed or left the host."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def __call__(self, path: str, scheme: Literal["light", "dark"] = "light") -> Page:
        context = self._browser.new_context(
            viewport={"width": 1280, "height": 900},
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self._note(said.type in {"error", "warning"}, said.text))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        page.on(
            "request", lambda sent: self._note(not sent.url.startswith(("data:", self._address)), sent.url)
        )
        page.on("response", lambda got: self._note(got.status >= 400, f"{got.status} {got.url}"))
        page.goto(self.url(path))
        # The theme's script has run when it has given the blocks their copy buttons.
        expect(page.locator("html.js")).to_be_attached()
        if page.locator(".highlight").count():
            expect(page.locator("[data-md-type=copy]").first).to_be_attached()
        return page

    def url(self, path: str) -> str:
        return self._address + address_of(path)

    def leave(self) -> None:
        for context in self._contexts:
            context.close()

    def _note(self, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self.wrong.append(what)
