"""Site and portal look like one product: what both name as a colour is the same, and so are logo and type."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SITE = (ROOT / "docs" / "assets" / "site.css").read_text("utf-8")
PORTAL = (ROOT / "mock_server" / "portal" / "static" / "portal.css").read_text("utf-8")

SHARED = {
    *("--ink", "--ink-soft", "--line", "--surface", "--surface-deep", "--brand", "--brand-soft"),
    *("--good", "--open", "--bad", "--bad-soft"),
}
ALIASES = {
    "--paper": "--md-default-bg-color",
    "--text": "--md-typeset-color",
    "--brand-deep": "--md-accent-fg-color",
}
"""What the portal calls otherwise than the site's theme."""


def variables(css: str, start: str) -> dict[str, str]:
    """The custom properties of the rule that begins so."""
    rule = css[css.index(start) :]
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", rule[: rule.index("}")]))


@pytest.mark.parametrize(
    ("of_site", "of_portal"),
    [
        ("[data-md-color-scheme] {", ":root {"),
        ('[data-md-color-scheme="slate"]', "@media (prefers-color-scheme: dark)"),
    ],
    ids=["light", "dark"],
)
def test_the_colours_are_the_same(of_site: str, of_portal: str) -> None:
    site, portal = variables(SITE, of_site), variables(PORTAL, of_portal)

    assert set(portal) >= SHARED | set(ALIASES)
    assert {name: portal[name] for name in SHARED} == {name: site[name] for name in SHARED}
    assert {name: portal[name] for name in ALIASES} == {
        name: site[theirs] for name, theirs in ALIASES.items()
    }


def test_the_type_is_the_same() -> None:
    site, portal = variables(SITE, ":root {"), variables(PORTAL, ":root {")

    assert {name: portal[name] for name in ("--text-font", "--code-font")} == {
        name: site[name] for name in ("--text-font", "--code-font")
    }


def test_the_logo_is_the_same() -> None:
    assert (ROOT / "docs/assets/logo.svg").read_bytes() == (
        ROOT / "mock_server/portal/static/logo.svg"
    ).read_bytes()
