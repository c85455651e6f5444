"""axe-core, which finds what shuts readers out: too faint, without a name, out of the keyboard's reach."""

from pathlib import Path

from playwright.sync_api import Page

__all__ = ["RULES", "violations"]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The tags of the rules that a page is held to: WCAG 2.2 at level AA, and what axe advises beyond."""

_AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
_RUN = "(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })"


def violations(page: Page) -> list[str]:
    """What is wrong with a page as it stands: rule, element, and the remedy, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text("utf-8"))
    found = page.evaluate(_RUN, list(RULES))["violations"]
    return [
        f"{each['id']}: {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for each in found
        for node in each["nodes"]
    ]
