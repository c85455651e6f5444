"""The heat map of coverage, as HTML: operations × statuses, each cell with the languages that meet it."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from http import HTTPStatus
from math import ceil

from snippets.api.operation import Operation
from snippets.languages import LANGUAGES
from snippets.reporting.coverage import Coverage, Spot
from snippets.reporting.unmet import open_keys, reason

__all__ = ["heat_map"]

_Href = Callable[[Spot], str | None]
"""Where the site shows a snippet; None where it doesn't."""

_SHADES = 3
_LABELS = {language.name: language.label for language in LANGUAGES}


def heat_map(coverage: Coverage, unmet: Mapping[str, str], href: _Href) -> str:
    """The figures, the legend, the table, and below it what the table can't say."""
    if not coverage.operations:
        return '<p class="figures__none">Not run yet: no report knows the operations of the API.</p>'
    heads = "".join(
        f'<th scope="col" title="{escape(_phrase(key))}">{escape(key)}</th>' for key in coverage.statuses
    )
    rows = "".join(_row(coverage, operation, unmet, href) for operation in coverage.operations)
    # The region scrolls by itself on a narrow screen, also from the keyboard.
    return (
        f"{_sums(coverage, unmet)}{_legend(coverage, unmet)}"
        '<div class="heat" role="region" aria-label="Operations and statuses" tabindex="0">'
        f'<table class="heat__map"><thead><tr><th scope="col">Operation</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f"{_reasons(coverage, unmet)}{_faults(coverage, href)}"
    )


def _sums(coverage: Coverage, unmet: Mapping[str, str]) -> str:
    operations = len(coverage.operations)
    called = operations - len(coverage.unmet_operations)
    why = sum(reason(unmet, *cell) is not None for cell in coverage.unmet)
    rest = f" For {why} others a reason is stated below." if why else ""
    each = ", ".join(
        f"{_LABELS[language]} {sum(language in coverage.languages_at(*cell) for cell in coverage.met)}"
        for language in coverage.languages
    )
    met, cells = len(coverage.met), len(coverage.cells)
    return (
        f"<p>Snippets call <strong>{called} of {operations}</strong> operations and meet "
        f"<strong>{met} of {cells}</strong> documented answers ({each}).{rest}</p>"
    )


def _legend(coverage: Coverage, unmet: Mapping[str, str]) -> str:
    """Says what the marks mean that the table has."""
    count = len(coverage.languages)
    numbers = {len(coverage.languages_at(*cell)) for cell in coverage.met}
    stated = {reason(unmet, *cell) is not None for cell in coverage.unmet}
    keys = [
        (f"heat__cell--{_shade(number, count)}", str(number), _languages(number, count))
        for number in sorted(numbers, reverse=True)
    ]
    keys += [("heat__cell--why", "–", "no example, for a reason")] if True in stated else []
    keys += [("heat__cell--open", "!", "no example")] if False in stated else []
    items = "".join(
        f'<li><span class="heat__key {shade}" aria-hidden="true">{mark}</span> {words}</li>'
        for shade, mark, words in [*keys, ("heat__key--blank", "", "not documented")]
    )
    return f'<ul class="heat__legend">{items}</ul>'


def _row(coverage: Coverage, operation: Operation, unmet: Mapping[str, str], href: _Href) -> str:
    cells = "".join(_cell(coverage, operation, key, unmet, href) for key in coverage.statuses)
    title = f' title="{escape(operation.summary)}"' if operation.summary else ""
    name = f"<span>{escape(operation.method)}</span> {escape(operation.path).replace('/', '/<wbr>')}"
    return f'<tr><th scope="row"{title}><code>{name}</code></th>{cells}</tr>'


def _cell(coverage: Coverage, operation: Operation, key: str, unmet: Mapping[str, str], href: _Href) -> str:
    if key not in operation.statuses:
        return "<td></td>"
    spots = coverage.met.get((operation, key))
    if spots is None:
        why = reason(unmet, operation, key)
        kind, mark, words = ("why", "–", why) if why else ("open", "!", "no example")
        return (
            f'<td class="heat__cell--{kind}" title="{escape(f"{operation} {key}: {words}")}">{mark}'
            f'<span class="heat__said">{escape(words)}</span></td>'
        )
    languages = coverage.languages_at(operation, key)
    words = f"{operation} {key}: {', '.join(map(_label, languages))}, at {spots[0]}"
    shade = _shade(len(languages), len(coverage.languages))
    return f'<td class="heat__cell--{shade}">{_link(href(spots[0]), str(len(languages)), words)}</td>'


def _link(href: str | None, text: str, words: str) -> str:
    title = f'title="{escape(words)}"'
    if href is None:
        return f"<span {title}>{escape(text)}</span>"
    said = escape(f"{text}, {words}")
    return f'<a href="{escape(href)}" {title} aria-label="{said}">{escape(text)}</a>'


def _reasons(coverage: Coverage, unmet: Mapping[str, str]) -> str:
    """Each reason once, with what it stands for."""
    stated = [(key, why) for key, why in unmet.items() if key in open_keys(coverage)]
    if not stated:
        return ""
    rows = "".join(f"<dt><code>{escape(key)}</code></dt><dd>{_prose(why)}</dd>" for key, why in stated)
    lead = "What no example shows, and why; <code>*</code> is every operation whose cell has the dash:"
    return f'<p>{lead}</p><dl class="heat__why">{rows}</dl>'


def _faults(coverage: Coverage, href: _Href) -> str:
    """What snippets met that the document doesn't have."""
    found = [(f"{cell[0]} {cell[1]}", spots) for cell, spots in coverage.undocumented.items()]
    items = "".join(f"<li><code>{escape(name)}</code>: {_places(spots, href)}</li>" for name, spots in found)
    return f"<p>Answered, but missing in the OpenAPI document:</p><ul>{items}</ul>" if items else ""


def _places(spots: Iterable[Spot], href: _Href) -> str:
    return ", ".join(_link(href(spot), str(spot), spot.language) for spot in spots)


def _prose(text: str) -> str:
    """A reason as a writer means it: what stands in backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _shade(number: int, count: int) -> int:
    """1 to 3, the darkest for all languages."""
    return ceil(_SHADES * number / count)


def _languages(number: int, count: int) -> str:
    return f"all {count} languages" if number == count > 1 else f"{number} language{'s' * (number > 1)}"


def _label(language: str) -> str:
    return _LABELS[language]


def _phrase(key: str) -> str:
    """What a status means, for a reader who points at it."""
    try:
        return HTTPStatus(int(key)).phrase
    except ValueError:
        return "every other status" if key.lower() == "default" else f"a status of the class {key}"
