"""What a page shows of what is in it: the fences that come out as blocks, marked lines, and code in no fence.

Python-Markdown's block parser gives the tree; what inline patterns would make of its texts, code spans and
raw HTML, is told here.
"""

import html
import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.util import HTML_PLACEHOLDER_RE  # type: ignore[import-untyped]

__all__ = ["MARK", "Shown"]

MARK = "\ue000{}\ue001"
"""What is put at the end of a line, with its number, to see whether the page shows it as text."""

_MARKED = re.compile("\ue000(\\d+)\ue001")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.S | re.I)
_HIDDEN_IN_TEXT = re.compile(r"<!--(?:(?!<!--|-->).)*-->|<(script|style)\b.*?</\1\s*>", re.S | re.I)
"""In raw HTML a comment begins at its first `<!--`; in a text, Python-Markdown has it begin at the last."""
_CODE_SPAN = re.compile(r"(?<!\\)(?:(?:\\\\)+(?=`)|(`+).+?(?<!`)\1(?!`))", re.S)
_RAW_PRE = re.compile(r"<pre\b", re.I)
_MUTE = re.compile(r"<(?:(?P<tag>script|style)\b|!--)", re.I)
"""Raw HTML that hides the rest of a page until it is closed, as in a browser (HTML Standard, 13.2.5)."""


class Shown:
    """What the block parser's tree shows: the keys of fences, marked lines, and code in no fence."""

    def __init__(self, stash: Sequence[object], fences: set[int]) -> None:
        self._stash = stash
        self._fences = fences
        self.keys: set[int] = set()
        self.marks: set[int] = set()
        self.unfenced: list[tuple[str, str]] = []
        self.mute: str | None = None
        """How the raw HTML ends that is open and hides what follows."""
        self.opener = ""
        """How it begins."""

    def walk(self, element: Element, code: bool = False, literal: bool = False) -> None:
        """Notes what the element and all below it show; `code`: it is code, `literal`: its tags are text."""
        # Where Markdown in HTML is not at the start of a block, it stays unread: its tags are text.
        literal = literal or "markdown" in element.attrib
        if element.tag in ("script", "style"):
            return
        if self.mute:
            pass  # only a text that ends it counts
        elif element.tag == "pre" and [child.tag for child in element] == ["code"]:
            first = (element[0].text or "").strip().split("\n")[0]
            self.unfenced.append(("indented", html.unescape(first).strip()))
        elif element.tag == "pre":
            self.unfenced.append(("pre", "<pre"))
        code = code or element.tag == "code"
        if element.text and not code:
            self.scan(element.text, literal=literal)
        for child in element:
            self.walk(child, code, literal)
            if child.tail and not code:
                self.scan(child.tail, literal=literal)

    def scan(self, text: str, raw: bool = False, literal: bool = False) -> None:
        """Notes what a text shows, and what stands in it under a placeholder; `raw`: it is HTML."""
        if not self.mute and not any(sign in text for sign in "\x02\ue000<"):
            return
        if literal:
            text = text.replace("<", "")
        elif not raw:
            text = _CODE_SPAN.sub(lambda match: re.sub("[<>]", "", match[0]), text)
        text = self._audible(text, raw)
        below = self.mute
        self.marks.update(int(match[1]) for match in _MARKED.finditer(text))
        self.unfenced += [("pre", "<pre")] * len(_RAW_PRE.findall(text))
        for match in HTML_PLACEHOLDER_RE.finditer(text):
            key = int(match[1])
            if key in self._fences:
                if self.mute == below:  # else a part of this text has opened what hides the next
                    self.keys.add(key)
            elif isinstance(stashed := self._stash[key], Element):
                self.walk(stashed)
            else:
                self.scan(str(stashed), raw=True)

    def _audible(self, text: str, raw: bool) -> str:
        """What of the text is shown: it may begin or end inside raw HTML that hides all."""
        if self.mute:
            closed = re.search(self.mute, text, re.I)
            if closed is None:
                return ""
            self.mute = None
            text = text[closed.end() :]
        text = (_HIDDEN if raw else _HIDDEN_IN_TEXT).sub("", text)
        opened = next((each for each in _MUTE.finditer(text) if raw or each["tag"]), None)
        if opened:
            self.opener = opened[0].lower()
            self.mute = rf"</{opened['tag']}\b" if opened["tag"] else "-->"
            text = text[: opened.start()]
        return text
