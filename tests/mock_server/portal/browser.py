"""A browser without a screen: it keeps cookies, follows redirects, and fills in the forms that it was given.

It calls the app in one step, as the API's client does. Every answer is held to what holds for all of them:
the headers, no password anywhere, and a key nowhere but where it is shown once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.types import ASGIApp

__all__ = ["FORM", "MARKER", "Browser", "Form", "Page"]

HOST = "taskmanagement.example.com"
MARKER = "correct-horse-"
"""In every password of the tests, so that one that leaks is found."""

KEY = re.compile(r"tmk_[0-9A-Za-z]{36}")
FORM = "application/x-www-form-urlencoded"
VOID = {"br", "img", "input", "link", "meta", "rect", "path"}

Fields = dict[str, list[str]]


@dataclass
class Form:
    action: str
    fields: Fields = field(default_factory=dict)
    """As a browser would send them now."""
    buttons: list[str] = field(default_factory=list)


@dataclass
class Page:
    """An answer, as a reader finds it."""

    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        values = [value for key, value in self.headers if key == name.lower()]
        assert len(values) < 2, f"{name} comes {len(values)} times"
        return values[0] if values else None

    @property
    def html(self) -> str:
        return self.body.decode()

    @property
    def parsed(self) -> Parser:
        parser = Parser()
        parser.feed(self.html)
        return parser

    @property
    def text(self) -> str:
        """What can be read, with each run of blanks as one."""
        return " ".join(" ".join(self.parsed.said).split())

    @property
    def title(self) -> str:
        return self._inside("title")

    @property
    def heading(self) -> str:
        return self._inside("h1")

    @property
    def errors(self) -> dict[str, str]:
        """Name of the field → what stands beside it."""
        found = re.findall(r'<p class="error" id="([^"]+)-error">(.*?)</p>', self.html)
        return {name: unescape(text) for name, text in found}

    @property
    def shown_key(self) -> str:
        keys = set(KEY.findall(self.html))
        assert len(keys) == 1, "the page shows no key, or several"
        return str(keys.pop())

    def _inside(self, tag: str) -> str:
        match = re.search(f"<{tag}>(.*?)</{tag}>", self.html)
        assert match is not None, f"no {tag} in {self.html}"
        return unescape(match[1])

    def form(self, button: str) -> Form:
        """The form with this button."""
        return next(form for form in self.parsed.forms if button in form.buttons)


class Parser(HTMLParser):
    """Collects forms, links, labels and text."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[Mapping[str, str]] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []
        self._open: list[str] = []
        self._text_of: list[list[str]] = []
        self._href = ""
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.attributes.update(values)
        self.tags.append(tag)
        if tag == "form":
            self.forms.append(Form(values["action"]))
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if tag in ("input", "textarea") and values.get("type") != "hidden":
            self.controls.append({**values, "inside": str("label" in self._open)})
        if tag == "input" and self.forms and "name" in values:
            self._input(values)
        if tag == "textarea":
            self._area = values["name"]
            self.forms[-1].fields[self._area] = [""]
        if tag in ("a", "button"):
            self._text_of.append([])
            self._href = values.get("href", "")
        if tag not in VOID:
            self._open.append(tag)

    def _input(self, values: Mapping[str, str]) -> None:
        fields = self.forms[-1].fields
        if values.get("type") not in ("checkbox", "radio"):
            fields[values["name"]] = [values.get("value", "")]
        elif "checked" in values:
            fields.setdefault(values["name"], []).append(values["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open.pop() == tag, f"</{tag}> closes something else"
        if tag in ("a", "button"):
            words = " ".join("".join(self._text_of.pop()).split())
            if tag == "a":
                self.links.append((words, self._href))
            elif self.forms:
                self.forms[-1].buttons.append(words)
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.forms[-1].fields[self._area][0] += data
        if self._open and self._open[-1] not in ("title", "style", "script"):
            self.said.append(data)
            for text in self._text_of:
                text.append(data)


class Browser:
    """One person's browser."""

    def __init__(self, app: ASGIApp, host: str = HOST, scheme: str = "https") -> None:
        self._app = app
        self._host = host
        self._scheme = scheme
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []
        """Every ``Set-Cookie`` so far."""

    def visit(self, target: str) -> Page:
        """Open a page; redirects are followed."""
        return self._follow(self.request("GET", target))

    def submit(self, form: Form, **changes: str | list[str]) -> Page:
        """Send a form that a page had, with these fields filled in otherwise."""
        return self._follow(self.send(form, **changes))

    def send(self, form: Form, **changes: str | list[str]) -> Page:
        fields: Fields = {**form.fields}
        for name, value in changes.items():
            fields[name] = [value] if isinstance(value, str) else value
        return self.request("POST", form.action, body=urlencode(fields, doseq=True).encode())

    def request(
        self,
        method: str,
        target: str,
        *,
        body: bytes | list[bytes] = b"",
        media_type: str = FORM,
        **headers: str,
    ) -> Page:
        chunks = [body] if isinstance(body, bytes) else body
        path, _, query = target.partition("?")
        sent = {"host": self._host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if any(chunks):
            sent["content-type"] = media_type
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": self._scheme,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8443),
        }
        page = Page(path, *self._call(scope, list(chunks)))
        self._keep_cookies(page)
        check(page)
        return page

    def _call(self, scope: dict[str, Any], chunks: list[bytes]) -> tuple[int, list[tuple[str, str]], bytes]:
        messages: list[Any] = []

        async def receive() -> dict[str, Any]:
            chunk = chunks.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

        async def send(message: Any) -> None:
            messages.append(message)

        call: Any = self._app(scope, receive, send)
        try:
            call.send(None)
        except StopIteration:
            pass
        else:
            raise AssertionError("the app waits for something")
        start, *rest = messages
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
        return start["status"], headers, b"".join(message.get("body", b"") for message in rest)

    def _follow(self, page: Page) -> Page:
        for _ in range(5):
            location = page["location"]
            if location is None:
                return page
            assert not urlsplit(location).netloc, f"{location} leaves the site"
            page = self.request("GET", location)
        raise AssertionError("redirects go round in circles")

    def _keep_cookies(self, page: Page) -> None:
        for name, value in page.headers:
            if name == "set-cookie":
                self.set_cookies.append(value)
                self.cookies.update({key: morsel.value for key, morsel in SimpleCookie(value).items()})


CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def check(page: Page) -> None:
    """What holds for every answer."""
    assert page["content-security-policy"] == CSP
    assert page["x-content-type-options"] == "nosniff"
    assert page["referrer-policy"] == "same-origin"
    assert page["server"] is None
    assert re.fullmatch("req_[0-9]{6}", page["x-request-id"] or "")
    assert MARKER not in page.html + repr(page.headers)
    if page["content-type"] == "text/html; charset=utf-8":
        assert page["cache-control"] == "no-store"
        check_markup(page)


def check_markup(page: Page) -> None:
    parsed = page.parsed
    assert not KEY.search(page.html) or page.heading == "Copy your new API key"
    # What the policy forbids must not be there, or the page would be broken by it.
    assert not {name for name in parsed.attributes if name == "style" or name.startswith("on")}
    assert "style" not in parsed.tags
    for control in parsed.controls:
        assert control["inside"] == "True" or control["id"] in parsed.labelled, f"{control} has no label"
    for form in parsed.forms:
        assert form.fields["csrf"][0]
