"""The head of a block on the site: what the block is, and what was proved of it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from snippets.languages import ANSWERS, DRAWN, language_of
from snippets.model import Block
from snippets.reading import diagram
from snippets.reading.install import is_install
from snippets.report import Record, Report

__all__ = ["day", "head", "ran"]

_MARKS = {
    "good": '<path d="m3.5 8.5 3 3 6-7"/>',
    "open": '<circle cx="8" cy="8" r="4.5"/>',
    "bad": '<path d="m4.5 4.5 7 7m0-7-7 7"/>',
}


@dataclass(frozen=True)
class _State:
    mark: str
    """`good`, `open` or `bad`: a shape and a colour of its own."""
    words: str
    facts: str


def head(block: Block, record: Record | None, report: Report, anchor: str | None = None) -> str:
    """The HTML that says what `block` is and how it stands; no record: its page has changed since.

    `anchor`: the id by which a link finds it; a block in a tab has none, since it may be hidden.
    """
    state = _state(block, record, report)
    mark = f'<svg viewBox="0 0 16 16" aria-hidden="true">{_MARKS[state.mark]}</svg>'
    opened = " open" if state.mark == "bad" else ""
    found = f' id="{anchor}"' if anchor else ""
    # The search plugin leaves out what is marked so, by tag name: nothing in it may be a `details` too.
    return (
        f'<details class="proof proof--{state.mark}" data-search-exclude="true"{found}{opened}>'
        f'<summary title="{escape(state.facts)}"><span class="proof__label">{escape(_label(block))}</span>'
        f'<span class="proof__state">{mark}<span class="proof__words">{escape(state.words)}</span></span>'
        f"</summary>"
        f'<p class="proof__facts">{escape(state.facts)}</p></details>'
    )


def _label(block: Block) -> str:
    if block.language in ANSWERS:
        return " · ".join(filter(None, (_kind(block), block.title)))
    if block.title:
        return block.title
    if is_install(block):
        return "Install"
    if block.language in DRAWN:
        return diagram.title(block.source) or "Diagram"
    language = language_of(block.language)
    return (
        language.label
        if language
        else block.language.upper()
        if len(block.language) < 5
        else block.language.title()
    )


def _kind(block: Block) -> str:
    """What a documented answer shows: `http` without a status line is a piece of the request."""
    if block.language == "http" and not block.source.startswith("HTTP/"):
        return "Request"
    return "Output" if block.language == "text" else "Answer"


def _state(block: Block, record: Record | None, report: Report) -> _State:
    if record is None:
        return _State("open", "Not verified yet", "The page has changed since its examples were last run.")
    reason = record.reason or "no reason is given"
    message = record.message or "see the test report"
    when = ran(report)
    met = {"Request": "sent", "Output": "printed"}.get(_kind(block), "got")
    states = {
        "passed": _State("good", "Verified", f"Run as printed{when}."),
        "compared": _State(
            "good", "Verified", f"Verified {_kind(block).lower()}: the same that the example {met}{when}."
        ),
        "syntax": _State("good", "Syntax checked", "Parsed without an error. Nothing was run."),
        "install": _State(
            "good", "Install line checked", "Names packages that the examples here are run with."
        ),
        "drawn": _State("good", "Drawn", "Drawn from the Mermaid text of this page. Nothing was run."),
        "skipped": _State("open", f"Skipped: {reason}", f"Not run: {reason}"),
        "unchecked": _State("open", f"Not checked here: {reason}", f"Not checked on this machine: {reason}"),
    }
    return states.get(record.outcome, _State("bad", "Failed", f"Line {record.line}: {message}"))


def ran(report: Report) -> str:
    """When, against what and with what the snippets ran, as far as the report knows."""
    api = " ".join(filter(None, (report.api.get("title"), report.api.get("version"))))
    tools = ", ".join(f"{tool} {version}" for tool, version in sorted(report.tools.items()))
    moment = day(report)
    parts = [
        f" on {moment}" if moment else "",
        f" against {api}" if api else "",
        f" with {tools}" if tools else "",
    ]
    return "".join(parts)


def day(report: Report) -> str:
    """The day of the run as people write it; empty when the report knows none."""
    try:
        moment = datetime.fromisoformat(report.date)
    except ValueError:
        return ""
    return f"{moment.day} {moment:%B %Y}"
