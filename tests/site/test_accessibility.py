"""Every reader can use the pages: axe finds nothing, wide and narrow, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.site.axe import violations
from tests.site.pages import LOOKED_AT
from tests.site.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("path", [*LOOKED_AT, "404.html"])
def test_axe_finds_nothing(path: str, visit: Visitor, figure: Callable[[str], None]) -> None:
    page = visit(path)
    found = {
        f"{scheme}, {width} px: {each}"
        for width in (1280, 390)
        for scheme in ("light", "dark")
        for each in seen(page, scheme, width)
    }
    figure(f"axe: a page in light and dark at 1280 and 390 px: {len(found)} violations")

    assert found == set()


def test_axe_can_find_something(visit: Visitor) -> None:
    page = visit("404.html")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")

    assert [each.partition(":")[0] for each in violations(page)] == ["image-alt"]


def seen(page: Page, scheme: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    wanted = "slate" if scheme == "dark" else "default"
    page.wait_for_function("(name) => document.body.dataset.mdColorScheme === name", arg=wanted)
    return violations(page)
