"""WCAG 2.2, 1.4.3: a contrast of 4.5 to 1 for text of ordinary size."""

from playwright.sync_api import Page

__all__ = ["weak_text"]

_SCRIPT = """([parts, but]) => {
  const linear = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const channel = (value) => linear(value / 255);
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a > 0.99) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const weak = new Set();
  for (const node of document.querySelectorAll(parts)) {
    const said = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!said || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (but && node.closest(but)) continue;
    const both = [luminance(parse(getComputedStyle(node).color)), luminance(behind(node))];
    const pair = both.sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) weak.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...weak];
}"""


def weak_text(page: Page, parts: str, but: str = "") -> list[str]:
    """The elements among `parts`, a selector, whose text is too faint; none of those inside `but`."""
    found: list[str] = page.evaluate(_SCRIPT, [parts, but])
    return found
