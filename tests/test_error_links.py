"""An error answer leads to its section in the documentation: the address and the section are really there."""

from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.utils import meta

from mock_server.errors import DOCS, ERRORS, help_link

ROOT = Path(__file__).parents[1]
PAGE = "core-concepts/error-handling"


@pytest.fixture(scope="module")
def rendered() -> str:
    text, _ = meta.get_data((ROOT / "docs" / f"{PAGE}.md").read_text("utf-8"))
    return Markdown(extensions=["toc", "tables", "fenced_code"]).convert(text)


def test_the_mock_api_names_the_address_at_which_the_site_is_published() -> None:
    assert load_config(str(ROOT / "mkdocs.yml")).site_url == DOCS


@pytest.mark.parametrize("code", ERRORS)
def test_the_link_of_an_error_leads_to_a_section_of_the_page(rendered: str, code: str) -> None:
    assert help_link(code) == f'<{DOCS}{PAGE}/#{code}>; rel="help"'
    assert f'<h3 id="{code}">' in rendered
